/** One style for all reports: on screen light or dark as the system is, on paper black on white. */
export const reportCss = `
:root{color-scheme:light dark;--ink:#1d2b33;--muted:#566873;--line:#d5dee3;--soft:#f1f5f7;--blue:#00608f;--red:#b3261e;--amber:#8a5a00;--green:#2b6a00;--ground:#fff}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e3ebef;--muted:#9fb1bb;--line:#31434d;--soft:#1a2830;--blue:#6cc3ee;--red:#f2887f;--amber:#e9b44c;--green:#8fce5a;--ground:#111b21}}
*{box-sizing:border-box}
body{max-width:1060px;margin:0 auto;padding:28px 24px 60px;background:var(--ground);color:var(--ink);font:14px/1.5 Inter,-apple-system,'Segoe UI',Roboto,'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif}
h1{margin:0;font-size:25px}h2{margin:34px 0 8px;padding-bottom:4px;border-bottom:2px solid var(--line);font-size:18px}h3{margin:20px 0 6px;font-size:15px}
p{margin:6px 0}.lead{color:var(--muted);max-width:80ch}.muted,.more{color:var(--muted)}
table{width:100%;border-collapse:collapse;margin:8px 0;font-size:13px}th{padding:5px 10px 5px 0;text-align:left;color:var(--muted);font-weight:600;border-bottom:1px solid var(--line)}
td{padding:4px 10px 4px 0;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}.n{text-align:right;padding-right:22px;font-variant-numeric:tabular-nums;white-space:nowrap}
.mono{font-family:ui-monospace,'Cascadia Mono',Menlo,Consolas,monospace;font-size:12.5px;white-space:nowrap}
.tiles{display:flex;flex-wrap:wrap;gap:10px;margin:14px 0}.tile{min-width:130px;padding:9px 14px;border:1px solid var(--line);border-radius:6px;background:var(--soft)}.tile b{display:block;font-size:20px}.tile span{color:var(--muted);font-size:12.5px}
.what{margin:0 0 10px;padding:8px 12px;border-left:3px solid var(--line);background:var(--soft);break-inside:avoid}.what.critical{border-color:var(--red)}.what.warning{border-color:var(--amber)}.what.normal{border-color:var(--green)}.what.info{border-color:var(--blue)}
.what .why{margin:2px 0 0;color:var(--muted)}.what ul{margin:4px 0 0;padding-left:18px;color:var(--muted)}
a.fact{display:inline-block;margin:2px 4px 0 0;padding:0 5px;border:1px solid var(--blue);border-radius:3px;color:var(--blue);font:600 11.5px/1.5 ui-monospace,Menlo,Consolas,monospace;text-decoration:none}
.facts dt{margin-top:12px;font-weight:600;break-after:avoid}.facts dd{margin:0}.facts dd p{margin:0}
svg{display:block;width:100%;height:auto;margin:10px 0}svg text{font:11px Inter,-apple-system,'Segoe UI','Noto Sans KR','Malgun Gothic',sans-serif;fill:var(--muted)}
footer{margin-top:44px;padding-top:10px;border-top:1px solid var(--line);color:var(--muted);font-size:12.5px}
@media print{:root{--soft:#fff}body{max-width:none;padding:0}h2{break-after:avoid}tr{break-inside:avoid}a{color:inherit}}
`
