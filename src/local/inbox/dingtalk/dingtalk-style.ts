/** A chat with bubbles. */
export const dingtalkStyle = `
.dingtalk .feed { background: light-dark(#f2f4f7, #101113); }
.dingtalk .from { display: flex; align-items: center; gap: 6px; margin-bottom: 4px;
  font-size: 12px; color: var(--quiet); }
.dingtalk .from b { font-weight: 400; }
.dingtalk .from i { padding: 0 5px; border-radius: 3px; font: 10.5px/1.6 inherit;
  font-style: normal; font-size: 10.5px; color: light-dark(#1a66c2, #7db6f5);
  background: light-dark(#e0ecfb, #1c2c40); }
.dingtalk .from time { margin-left: auto; }
.dingtalk .bubble { padding: 11px 14px; border-radius: 3px 10px 10px; background: var(--panel);
  box-shadow: 0 0 0 1px light-dark(#00000008, #ffffff14); font-size: 14.5px; }
.dingtalk .bubble a { color: light-dark(#1771e6, #6cabff); }
.dingtalk .bubble > * + * { margin-top: 7px; }
.dingtalk .bubble .h { font-weight: 650; line-height: 1.4; }
.dingtalk .bubble .h1 { font-size: 19px; }
.dingtalk .bubble .h2 { font-size: 17.5px; }
.dingtalk .bubble .h3 { font-size: 16px; }
.dingtalk .bubble ul, .dingtalk .bubble ol { margin-bottom: 0; padding-left: 1.35em; }
.dingtalk .bubble li + li { margin-top: 1px; }
.dingtalk .bubble blockquote { margin: 7px 0 0; padding-left: 10px; color: var(--quiet);
  border-left: 3px solid var(--line); }
.dingtalk .mention { color: light-dark(#1771e6, #6cabff); }
.dingtalk .card-buttons { margin: 11px -14px -11px; border-top: 1px solid var(--line); text-align: center; }
.dingtalk .card-buttons > * { display: block; padding: 10px; }
.dingtalk .card-buttons > * + * { border-top: 1px solid var(--line); }
.dingtalk .card-buttons.beside { display: flex; }
.dingtalk .card-buttons.beside > * { flex: 1; }
.dingtalk .card-buttons.beside > * + * { border-top: 0; border-left: 1px solid var(--line); }
.dingtalk .message.refused .bubble { background: var(--bad-wash);
  box-shadow: inset 0 0 0 1px light-dark(#b3261e33, #ff8a8033); }
`;
