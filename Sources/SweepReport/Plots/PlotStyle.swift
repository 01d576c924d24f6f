/// How pictures look: the colours of Okabe and Ito (2008), which people with any colour vision tell
/// apart, a bit darker on white and brighter on black.
///
/// `c0` is the best, `c1` the baseline, in all pictures.
enum PlotStyle {
  /// The colours on a bright page, as CSS variables.
  static let light = """
    --page: #ffffff; --ink: #1b2026; --muted: #59636e; --grid: #e4e8ec; --axis: #9aa5b1;
    --faint: #8593a2; --c0: #0068a8; --c1: #c75000; --c2: #00795a; --c3: #a8508a; --c4: #8f6a00;
    --c5: #2f80b5; --on-heat: #ffffff;
    """

  /// The colours on a dark page.
  static let dark = """
    --page: #0f1419; --ink: #e6eaee; --muted: #a3adb8; --grid: #29313a; --axis: #667382;
    --faint: #7f8c9a; --c0: #63b8f0; --c1: #ff9555; --c2: #3ecfa5; --c3: #e5a3cd; --c4: #eec34f;
    --c5: #9cc9ec; --on-heat: #0f1419;
    """

  /// The rules for the classes of shapes.
  static let rules: String = {
    var rules = """
      text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, \
      sans-serif; fill: var(--ink); }
      .tick, .value { font-size: 11px; fill: var(--muted); font-variant-numeric: tabular-nums; }
      .axis, .legend, .name { font-size: 12px; }
      .axis { fill: var(--muted); }
      .strong { font-weight: 600; fill: var(--ink); }
      .halo { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
      .on-heat { fill: var(--on-heat); }
      .dark { fill: var(--ink); }
      .page { fill: var(--page); }
      .grid { stroke: var(--grid); stroke-width: 1; fill: none; }
      .base { stroke: var(--axis); stroke-width: 1; fill: none; }
      .faint { stroke: var(--faint); stroke-width: 1; fill: none; stroke-opacity: 0.35; }
      .crowd { fill: var(--faint); fill-opacity: 0.16; stroke: none; }
      .point { fill: var(--faint); fill-opacity: 0.75; stroke: none; }
      .whisker { stroke: var(--faint); stroke-width: 1; stroke-opacity: 0.6; fill: none; }
      .heat { fill: var(--c0); }
      .empty { fill: var(--grid); fill-opacity: 0.5; }
      .good { fill: var(--c0); }
      .bad { fill: var(--c1); }
      .open { fill: none; stroke-width: 1.6; }
      .hit { fill: transparent; stroke: none; }

      """
    for index in 0...5 {
      rules += """
        .s\(index) { stroke: var(--c\(index)); stroke-width: 2; fill: none; \
        stroke-linejoin: round; stroke-linecap: round; }
        .f\(index) { fill: var(--c\(index)); stroke: none; }
        .m\(index) { fill: var(--c\(index)); stroke: var(--page); stroke-width: 1; }
        .m\(index).open { fill: none; stroke: var(--c\(index)); stroke-width: 1.8; }
        .b\(index) { fill: var(--c\(index)); fill-opacity: 0.16; stroke: none; }

        """
    }
    return rules
  }()

  /// The style of a picture in a file of its own.
  static let file = """
    :root { \(light) }
    @media (prefers-color-scheme: dark) { :root { \(dark) } }
    @media print { :root { \(light) } }
    \(rules)
    """
}
