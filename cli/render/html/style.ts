/** Style of the page. Colors follow the light or dark mode of the browser. On a narrow screen the table becomes cards. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f8fa; --card: #ffffff; --line: #d1d9e0; --text: #1f2328; --dim: #59636e; --code: #eff2f5; --link: #0969da;
  --red: #cf222e; --red-soft: #ffebe9; --orange: #bc4c00; --orange-soft: #fff1e5; --yellow: #7d4e00;
  --yellow-soft: #fff8c5; --green: #1a7f37; --green-soft: #dafbe1; --blue: #0969da; --blue-soft: #ddf4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --card: #151b23; --line: #3d444d; --text: #f0f6fc; --dim: #9198a1; --code: #262c36; --link: #4493f8;
    --red: #ff7b72; --red-soft: #3c1618; --orange: #f0883e; --orange-soft: #3a2212; --yellow: #e3b341;
    --yellow-soft: #322a0f; --green: #56d364; --green-soft: #12301c; --blue: #79c0ff; --blue-soft: #12283f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 64rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, pre, table { margin: 0; }
h1 { font-size: .8125rem; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; color: var(--dim); }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1.0625rem; line-height: 1.4; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .85em; }
code { background: var(--code); border-radius: .3em; padding: .1em .35em; }
.verdict { background: var(--card); border: 1px solid var(--line); border-left: .375rem solid var(--tone); border-radius: .5rem; padding: 1rem 1.25rem; }
.headline { font-size: 1.75rem; line-height: 1.25; font-weight: 700; margin: .25rem 0; color: var(--tone); }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1rem; padding: 0; }
nav a { border: 1px solid var(--line); border-radius: 2rem; padding: .25rem .75rem; background: var(--card); color: var(--text); text-decoration: none; font-size: .875rem; }
nav a:hover { border-color: var(--link); color: var(--link); }
.number { color: var(--dim); font-weight: 400; font-variant-numeric: tabular-nums; margin-left: .25em; }
.error, .delete, .stop, .failed { --tone: var(--red); --soft: var(--red-soft); }
.replace { --tone: var(--orange); --soft: var(--orange-soft); }
.warning, .update, .look, .waiting, .incomplete { --tone: var(--yellow); --soft: var(--yellow-soft); }
.create, .safe { --tone: var(--green); --soft: var(--green-soft); }
.note, .nothing, .forget, .no-op, .read { --tone: var(--blue); --soft: var(--blue-soft); }
.badge { display: inline-block; background: var(--soft); color: var(--tone); border-radius: 1em; padding: 0 .6em; font-size: .8125rem; font-weight: 600; line-height: 1.6; white-space: nowrap; }
.card { background: var(--card); border: 1px solid var(--line); border-left: .25rem solid var(--tone, var(--line)); border-radius: .5rem; padding: .875rem 1rem; margin-bottom: .75rem; }
.card > * + * { margin-top: .5rem; }
.names { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.names .path { font-weight: 600; background: none; padding: 0; font-size: .9375em; }
.names .dim, .dim { color: var(--dim); }
.names code.dim { background: none; padding: 0; }
.safely { border-top: 1px solid var(--line); padding-top: .5rem; }
.arguments { list-style: none; padding: 0; display: grid; gap: .375rem; font-size: .9375rem; }
.arguments > li { padding-left: .75rem; border-left: 2px solid var(--line); }
.arguments .name { background: none; padding: 0; color: var(--dim); }
del, ins { text-decoration: none; border-radius: .3em; padding: .05em .3em; }
del { background: var(--red-soft); }
ins { background: var(--green-soft); }
del code, ins code { background: none; padding: 0; }
pre { background: var(--code); border-radius: .375rem; padding: .625rem .75rem; white-space: pre-wrap; line-height: 1.5; }
pre .added { display: block; background: var(--green-soft); }
pre .removed { display: block; background: var(--red-soft); }
pre .kept { display: block; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin-top: .75rem; }
summary { cursor: pointer; padding: .75rem 1rem; font-weight: 600; }
summary h2 { display: inline; font-size: 1.0625rem; margin: 0; }
details > .body { padding: .25rem 1rem 1rem; }
details .card { border: 0; border-top: 1px solid var(--line); border-radius: 0; margin: 0; padding: .75rem 0; }
table { width: 100%; border-collapse: separate; border-spacing: 0; overflow: hidden; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
th, td { text-align: left; padding: .5rem .75rem; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; font-size: .8125rem; color: var(--dim); font-weight: 600; }
.numeric { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--red); font-weight: 700; }
.tree, .tree ul { list-style: none; padding: 0; }
.tree ul { margin-left: .5rem; padding-left: .875rem; border-left: 1px solid var(--line); }
.tree li { padding-top: .25rem; }
footer { margin-top: 3rem; color: var(--dim); font-size: .875rem; }
@media (max-width: 44rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  tr { padding: .75rem 1rem; border-top: 1px solid var(--line); }
  tr:first-child { border-top: 0; }
  th, td { padding: 0; border: 0; }
  tbody th { margin-bottom: .25rem; }
  td { display: flex; justify-content: space-between; gap: 1rem; text-align: right; }
  td:empty { display: none; }
  td::before { content: attr(data-label); color: var(--dim); font-weight: 400; text-align: left; }
}
@media print {
  body { max-width: none; background: none; }
  nav { display: none; }
  .card, tr { break-inside: avoid; }
}
`;
