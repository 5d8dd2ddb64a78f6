/** A chat with cards, whose titles have a colour. */
export const feishuStyle = `
.feishu .feed { background: light-dark(#fff, #1a1a1a); }
.feishu .from { display: flex; align-items: center; gap: 6px; margin-bottom: 4px; font-size: 12px;
  color: var(--quiet); }
.feishu .from b { font-weight: 400; }
.feishu .from i { padding: 0 4px; border-radius: 4px; font-size: 10.5px; line-height: 16px;
  font-style: normal; color: light-dark(#9f6f09, #f0cf72); background: light-dark(#faf1d1, #4a3a10); }
.feishu .from time { margin-left: auto; }
.feishu .avatar { border-radius: 50%; }
.feishu .bubble { border-radius: 8px; font-size: 14px; line-height: 1.57; }
.feishu .bubble:not(:has(.card)) { width: fit-content; max-width: 100%; padding: 8px 12px;
  background: light-dark(#f2f3f5, #2b2c2e); }
.feishu .bubble a, .feishu .mention { color: light-dark(#1456f0, #75a4ff); }
.feishu .text p { min-height: 1em; }
.feishu .card { overflow: hidden; border: 1px solid light-dark(#dee0e3, #3b3c3f); border-radius: 8px;
  background: light-dark(#fff, #232324); }
.feishu .card .title { padding: 10px 12px; font-size: 16px; font-weight: 600; line-height: 1.4;
  color: var(--tone, inherit); background: color-mix(in srgb, var(--tone, transparent) 13%, transparent); }
.feishu .title.red, .feishu .title.carmine { --tone: light-dark(#c02a26, #f76964); }
.feishu .title.orange { --tone: light-dark(#b26206, #f3871b); }
.feishu .title.yellow { --tone: light-dark(#856d00, #fad355); }
.feishu .title.blue, .feishu .title.wathet { --tone: light-dark(#245bdb, #75a4ff); }
.feishu .title.green, .feishu .title.turquoise { --tone: light-dark(#237b19, #51ba43); }
.feishu .title.violet, .feishu .title.purple, .feishu .title.indigo { --tone: light-dark(#5b3cc4, #a98ef0); }
.feishu .title.grey { --tone: light-dark(#646a73, #a6a6a6); }
.feishu .card .body { display: flex; flex-direction: column; gap: 8px; padding: 12px; }
.feishu .card hr { width: 100%; height: 1px; margin: 0; border: 0; background: light-dark(#1f23291f, #ffffff1f); }
.feishu .plain.heading { font-size: 16px; line-height: 1.5; }
.feishu .plain.notation { font-size: 12px; }
.feishu .plain.grey { color: var(--quiet); }
.feishu .columns { display: flex; gap: 8px; }
.feishu .columns.flex-flow { flex-wrap: wrap; }
.feishu .column { min-width: 0; }
.feishu .column.fixed { flex: 0 0 96px; }
.feishu .column.weighted { flex: 1; }
.feishu .card .button { display: inline-block; padding: 3px 12px; border: 1px solid light-dark(#d0d3d6, #5f6063);
  border-radius: 6px; color: var(--ink); }
.feishu .markdown .h { font-weight: 600; }
.feishu .markdown blockquote { margin: 0; padding-left: 10px; color: var(--quiet); border-left: 2px solid var(--line); }
.feishu .message.refused .bubble { background: var(--bad-wash);
  box-shadow: inset 0 0 0 1px light-dark(#b3261e33, #ff8a8033); }
`;
