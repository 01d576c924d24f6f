import Foundation
import SweepConfig
import SweepSearch

/// Curves of real trainings: 96 assignments with 5 seeds each, evaluated every 60 of 900 steps.
///
/// Made by a grid on WNUT17; see `Fixtures/scripts/make_search_table.py`. All numbers are losses,
/// 1 − F, so that less is better.
struct RecordedTable {
  /// In the order of the grid, the last key changing fastest.
  static let space = SearchSpace([
    Dimension("learn_rate", .ordered([0.0005, 0.001, 0.002, 0.004])),
    Dimension("dropout", .ordered([0.0, 0.1, 0.3])), Dimension("width", .ordered([64, 96])),
    Dimension("depth", .ordered([2, 4])), Dimension("use_averages", .categorical([false, true])),
  ])
  static let seeds = 5
  static let lastStep = 900
  static let interval = 60
  static let shared = RecordedTable()

  /// For each assignment and seed, the best loss up to each evaluation.
  let losses: [[[Double]]]
  /// The assignments in order.
  let assignments: [Assignment]
  private let numbers: [String: Int]

  private init() {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<2 { root.deleteLastPathComponent() }
    let file = root.appendingPathComponent("Fixtures/ner_table.csv")
    let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
    var losses: [[[Double]]] = []
    var assignments: [Assignment] = []
    for (index, line) in lines.dropFirst().enumerated() {
      let cells = line.split(separator: ",").map(String.init)
      var best = 1.0
      let curve = cells[7...].map { cell -> Double in
        best = min(best, 1 - (Double(cell) ?? 0))
        return best
      }
      if index % Self.seeds == 0 {
        losses.append([])
        let settings = zip(Self.space.dimensions, cells).map { dimension, cell in
          let value: JSONValue = Double(cell).map { .number($0) } ?? .bool(cell == "true")
          return Setting(dimension.key, value)
        }
        assignments.append(Assignment(settings))
      }
      losses[losses.count - 1].append(curve)
    }
    (self.losses, self.assignments) = (losses, assignments)
    numbers = Dictionary(
      assignments.enumerated().map { ($1.canonicalText, $0) }, uniquingKeysWith: min)
  }

  /// The mean over seeds of the best loss of an assignment.
  func mean(_ assignment: Int) -> Double {
    losses[assignment].reduce(0) { $0 + ($1.last ?? 1) } / Double(Self.seeds)
  }

  /// The number of an assignment.
  func index(of assignment: Assignment) -> Int? { numbers[assignment.canonicalText] }

  /// The assignments within noise of the best: not further from its mean than the standard error of
  /// the difference of two means, from the deviation of all assignments over seeds.
  var withinNoise: Set<Int> {
    let means = assignments.indices.map(mean)
    var squares = 0.0
    for (rows, mean) in zip(losses, means) {
      for row in rows { squares += ((row.last ?? 1) - mean) * ((row.last ?? 1) - mean) }
    }
    let variance = squares / Double(assignments.count * (Self.seeds - 1))
    let error = (2 * variance / Double(Self.seeds)).squareRoot()
    let best = means.min() ?? 0
    return Set(assignments.indices.filter { means[$0] <= best + error })
  }
}
