import SweepBase
import SweepPipeline

/// The table that a training prints, one row per evaluation.
///
/// - Units: losses are sums since the row before; scores are shown ×100 except speed and the main
///   score.
/// - Source: spaCy 3.8 `spacy.ConsoleLogger.v3`.
public struct TrainingTable: Sendable {
  /// One column: its heading and how wide it is.
  private struct Column: Sendable {
    let heading: String
    let width: Int
  }

  /// Which scores a table shows.
  public enum Scores: Equatable, Sendable {
    /// Those that the config weighs, as spaCy 3 does.
    case weighed
    /// Those of spaCy's page on training of July 2020, under its headings: `UAS`, `NER P`, `NER R`,
    /// `NER F`, `Tag %`, `Token %` and `CPU WPS`, as far as the pipeline has them.
    case page
    /// These.
    case named([String])
  }

  private let columns: [Column]
  private let losses: [String]
  private let scores: [String]

  /// Makes a table.
  ///
  /// - Parameters:
  ///   - losses: The names of the trained components, in pipeline order.
  ///   - scores: The names of the scores to show, in order.
  ///   - headings: What scores are called; by default what they are named.
  public init(losses: [String], scores: [String], headings: [String: String] = [:]) {
    self.losses = losses
    self.scores = scores
    columns =
      [Column(heading: "E", width: 3), Column(heading: "#", width: 6)]
      + losses.map { TrainingTable.column("Loss \($0)", atLeast: 8) }
      + scores.map { TrainingTable.column(headings[$0] ?? $0, atLeast: 6) }
      + [Column(heading: "SCORE", width: 6)]
  }

  /// The headings of the page of July 2020, in its order.
  static let pageHeadings: [(score: String, heading: String)] = [
    ("dep_uas", "UAS"), ("ents_p", "NER P"), ("ents_r", "NER R"), ("ents_f", "NER F"),
    ("tag_acc", "Tag %"), ("token_acc", "Token %"), ("speed", "CPU WPS"),
  ]

  private static func column(_ name: String, atLeast width: Int) -> Column {
    let heading = (name.count > 13 ? name.prefix(10) + "..." : name[...]).uppercased()
    return Column(heading: heading, width: max(width, heading.count))
  }

  /// The heading and the line below it.
  public var heading: [String] {
    [
      columns.map { $0.heading + blanks($0.width - $0.heading.count) }.joined(separator: "  "),
      columns.map { String(repeating: "-", count: $0.width) }.joined(separator: "  "),
    ]
  }

  /// The row of an evaluation.
  public func row(_ evaluation: Evaluation) -> String {
    let lossCells = losses.map { name in
      fixed(evaluation.losses.first { $0.name == name }?.value ?? 0, decimals: 2)
    }
    let scoreCells = scores.map { name in
      guard let value = evaluation.scores.number(name) else { return fixed(0, decimals: 2) }
      return fixed(name == "speed" ? value : value * 100, decimals: 2)
    }
    return row(
      ["\(evaluation.epoch)", "\(evaluation.step)"] + lossCells + scoreCells
        + [fixed(evaluation.score, decimals: 2)])
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private func row(_ cells: [String]) -> String {
    zip(cells, columns).map { cell, column in
      blanks(column.width - cell.count) + cell
    }.joined(separator: "  ")
  }
}
