import ArgumentParser
import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTraining

/// The command `sweep evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a model folder, ours or spaCy's, on a .spacy file.",
    discussion: """
      Examples:
        sweep evaluate output/ner/model-best sweeps/corpora/names/test.spacy --output scores.json
        sweep evaluate output/ner/model-best sweeps/corpora/names/test.spacy --threads 1
      """)

  @Argument(help: "The model folder.")
  var model: String

  @Argument(help: "The annotated data: a .spacy file or a folder of them.")
  var data: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A JSON file for the scores, 0 to 1.", valueName: "file"))
  var output: String?

  @Flag(help: "Evaluate each gold sentence on its own, with gold tokens.")
  var goldPreproc = false

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    var pipeline = try Pipeline(folder: model)
    pipeline.threads = Threads(threadsOption.count)
    let corpus = try PreparedCorpus(
      CorpusSettings(path: data, goldPreproc: goldPreproc), from: .disk(in: "."))
    guard !corpus.examples.isEmpty else { throw TrainingError.emptyDevCorpus(path: data) }
    if let notice = corpus.notice { Console.note("ℹ \(notice)") }
    let scores = pipeline.evaluate(corpus.examples)
    let json = JSONValue.object(scores.json)
    if let output { try FileBytes.write(json.serialized(.indented(2)) + "\n", to: output) }
    if jsonOption.json {
      Console.result(json.serialized(.indented(2)))
    } else {
      Console.result(EvaluationTable(scores).text)
    }
    if let output { Console.note("✔ Saved results to \(output)") }
  }
}

/// The scores as `spacy evaluate` prints them.
///
/// - Source: spaCy 3.8 `spacy.cli.evaluate`.
struct EvaluationTable {
  private let scores: Scores
  private static let rows = [
    ("TOK", "token_acc"), ("NER P", "ents_p"), ("NER R", "ents_r"), ("NER F", "ents_f"),
    ("SPEED", "speed"),
  ]

  init(_ scores: Scores) { self.scores = scores }

  /// The tables, titles included.
  var text: String {
    var lines = [Self.title("Results"), ""]
    for (label, key) in Self.rows {
      guard let value = scores[key] else { continue }
      let cell: String
      if case .number(let number) = value {
        cell = key == "speed" ? fixed(number, decimals: 0) : fixed(number * 100, decimals: 2)
      } else {
        cell = "-"
      }
      lines.append(Self.padded(label, 5) + "   " + Self.padded(cell, 6))
    }
    guard case .perType(let types)? = scores["ents_per_type"], !types.isEmpty else {
      return lines.joined(separator: "\n")
    }
    let width = types.map(\.label.count).max() ?? 0
    lines += ["", Self.title("NER (per type)"), ""]
    lines.append(
      Self.blanks(width) + "   " + ["P", "R", "F"].map { "     " + $0 }.joined(separator: "   "))
    for type in types {
      let cells = [type.precision, type.recall, type.fScore].map { value in
        let text = fixed(value * 100, decimals: 2)
        return Self.blanks(6 - text.count) + text
      }
      lines.append(Self.padded(type.label, width) + "   " + cells.joined(separator: "   "))
    }
    return lines.joined(separator: "\n")
  }

  private static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + blanks(width - text.count)
  }

  private static func title(_ text: String) -> String {
    let rest = 80 - text.count - 2
    return String(repeating: "=", count: rest / 2) + " \(text) "
      + String(repeating: "=", count: rest - rest / 2)
  }
}
