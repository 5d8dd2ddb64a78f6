/** A chat with bubbles, quieter than its siblings. */
export const wecomStyle = `
.wecom .feed { background: light-dark(#f5f6f7, #191919); }
.wecom .from { display: flex; align-items: center; gap: 5px; margin-bottom: 4px; font-size: 12px;
  color: var(--quiet); }
.wecom .from b { font-weight: 400; }
.wecom .from i { padding: 0 4px; border-radius: 2px; font-size: 9.5px; line-height: 14px; font-style: normal;
  font-weight: 600; color: #fff; background: light-dark(#6b9bd8, #3f6ea8); }
.wecom .from time { margin-left: auto; }
.wecom .avatar { border-radius: 4px; }
.wecom .bubble { width: fit-content; max-width: 100%; padding: 9px 12px; border-radius: 2px 6px 6px;
  background: light-dark(#fff, #262626); box-shadow: 0 0 0 1px light-dark(#0000000d, #ffffff12);
  font-size: 14.5px; line-height: 1.5; }
.wecom .bubble p { min-height: .7em; }
.wecom .bubble p:empty { line-height: .7; }
.wecom .bubble .h { font-weight: 600; }
.wecom .bubble .h1 { font-size: 19px; }
.wecom .bubble .h2 { font-size: 17.5px; }
.wecom .bubble .h3 { font-size: 16px; }
.wecom .bubble a, .wecom .mention { color: light-dark(#2b7ad6, #6fb0f5); }
.wecom .bubble blockquote { margin: 0; padding-left: 9px; color: light-dark(#6e757d, #a0a5ab);
  border-left: 2px solid light-dark(#d9dce0, #4a4d52); }
.wecom .bubble code { padding: 1px 4px; border-radius: 3px; background: light-dark(#0000000d, #ffffff17);
  font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
.wecom .font.info { color: light-dark(#1c9c4f, #4cc27a); }
.wecom .font.comment { color: light-dark(#8a9099, #8f959e); }
.wecom .font.warning { color: light-dark(#d9681d, #f0954f); }
.wecom .message.refused .bubble { background: var(--bad-wash);
  box-shadow: inset 0 0 0 1px light-dark(#b3261e33, #ff8a8033); }
`;
