/** A channel of posts, each with its card. */
export const teamsStyle = `
.teams > header { background: light-dark(#f5f5f9, #1f1f24); border-bottom-color: light-dark(#5b5fc74d, #7f85f54d); }
.teams .feed { background: light-dark(#f5f5f5, #1b1b1c); }
.teams .avatar { border-radius: 50%; background: linear-gradient(160deg, #7b80d6, #4b4fa8); }
.teams .from { display: flex; align-items: baseline; gap: 6px; margin-bottom: 4px; line-height: 1.3; }
.teams .from b { font-weight: 650; font-size: 14px; }
.teams .from i { font-style: normal; font-size: 12px; color: var(--quiet); }
.teams .card { padding: 12px 14px; border-radius: 6px; background: var(--panel); font-size: 14px;
  line-height: 1.42; box-shadow: 0 0 0 1px var(--line), 0 1px 3px #0000001f; overflow: hidden; }
.teams .card:not(.full) { max-width: 340px; }
.teams .card + .card { margin-top: 8px; }
.teams .element { margin-top: 8px; }
.teams .element:first-child { margin-top: 0; }
.teams .element.spacing-none { margin-top: 0; }
.teams .element.spacing-small { margin-top: 4px; }
.teams .element.spacing-medium { margin-top: 14px; }
.teams .element.spacing-large, .teams .element.spacing-extralarge { margin-top: 20px; }
.teams .element.separator { padding-top: 8px; border-top: 1px solid var(--line); }
.teams .one-line, .teams .one-line p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.teams .container { padding: 9px 12px; border-radius: 4px; }
.teams .container.bleed { margin: 0 -14px; padding: 10px 14px; border-radius: 0; }
.teams .container.bleed:first-child { margin-top: -12px; }
.teams .container.emphasis { background: light-dark(#f0f0f0, #292929); }
.teams .container.accent { background: light-dark(#e8ebfa, #2a2c4a); }
.teams .container.good { background: light-dark(#e7f2da, #1f3316); }
.teams .container.warning { background: light-dark(#fbf0d5, #40310d); }
.teams .container.attention { background: light-dark(#fcf4f6, #3e1f25);
  box-shadow: inset 3px 0 0 light-dark(#c4314b, #e37d80); }
.teams .weight-bolder { font-weight: 650; }
.teams .weight-lighter { font-weight: 300; }
.teams .size-small { font-size: 12px; }
.teams .size-medium { font-size: 16px; }
.teams .size-large { font-size: 18px; }
.teams .size-extralarge { font-size: 22px; }
.teams .subtle { color: var(--quiet); }
.teams .color-accent { color: light-dark(#5b5fc7, #9299f7); }
.teams .color-good { color: light-dark(#237b4b, #92c353); }
.teams .color-warning { color: light-dark(#835c00, #f8d22a); }
.teams .color-attention { color: light-dark(#c4314b, #f9526b); }
.teams .card ul, .teams .card ol { margin: 2px 0; padding-left: 1.6em; }
.teams .card dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 12px; margin: 8px 0 0; }
.teams .card dt { font-weight: 650; }
.teams .card dd { margin: 0; }
.teams .mention { color: light-dark(#5b5fc7, #9299f7); font-weight: 600; }
.teams .card a { color: light-dark(#4f52b2, #9299f7); }
.teams .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 14px; }
.teams .button { display: inline-block; padding: 4px 14px 5px; border: 1px solid light-dark(#d1d1d1, #666);
  border-radius: 4px; font-size: 13.5px; font-weight: 600; color: var(--ink); }
.teams .actions a:hover { text-decoration: none; }
.teams .message.refused .bubble { padding: 8px 12px; border-radius: 6px; background: var(--bad-wash); }
`;
