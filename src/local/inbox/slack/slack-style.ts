/** A channel of flat posts. */
export const slackStyle = `
.slack > header { color: #fff; background: light-dark(#3f1042, #241026); border-color: transparent; }
.slack > header p { color: #ffffffb3; }
.slack .from { display: flex; align-items: baseline; gap: 6px; line-height: 1.3; }
.slack .from b { font-weight: 750; }
.slack .from i { padding: 0 3px; border-radius: 2px; font-size: 10px; font-style: normal;
  font-weight: 600; color: var(--quiet); background: light-dark(#1d1c1d1a, #ffffff26); align-self: center; }
.slack .bubble { font-size: 14.5px; line-height: 1.46; }
.slack .bubble > * { margin-top: 6px; }
.slack .bubble > p { margin-top: 2px; }
.slack .header { font-size: 17.5px; font-weight: 750; line-height: 1.35; letter-spacing: -.005em; }
.slack .section { display: flex; flex-direction: column; gap: 6px; }
.slack .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 18px; }
.slack .context { display: flex; flex-wrap: wrap; gap: 2px 10px; font-size: 12.5px; color: var(--quiet); }
.slack .bubble hr { height: 1px; margin: 12px 0; border: 0; background: var(--line); }
.slack .bubble ul, .slack .bubble ol { margin: 2px 0; padding-left: 1.7em; }
.slack .bubble blockquote { margin: 3px 0; padding: 1px 0 1px 12px; border-left: 4px solid var(--line);
  border-radius: 2px; }
.slack .bubble code, .slack .bubble pre { padding: 1.5px 4px; border: 1px solid var(--line);
  border-radius: 4px; background: light-dark(#1d1c1d0a, #e8e8e80a); color: light-dark(#b3193e, #f08a6c);
  font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
.slack .bubble pre { margin: 4px 0; padding: 8px; color: inherit; overflow-x: auto; }
.slack .mention { padding: 0 2px 1px; border-radius: 3px; color: light-dark(#1264a3, #6cb4ee);
  background: light-dark(#fdf2d0, #33302a); }
.slack .actions { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 2px; }
.slack .button { display: inline-block; padding: 3px 12px 4px; border: 1px solid light-dark(#1d1c1d4d, #ffffff4d);
  border-radius: 8px; font-size: 13.5px; font-weight: 650; color: var(--ink); }
.slack .button.primary { color: #fff; background: #007a5a; border-color: #007a5a; }
.slack .button.danger { color: var(--bad); border-color: currentColor; }
.slack button.button { font: inherit; font-size: 13.5px; font-weight: 650; background: none; cursor: pointer; }
.slack button.button:hover { background: light-dark(#1d1c1d0a, #ffffff12); }
.slack button.button[aria-busy] { opacity: .55; cursor: progress; }
.slack .trouble { align-self: center; font-size: 12.5px; color: light-dark(#8a5a00, #f0b94d); }
.slack a:has(.button) { text-decoration: none; }
.slack .message.refused { box-shadow: inset 3px 0 0 var(--bad); background: var(--bad-wash); }
`;
