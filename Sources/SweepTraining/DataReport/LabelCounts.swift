import SweepText

/// How often each of some texts occurs, in the order in which they were first seen.
///
/// Texts are told apart by their code points.
struct LabelCounts {
  private(set) var labels: [String] = []
  private var places: [UInt64: Int] = [:]
  private var amounts: [Double] = []

  /// Counts a text once more, or by another amount.
  mutating func add(_ label: String, _ amount: Double = 1) {
    let id = StringStore.id(of: label)
    if let place = places[id] {
      amounts[place] += amount
    } else {
      places[id] = labels.count
      labels.append(label)
      amounts.append(amount)
    }
  }

  /// Counts all texts of another list.
  mutating func add(_ other: LabelCounts) {
    for (label, amount) in zip(other.labels, other.amounts) { add(label, amount) }
  }

  subscript(label: String) -> Int { Int(amount(of: label)) }

  /// How much a text was counted.
  func amount(of label: String) -> Double {
    places[StringStore.id(of: label)].map { amounts[$0] } ?? 0
  }

  func contains(_ label: String) -> Bool { places[StringStore.id(of: label)] != nil }

  var isEmpty: Bool { labels.isEmpty }
  var count: Int { labels.count }
  var total: Double { amounts.reduce(0, +) }

  /// The texts and their counts, the most frequent first; of equal ones, what was seen first.
  var mostCommon: [(label: String, count: Int)] {
    labels.indices.sorted { (-amounts[$0], $0) < (-amounts[$1], $1) }
      .map { (labels[$0], Int(amounts[$0])) }
  }

  /// The texts with their counts, in order.
  var entries: [(label: String, count: Int)] { zip(labels, amounts).map { ($0, Int($1)) } }

  /// Shares of the sum instead of counts.
  var normalized: LabelCounts {
    var result = self
    let total = total
    result.amounts = amounts.map { $0 / total }
    return result
  }

  /// The texts that another list lacks, by code points.
  func labels(missingIn other: LabelCounts) -> [String] {
    DataTexts.sorted(labels.filter { !other.contains($0) })
  }
}

/// Lists of labels in a report.
enum DataTexts {
  static func quoted(_ labels: some Sequence<String>) -> String {
    labels.map { "'\($0)'" }.joined(separator: ", ")
  }

  static func counted(_ entries: some Sequence<(label: String, count: Int)>) -> String {
    entries.map { "'\($0.label)' (\($0.count))" }.joined(separator: ", ")
  }

  static func sorted(_ labels: some Sequence<String>) -> [String] {
    labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
