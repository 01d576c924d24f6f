import SweepBase
import SweepPipeline

/// The scores of a pipeline as spaCy's `evaluate` prints them.
///
/// - Source: spaCy 3.8 `spacy.cli.evaluate`.
struct EvaluationTable {
  private let scores: Scores
  private let spansKey: String

  /// - Parameters:
  ///   - scores: What an evaluation gave.
  ///   - spansKey: The key of the spans whose scores are shown.
  init(_ scores: Scores, spansKey: String = "sc") {
    (self.scores, self.spansKey) = (scores, spansKey)
  }

  private var rows: [(label: String, key: String)] {
    var category = "TEXTCAT"
    if case .text(let text)? = scores["cats_score_desc"] { category += " (\(text))" }
    return [
      ("TOK", "token_acc"), ("TAG", "tag_acc"), ("POS", "pos_acc"), ("MORPH", "morph_acc"),
      ("LEMMA", "lemma_acc"), ("UAS", "dep_uas"), ("LAS", "dep_las"), ("NER P", "ents_p"),
      ("NER R", "ents_r"), ("NER F", "ents_f"), (category, "cats_score"), ("SENT P", "sents_p"),
      ("SENT R", "sents_r"), ("SENT F", "sents_f"), ("SPAN P", "spans_\(spansKey)_p"),
      ("SPAN R", "spans_\(spansKey)_r"), ("SPAN F", "spans_\(spansKey)_f"), ("SPEED", "speed"),
    ]
  }

  /// The tables, titles included.
  var text: String {
    let cells = rows.compactMap { label, key in
      scores[key].map { [label, Self.cell($0, isSpeed: key == "speed")] }
    }
    var text = Printout.divider("Results") + "\n" + Printout.table(cells)
    for (title, key) in [
      ("MORPH (per feat)", "morph_per_feat"), ("LAS (per type)", "dep_las_per_type"),
      ("NER (per type)", "ents_per_type"), ("SPANS (per type)", "spans_\(spansKey)_per_type"),
      ("Textcat F (per label)", "cats_f_per_type"),
    ] {
      guard case .perType(let types)? = scores[key], !types.isEmpty else { continue }
      let rows = types.map { type in
        [type.label]
          + [type.precision, type.recall, type.fScore].map { fixed($0 * 100, decimals: 2) }
      }
      text += "\n" + table(title, rows, header: ["", "P", "R", "F"])
    }
    if case .perLabel(let labels)? = scores["cats_auc_per_type"], !labels.isEmpty {
      let rows = labels.map { [$0.label, $0.value.map { fixed($0, decimals: 2) } ?? "None"] }
      text += "\n" + table("Textcat ROC AUC (per label)", rows, header: ["", "ROC AUC"])
    }
    return text
  }

  private func table(_ title: String, _ rows: [[String]], header: [String]) -> String {
    Printout.divider(title) + "\n"
      + Printout.table(rows, header: header, right: header.indices.map { $0 > 0 })
  }

  private static func cell(_ value: Scores.Value, isSpeed: Bool) -> String {
    guard case .number(let number) = value else { return "-" }
    return isSpeed ? fixed(number, decimals: 0) : fixed(number * 100, decimals: 2)
  }
}
