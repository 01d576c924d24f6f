public import SweepConfig

/// How often things of one type were predicted as which other type, or as nothing.
public struct Confusion: Equatable, Sendable {
  public var labels: [String]
  /// Rows are expected, columns predicted labels; the last row and column stand for nothing.
  public var counts: [[Int]]

  /// Reads what a record has; `nil` where that is not a table of counts.
  public init?(json: JSONObject) {
    guard let labels = json["labels"]?.arrayValue?.compactMap(\.stringValue),
      let counts = json["counts"]?.arrayValue?.map({ row in
        (row.arrayValue ?? []).compactMap(\.intValue)
      }), counts.count == labels.count + 1,
      counts.allSatisfy({ row in row.count == counts.count && row.allSatisfy { $0 >= 0 } })
    else { return nil }
    (self.labels, self.counts) = (labels, counts)
  }

  /// Adds up several, with all labels that occur.
  init?(_ parts: [Confusion]) {
    guard !parts.isEmpty else { return nil }
    let labels = Set(parts.flatMap(\.labels)).sorted()
    self.labels = labels
    counts = (0...labels.count).map { _ in Array(repeating: 0, count: labels.count + 1) }
    for part in parts {
      let places = part.labels.map { labels.firstIndex(of: $0) ?? labels.count } + [labels.count]
      for (row, values) in zip(places, part.counts) {
        for (column, value) in zip(places, values) { counts[row][column] += value }
      }
    }
  }

  /// How many things of a label were expected.
  func expected(_ label: String) -> Int? {
    labels.firstIndex(of: label).map { counts[$0].reduce(0, +) }
  }

  /// The same with the most frequent labels only; the rest are one label.
  func reduced(to limit: Int) -> Confusion {
    guard labels.count > limit else { return self }
    let sums = labels.indices.map { label in
      counts[label].reduce(0, +) + counts.map { $0[label] }.reduce(0, +)
    }
    let kept = labels.indices.sorted { (-sums[$0], $0) < (-sums[$1], $1) }.prefix(limit - 1)
      .sorted()
    let rest = labels.count - kept.count
    var result = self
    result.labels = kept.map { labels[$0] } + ["\(rest) others"]
    let places = counts.indices.map { index in
      index == labels.count ? limit : kept.firstIndex(of: index) ?? limit - 1
    }
    result.counts = (0...limit).map { _ in Array(repeating: 0, count: limit + 1) }
    for (row, values) in zip(places, counts) {
      for (column, value) in zip(places, values) { result.counts[row][column] += value }
    }
    return result
  }
}
