import SweepReport

/// The language of `--where`.
enum FilterFuzzing {
  private static let catalog = FilterCatalog(
    scores: ["ents_f", "a"], settings: ["v.dropout", "w.dropout", "v.x"], configKeys: ["v.y"])

  /// One value of each kind, in turn.
  private static let values: [FilterValue] = [
    .number(0.5), .text("adam"), .null, .list(["good", "a b"]), .time(1_793_534_400_000),
    .bool(false), .number(.nan),
  ]

  static func brokenPromise(_ bytes: [UInt8], _ checks: FuzzChecks) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(FilterError) {
      let filter = try Filter(parsing: text)
      guard filter.text == text else { return "the filter has another text" }
      let resolved = try filter.resolved(in: catalog)
      return checks.areDue ? brokenPromise(of: text, resolved) : nil
    } catch {
      guard checks.areDue else { return nil }
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// Brackets around it change nothing, and a trial never passes both it and its opposite.
  private static func brokenPromise(of text: String, _ filter: ResolvedFilter) -> String? {
    let bracketed = try? Filter(parsing: "(\(text))").resolved(in: catalog)
    let opposite = try? Filter(parsing: "not (\(text))").resolved(in: catalog)
    for start in values.indices {
      let value = { (index: Int) in values[(start + index) % values.count] }
      let matches = filter.matches(value)
      if let bracketed, bracketed.matches(value) != matches { return "brackets change it" }
      if matches, opposite?.matches(value) == true { return "it and its opposite are true" }
    }
    return nil
  }
}
