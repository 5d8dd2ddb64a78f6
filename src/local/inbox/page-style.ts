import { appStyle } from './chat-style.ts';

/** The page around the two apps. Light and dark come from one list of colours. */
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
  --brand: light-dark(#1d3a5f, #9fc3ee);
  font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial,
    "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
}
* { box-sizing: border-box; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; background: var(--page); color: var(--ink); }
h1, h2, p { margin: 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
svg { fill: currentColor; }

.top { display: flex; align-items: center; justify-content: space-between; gap: 16px; flex-wrap: wrap;
  padding: 18px 24px 14px; max-width: 1040px; width: 100%; margin: 0 auto; }
.top h1 { display: flex; align-items: center; gap: 7px; font-size: 17px; font-weight: 650;
  letter-spacing: -.01em; }
.top h1 svg { width: 20px; color: var(--brand); }
.top small { font-size: 13px; font-weight: 400; color: var(--quiet); letter-spacing: 0; }
.counts { display: flex; gap: 16px; font-size: 13px; color: var(--quiet); }
.counts b { font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
.live::before { content: ""; display: inline-block; width: 7px; height: 7px; margin-right: 6px;
  border-radius: 50%; background: var(--quiet); }
.live.on::before { background: light-dark(#1a9b52, #3fcf80); }

main { flex: 1; min-height: 0; display: flex; justify-content: center; gap: 24px;
  padding: 0 24px 24px; max-width: 1040px; width: 100%; margin: 0 auto; }
main > input, main > label { display: none; }
.app { flex: 1 1 0; min-width: 0; max-width: 500px; display: flex; flex-direction: column;
  overflow: hidden; border-radius: 14px; background: var(--panel);
  box-shadow: 0 0 0 1px var(--line), 0 12px 32px -18px #0005; }
.app > header { padding: 11px 18px; border-bottom: 1px solid var(--line); }
.app h2 { font-size: 15px; font-weight: 650; line-height: 1.35; }
.app > header p { font-size: 12px; color: var(--quiet); }
.feed { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 8px 0 18px; }
.empty { padding: 48px 24px; text-align: center; font-size: 13px; color: var(--quiet); }
.empty:not(:last-child) { display: none; }

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
summary:focus-visible, a:focus-visible, label:focus-visible { outline: 2px solid var(--link);
  outline-offset: 2px; border-radius: 3px; }
details pre { margin: 6px 0; padding: 10px 12px; max-height: 320px; overflow: auto; border-radius: 6px;
  background: light-dark(#0000000a, #ffffff0f); font: 11.5px/1.5 ui-monospace, SFMono-Regular, Menlo,
  "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.push { margin-top: 4px; }

@media (max-width: 760px) {
  .top { padding: 12px 16px 8px; }
  .counts { gap: 12px; }
  main { flex-wrap: wrap; align-content: stretch; gap: 0; padding: 0; }
  main > input { display: block; position: absolute; opacity: 0; }
  main > label { display: block; order: -1; flex: 1; padding: 8px; text-align: center;
    font-size: 14px; color: var(--quiet); border-bottom: 2px solid var(--line); }
  main > input:checked + label { color: var(--ink); font-weight: 600; border-color: var(--brand); }
  main > input:focus-visible + label { outline: 2px solid var(--link); outline-offset: -3px; }
  .app { display: none; flex-basis: 100%; max-width: none; height: calc(100% - 41px);
    border-radius: 0; box-shadow: none; }
  main > input:checked + label + .app { display: flex; }
}
${appStyle}`;
