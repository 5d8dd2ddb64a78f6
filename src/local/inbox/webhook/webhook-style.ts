/** A service of somebody's own: a log of cards. */
export const webhookStyle = `
.webhook .from { display: flex; align-items: baseline; gap: 6px; line-height: 1.3; }
.webhook .from b { font-weight: 650; }
.webhook .from i { padding: 0 3px; font-size: 10px; font-style: normal; color: var(--quiet); }
.webhook .bubble { margin-top: 4px; padding: 10px 12px; border: 1px solid var(--line);
  border-radius: 6px; font-size: 14px; line-height: 1.45; }
.webhook .bubble > * + * { margin-top: 6px; }
.webhook .type, .webhook .footer { font-size: 12px; color: var(--quiet); }
.webhook .type b { padding: 0 5px; border-radius: 3px; font-weight: 600;
  color: var(--ink); background: light-dark(#0000000f, #ffffff1f); }
.webhook .type .high, .webhook .type .critical { color: var(--bad); background: var(--bad-wash); }
.webhook .title { font-size: 15.5px; font-weight: 650; }
.webhook dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; }
.webhook dt { color: var(--quiet); }
.webhook dd { margin: 0; min-width: 0; white-space: pre-wrap; }
.webhook .bubble ol { margin: 2px 0; padding-left: 1.5em; }
.webhook .links { display: flex; flex-wrap: wrap; gap: 2px 14px; }
.webhook .links:empty { display: none; }
.webhook .offers { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 4px; }
.webhook .button { display: inline-block; padding: 3px 12px; border: 1px solid light-dark(#0000002e, #ffffff3d);
  border-radius: 6px; font-size: 13.5px; color: var(--ink); }
.webhook .message.refused .bubble { background: var(--bad-wash); }
`;
