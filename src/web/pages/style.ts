/** The pages' whole style: read on a phone at night first, and on a desk as well. */
export const style = `
:root{color-scheme:light dark;--ink:#1c1e21;--soft:#5a6068;--paper:#fff;--card:#f4f5f7;--line:#c9cdd3;--act:#0b57d0;--on:#fff;--good:#176b37;
--critical:#b3261e;--high:#a84300;--medium:#7a5900;--low:#0b57d0;--informational:#5a6068}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a8aeb6;--paper:#16181b;--card:#212429;--line:#454a52;--act:#8ab4f8;--on:#0b1526;--good:#7fd39b;
--critical:#ff8a80;--high:#ffb07c;--medium:#f2cc60;--low:#8ab4f8;--informational:#a8aeb6}}
*{box-sizing:border-box}
html{scroll-padding-bottom:6rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:42rem;margin:0 auto;padding:.75rem 1rem}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;color:var(--soft);font-size:.875rem}
header nav a,footer nav a{display:inline-block;padding:.5rem 0 .5rem 1rem}
footer{color:var(--soft);font-size:.875rem;border-top:1px solid var(--line);margin-top:2rem}
footer nav a{padding:.5rem 1rem .5rem 0}
a{color:var(--act)}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .5rem}
h2{font-size:1rem;margin:1.75rem 0 .5rem}
p{margin:.5rem 0}
bdi{font-weight:600}
dd bdi,ol bdi,.small bdi,h1 bdi,.alerts bdi{font-weight:inherit}
.level{border-left:6px solid var(--level);padding-left:.75rem;margin-bottom:.75rem}
.level h1,.alerts a{color:var(--level)}
.alerts a{font-weight:600}
.level h1{font-size:1rem;line-height:1.4}
.critical{--level:var(--critical)}.high{--level:var(--high)}.medium{--level:var(--medium)}.low{--level:var(--low)}.informational{--level:var(--informational)}
.sentence{font-size:1.25rem;line-height:1.4;margin:0}
.alerts p{margin:.125rem 0}
.small{font-size:.875rem;color:var(--soft);margin:.125rem 0}
.done,.wrong,.card{background:var(--card);border-radius:.5rem;padding:.75rem 1rem;margin:0 0 1rem}
.done{border-left:6px solid var(--good)}.wrong{border-left:6px solid var(--critical)}
.done>p,.wrong>p,.card>p{margin:0}
ul.plain{list-style:none;margin:0;padding:0}
ul.plain li{padding:.625rem 0;border-top:1px solid var(--line)}
ul.plain li:first-child{border-top:0}
fieldset{border:0;margin:1.25rem 0 0;padding:0;min-width:0}
legend,label.field{font-weight:600;padding:0;margin-bottom:.375rem;display:block}
label.choice{display:flex;gap:.75rem;align-items:center;min-height:3rem;padding:.5rem .75rem;border:1px solid var(--line);margin-top:-1px;cursor:pointer}
label.choice:first-of-type{border-radius:.5rem .5rem 0 0}label.choice:last-of-type{border-radius:0 0 .5rem .5rem}
label.choice:has(:checked){background:var(--card);box-shadow:inset 3px 0 var(--act)}
label.choice:has(:focus-visible){outline:3px solid var(--act);outline-offset:-3px}
.choice>span{display:block}.choice>span::first-letter,.subject::first-letter{text-transform:uppercase}
input[type=radio]{width:1.375rem;height:1.375rem;margin:0;flex:none;accent-color:var(--act)}
input[type=text]{width:100%;min-height:3rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.5rem}
.row{margin-top:1.25rem}
button{width:100%;min-height:3.25rem;font:inherit;font-weight:600;color:var(--on);background:var(--act);border:0;border-radius:.5rem;cursor:pointer}
.bar{position:sticky;bottom:0;margin:1rem -1rem 0;padding:.75rem 1rem calc(.75rem + env(safe-area-inset-bottom));background:var(--paper)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
summary{cursor:pointer;color:var(--act);padding:.625rem 0}
dl{margin:0}
dt{color:var(--soft);font-size:.875rem;margin-top:.625rem}
dd{margin:0}
ol{margin:0;padding-left:1.5rem}
li{margin:.25rem 0}
@media(min-width:40rem){dl{display:grid;grid-template-columns:8rem 1fr;gap:.375rem 1rem}dt{margin:0}.bar{position:static}}
`
  .replaceAll('\n', '')
  .trim();
