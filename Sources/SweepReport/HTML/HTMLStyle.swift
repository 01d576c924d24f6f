/// How the page looks: for phones and desks, bright and dark, and on paper.
enum HTMLStyle {
  static let text = """
    :root { color-scheme: light dark; \(PlotStyle.light)
    --card: #f6f8fa; --line: #dce2e8; --link: #00588f; }
    @media (prefers-color-scheme: dark) { :root { \(PlotStyle.dark)
    --card: #171d24; --line: #2d3640; --link: #7cc4f5; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 3.5rem; }
    body { margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2rem) 3rem; max-width: 77rem;
    background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI",
    Roboto, "Helvetica Neue", Arial, sans-serif; }
    h1 { margin: 0; font-size: clamp(1.7rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -0.02em;
    overflow-wrap: anywhere; }
    h2 { margin: 0 0 0.8rem; font-size: 1.35rem; letter-spacing: -0.01em; overflow-wrap: anywhere; }
    h3 { margin: 1.6rem 0 0.6rem; font-size: 1.05rem; overflow-wrap: anywhere; }
    p, li { max-width: 48rem; overflow-wrap: anywhere; }
    p { margin: 0 0 0.8rem; }
    ul { margin: 0 0 0.8rem; padding-left: 1.2rem; }
    a { color: var(--link); }
    code, pre { font: 0.88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono",
    monospace; }
    code { overflow-wrap: anywhere; }
    pre { margin: 0; padding: 0.8rem 1rem; width: max-content; min-width: 100%; }
    header { padding: 2.4rem 0 1rem; }
    .kind { margin: 0 0 0.3rem; color: var(--muted); font-size: 0.85rem; letter-spacing: 0.06em;
    text-transform: uppercase; }
    .lead { margin: 0.5rem 0 1rem; color: var(--muted); }
    .verdict { font-size: 1.12rem; }
    .note { color: var(--muted); font-size: 0.88rem; }
    dl { margin: 0; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(46%, 12rem), 1fr)); gap: 0.8rem;
    margin: 1.2rem 0; }
    .tiles > div { padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 10px;
    background: var(--card); }
    dt { color: var(--muted); font-size: 0.82rem; overflow-wrap: anywhere; }
    .big { font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.3; }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(45%, 14rem), 1fr));
    gap: 0.4rem 1.4rem; padding-top: 0.4rem; font-size: 0.88rem; }
    nav { position: sticky; top: 0; z-index: 2; display: flex; gap: 0.3rem 1.1rem; overflow-x: auto;
    margin: 0 -0.2rem 1.5rem; padding: 0.6rem 0.2rem; background: var(--page);
    border-bottom: 1px solid var(--line); font-size: 0.9rem; white-space: nowrap;
    scrollbar-width: thin; }
    nav a { text-decoration: none; }
    nav a:hover { text-decoration: underline; }
    section { margin: 0 0 3rem; }
    .scroll { overflow-x: auto; margin: 0 0 0.9rem; border: 1px solid var(--line); border-radius: 10px;
    scrollbar-width: thin; }
    pre, .scroll:has(pre) { background: var(--card); }
    a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
    .scroll:has(.narrow) { width: fit-content; max-width: 100%; }
    .narrow { width: auto; }
    .side .figures { grid-template-columns: 1fr; }
    .side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr));
    gap: 1.6rem; align-items: start; }
    table { border-collapse: collapse; width: 100%; font-size: 0.88rem; line-height: 1.4;
    font-variant-numeric: tabular-nums; }
    th, td { padding: 0.4rem 0.6rem; text-align: left; vertical-align: middle;
    border-bottom: 1px solid var(--line); font-weight: 400; max-width: 26rem; min-width: 2.5rem;
    overflow-wrap: break-word; }
    tbody tr:last-child > * { border-bottom: 0; }
    thead th { position: sticky; top: 0; background: var(--card); color: var(--muted); font-size: 0.8rem;
    font-weight: 600; vertical-align: bottom; }
    .n { text-align: right; white-space: nowrap; }
    td.n, th.n { overflow: hidden; text-overflow: ellipsis; }
    .nowrap { white-space: nowrap; }
    .weak { color: var(--muted); }
    .score, .best .score { font-weight: 650; }
    .best > * { background: color-mix(in srgb, var(--c0) 9%, transparent); }
    .baseline > * { background: color-mix(in srgb, var(--c1) 8%, transparent); }
    .up { color: var(--c0); }
    .down { color: var(--c1); }
    .badge { display: inline-block; padding: 0 0.5rem; border: 1px solid var(--line);
    border-radius: 99px; font-size: 0.78rem; white-space: nowrap; color: var(--muted); }
    .badge.best { border-color: var(--c0); background: var(--c0); color: var(--page); }
    .badge.tied { border-color: var(--c0); color: var(--c0); }
    .strip { padding-top: 0.1rem; padding-bottom: 0.1rem; min-width: 0; }
    .long { min-width: 19rem; }
    details { margin: 0 0 0.9rem; }
    summary { cursor: pointer; margin-bottom: 0.7rem; color: var(--link); }
    svg.plot { display: block; width: 100%; height: auto; }
    .strip svg.plot { width: 120px; min-width: 120px; height: 20px; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr));
    gap: 1.6rem; align-items: start; margin-bottom: 1rem; }
    figure { margin: 0; min-width: 0; }
    figure.wide { grid-column: 1 / -1; }
    figure.half { max-width: 36rem; }
    figcaption { margin-bottom: 0.5rem; font-size: 0.95rem; line-height: 1.35; overflow-wrap: anywhere; }
    figcaption .note { display: block; }
    figure .scroll { border: 0; border-radius: 0; }
    figure .scroll svg.plot { min-width: 720px; }
    footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted);
    font-size: 0.85rem; }
    svg g:hover > .s0, svg g:hover > .s1, svg g:hover > .s2, svg g:hover > .s3,
    svg g:hover > .s4 { stroke-width: 3; }
    path.faint:hover { stroke: var(--ink); stroke-width: 2; stroke-opacity: 1 !important; }
    .thin { stroke-width: 1; stroke-opacity: 0.7; }
    @media (max-width: 40rem) { body { font-size: 15px; } section { margin-bottom: 2.4rem; }
    th, td { padding: 0.35rem 0.55rem; } .verdict { font-size: 1.02rem; } }
    @media print { :root { color-scheme: light; \(PlotStyle.light)
    --card: #f6f8fa; --line: #dce2e8; --link: #1b2026; }
    @page { margin: 14mm 12mm; }
    body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
    nav { display: none; } header { padding-top: 0; }
    .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: 0.2rem 0.35rem; }
    thead th { position: static; } figure .scroll svg.plot { min-width: 0; }
    figure, tr, .tiles > div { break-inside: avoid; } h2, h3 { break-after: avoid; }
    .figures { grid-template-columns: 1fr 1fr; } pre { white-space: pre-wrap; width: auto; } }
    \(PlotStyle.rules)
    """
}
