/**
 * The page around the apps. Light and dark come from one list of colours. What is about the page alone
 * says where it stands, since messages have class names of their own.
 */
export const inboxStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#e9ebef, #0e0f11);
  --panel: light-dark(#fff, #17181b);
  --ink: light-dark(#1d1f23, #e3e4e6);
  --quiet: light-dark(#6d727a, #9498a0);
  --line: light-dark(#0000001a, #ffffff1f);
  --link: light-dark(#1264a3, #6cb4ee);
  --bad: light-dark(#b3261e, #ff8a80);
  --bad-wash: light-dark(#fdf1f0, #2a1817);
  --fresh: light-dark(#d9482b, #ff8363);
  --brand: light-dark(#1d3a5f, #9fc3ee);
  font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial,
    "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
}
* { box-sizing: border-box; scrollbar-color: light-dark(#0003, #fff3) transparent; scrollbar-width: thin; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; background: var(--page); color: var(--ink); }
h1, h2, p, dl, dd { margin: 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
svg { fill: currentColor; }

nav .tab .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

body > .top { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 12px 16px;
  padding: 18px 24px 14px; max-width: 1040px; width: 100%; margin: 0 auto; }
.top h1 { display: flex; align-items: center; gap: 7px; font-size: 17px; font-weight: 650;
  letter-spacing: -.01em; white-space: nowrap; }
.top h1 svg { width: 20px; color: var(--brand); }
.top small { font-size: 13px; font-weight: 400; color: var(--quiet); letter-spacing: 0; }
.top .counts { display: flex; gap: 16px; font-size: 13px; color: var(--quiet); }
.top .counts b { font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
.counts .live::before { content: ""; display: inline-block; width: 7px; height: 7px; margin-right: 6px;
  border-radius: 50%; background: var(--quiet); }
.counts .live.on::before { background: light-dark(#1a9b52, #3fcf80); }

nav { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 6px; }
nav .tab { position: relative; display: inline-flex; align-items: center; gap: 7px; padding: 4px 12px;
  border-radius: 16px; font-size: 13px; line-height: 20px; white-space: nowrap; color: var(--ink);
  background: var(--panel); box-shadow: inset 0 0 0 1px var(--line); }
nav .tab:hover { text-decoration: none; box-shadow: inset 0 0 0 1px var(--quiet); }
nav .tab b { font-weight: 500; font-size: 12px; color: var(--quiet); font-variant-numeric: tabular-nums; }
nav .tab.quiet { color: var(--quiet); background: none; box-shadow: inset 0 0 0 1px transparent; }
nav .tab.quiet b { display: none; }
nav .tab.quiet:hover { box-shadow: inset 0 0 0 1px var(--line); }
nav .tab[aria-current] { color: var(--page); background: var(--brand); box-shadow: none; }
nav .tab[aria-current] b { color: inherit; opacity: .75; }
nav .tab.fresh::after { content: ""; position: absolute; top: 1px; right: 3px; width: 8px; height: 8px;
  border-radius: 50%; background: var(--fresh); box-shadow: 0 0 0 2px var(--page); }

main { flex: 1; min-height: 0; display: flex; gap: 20px; padding: 0 24px 24px; max-width: 1040px;
  width: 100%; margin: 0 auto; justify-content: safe center; overflow-x: auto;
  scroll-padding: 24px; scroll-snap-type: x proximity; }
body:not(.alone):has(> main > .filled ~ .filled ~ .filled) > :is(.top, main) { max-width: 1558px; }
body:not(.alone):has(> main > .filled ~ .filled ~ .filled ~ .filled) > :is(.top, main) { max-width: none; }
.app { flex: 1 0 380px; max-width: 490px; display: none; flex-direction: column; min-height: 0;
  overflow: hidden; border-radius: 14px; background: var(--panel); scroll-snap-align: start;
  box-shadow: 0 0 0 1px var(--line), 0 12px 32px -18px #0005; }
.app > header { padding: 11px 18px; border-bottom: 1px solid var(--line); }
.app h2 { font-size: 15px; font-weight: 650; line-height: 1.35; }
.app > header p { font-size: 12px; color: var(--quiet); }
.feed { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior-y: contain; padding: 8px 0 18px; }
.feed > .empty { padding: 48px 24px; text-align: center; font-size: 13px; color: var(--quiet);
  overflow-wrap: anywhere; }
.feed > .empty code { display: block; width: fit-content; margin: 8px auto; padding: 3px 8px; border-radius: 6px;
  background: light-dark(#0000000a, #ffffff0f); font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo,
  "DejaVu Sans Mono", monospace; color: var(--ink); }
.feed > .empty:not(:last-child) { display: none; }
main > .none { align-self: center; display: grid; justify-items: center; gap: 14px; padding-bottom: 12vh;
  font-size: 14px; color: var(--quiet); }
main > .none svg { width: 44px; opacity: .35; }
body.alone > main > .none, main:has(> .filled) > .none { display: none; }

.message { display: flex; gap: 10px; padding: 9px 16px; }
.stack { flex: 1; min-width: 0; }
.avatar { flex: none; display: grid; place-items: center; width: 36px; height: 36px;
  border-radius: 8px; color: #fff; background: linear-gradient(160deg, #33608f, #1b3554); }
.avatar svg { width: 21px; }
.bubble { overflow-wrap: anywhere; }
.plain { white-space: pre-wrap; }
.unsafe { text-decoration: underline dotted var(--bad); }
.image { padding: 1px 6px; border: 1px dashed var(--line); border-radius: 4px; color: var(--quiet); }
time { font-size: 12px; color: var(--quiet); font-variant-numeric: tabular-nums; }

.verdict { font-size: 13px; line-height: 1.45; color: var(--quiet); }
.refused .verdict b { color: var(--bad); }
.refused .avatar, .repeat .avatar { filter: grayscale(1); opacity: .55; }

details { margin-top: 3px; font-size: 12px; color: var(--quiet); }
summary { width: max-content; cursor: pointer; list-style: none; opacity: .75; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "›"; display: inline-block; width: 6px; margin-right: 5px; }
details[open] summary::before { transform: rotate(90deg); }
summary:hover { opacity: 1; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
summary:focus-visible, .bubble a:focus-visible { border-radius: 3px; }
.feed:focus-visible, main:focus-visible { outline: 2px solid var(--link); outline-offset: -3px;
  border-radius: 0 0 14px 14px; }
details pre { margin: 6px 0; padding: 10px 12px; max-height: 320px; overflow: auto; border-radius: 6px;
  background: light-dark(#0000000a, #ffffff0f); font: 11.5px/1.5 ui-monospace, SFMono-Regular, Menlo,
  "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.push { margin-top: 4px; }

@media (prefers-reduced-motion: no-preference) {
  .message.new { animation: arrive .4s ease-out; }
  @keyframes arrive { from { opacity: 0; transform: translateY(8px); } }
}

@media (min-width: 760.1px) {
  body:not(.alone) > main > .filled, body.alone > main > .front { display: flex; }
}
@media (max-width: 760px) {
  body > .top { grid-template-columns: 1fr; gap: 6px; padding: 12px 16px 10px; }
  .top .counts { gap: 14px; }
  .counts .live { margin-left: auto; }
  nav { margin: 4px -16px 0; padding: 0 16px; flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  nav .tab { padding: 8px 14px; border-radius: 18px; font-size: 14px; }
  nav .tab.all { display: none; }
  main { padding: 0; gap: 0; overflow: hidden; }
  main > .app { flex-basis: 100%; max-width: none; border-radius: 0; box-shadow: 0 -1px var(--line); }
  main > .front { display: flex; }
  main > .none { display: none; }
}
`;
