public import SweepConfig

/// How often entities of one label were predicted as which other label, or not at all.
///
/// A prediction stands for the gold entity with the same words. Gold without such a prediction was
/// predicted as nothing; a prediction on other words was expected to be nothing. So the sums of rows
/// and columns are those behind `ents_r` and `ents_p`.
public struct EntityConfusion: Hashable, Sendable {
  /// In order; `nothing` has no label.
  public private(set) var labels: [String] = []
  /// Rows are expected, columns predicted labels; the last row and column stand for nothing.
  public private(set) var counts: [[Int]] = [[0]]

  /// No entities.
  public init() {}

  /// What was counted before.
  package init(labels: [String], counts: [[Int]]) { (self.labels, self.counts) = (labels, counts) }

  /// Sorts the labels of some counts.
  ///
  /// - Parameters:
  ///   - labels: In any order, each once.
  ///   - cells: How often a label (or nothing) was predicted as which.
  init(_ labels: [String], _ cells: [Cell: Int]) {
    let order = labels.indices.sorted { labels[$0] < labels[$1] }
    self.labels = order.map { labels[$0] }
    let places = order + [nil]
    counts = places.map { expected in
      places.map { cells[Cell(expected: expected, predicted: $0)] ?? 0 }
    }
  }

  /// Two positions in a list of labels; `nil` for nothing.
  struct Cell: Hashable {
    var expected: Int?
    var predicted: Int?
  }

  /// `labels` and `counts`, as records keep it.
  public var json: JSONObject {
    [
      "labels": .array(labels.map(JSONValue.string)),
      "counts": .array(counts.map { .array($0.map(JSONValue.integer)) }),
    ]
  }
}
