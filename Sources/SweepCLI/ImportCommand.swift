import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore

/// The command `sweep import`.
struct ImportCommand: ParsableCommand {
  /// What a file may be of.
  enum Source: String, CaseIterable, ExpressibleByArgument {
    case optuna, mlflow, trackio, wandb, spacy, capsule
  }

  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take studies of Optuna, MLflow, Trackio, W&B or spaCy into the store.",
    discussion: """
      Examples:
        sweep import optuna.db
        sweep import mlflow.db --metric val_f1
        sweep import runs.csv --metric val_loss:minimize --score train_loss
        sweep import training.jsonl --name my-training
        sweep import ner-3.capsule

      Databases are recognised by their tables. Importing a file again adds only what is new in it.
      """)

  @Argument(
    help: """
      An SQLite database of Optuna, MLflow or Trackio, a CSV table of W&B, a JSONL log of spaCy, or a \
      capsule.
      """)
  var file: String

  @Option(
    help:
      "What the file is of, where it is not recognised: optuna, mlflow, trackio, wandb, spacy or capsule."
  )
  var from: Source?

  @Option(help: ArgumentHelp("Only this study of the file.", valueName: "name"))
  var study: String?

  @Option(help: ArgumentHelp("What the study is called here.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "The score that decides, as NAME or NAME:minimize.", valueName: "score"))
  var metric: String?

  @Option(
    help: ArgumentHelp(
      "A column of a W&B table that is a result and no setting; may be repeated.",
      valueName: "column"))
  var score: [String] = []

  @Flag(help: "Leave out rows that cannot be read, instead of refusing the file.")
  var skipBad = false

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let metric = try metric.map(Self.parsed)
    // A file that is not there must not leave an empty store behind.
    _ = try FileReader(file)
    if from == .capsule || from == nil && Capsule.isCapsule(file) { return try importCapsule() }
    let store = try StudyStore(path: storeOptions.path)
    if let notice = store.notice { Console.note("note: \(notice)") }
    let options = StudyImport.Options(
      tool: from.flatMap { StudyImport.Tool(rawValue: $0.rawValue) }, study: study, name: name,
      metric: metric, scores: score, skipsBadRows: skipBad)
    let outcomes = try StudyImport(path: file, options: options).run(
      into: store, now: Int(Date().timeIntervalSince1970 * 1000))
    if jsonOption.json {
      return Console.result(JSONValue.array(outcomes.map(\.json)).serialized(.indented(2)))
    }
    for problem in Set(outcomes.flatMap(\.problems).map(\.description)).sorted() {
      Console.note("left out: \(problem)")
    }
    for outcome in outcomes { Console.note("✔ \(outcome.text)") }
    if outcomes.isEmpty { Console.note("\(file) has no studies with trials") }
  }

  private func importCapsule() throws {
    let capsule = try Capsule(path: file)
    let store = try StudyStore(path: storeOptions.path)
    let name = "\(capsule.study.study.name)/\(capsule.trial.number)"
    let known = try store.trials().first { $0.contentID == capsule.trial.contentID }
    if let known {
      return finish(name, "it is there already: \(known.name) (\(known.shortID))", added: 0)
    }
    if try store.studies().contains(where: {
      $0.name == capsule.study.study.name && $0.plan != capsule.study.study.plan
    }) {
      throw ImportError(.nameTaken(capsule.study.study.name), file)
    }
    let trial = try capsule.unpack(into: store)
    finish(name, "\(trial.name) (\(trial.shortID)) is in \(store.path) now", added: 1)
  }

  private func finish(_ name: String, _ text: String, added: Int) {
    if jsonOption.json {
      let json: JSONValue = ["trial": .string(name), "added": .integer(added)]
      return Console.result(json.serialized(.indented(2)))
    }
    Console.note("✔ \(text)")
  }

  /// Reads `NAME` or `NAME:minimize`.
  private static func parsed(_ text: String) throws -> Metric {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let goal = parts.last.flatMap(Metric.Goal.init(rawValue:)) else {
      return Metric(name: text, goal: .maximize)
    }
    let name = parts.dropLast().joined(separator: ":")
    guard !name.isEmpty else {
      throw ValidationError("--metric \(text): expected NAME or NAME:minimize")
    }
    return Metric(name: name, goal: goal)
  }
}

extension StudyImport.Outcome {
  /// What became of the study, in a line.
  fileprivate var text: String {
    var parts = ["\(added) trial\(added == 1 ? "" : "s") added"]
    if updated > 0 { parts.append("\(updated) gone on") }
    if known > 0 { parts.append("\(known) known") }
    return
      "\(study) (\(tool)): \(parts.joined(separator: ", "))\n  look at it: sweep report \(study)"
  }

  fileprivate var json: JSONValue {
    [
      "study": .string(study), "tool": .string(tool), "added": .integer(added),
      "known": .integer(known), "updated": .integer(updated),
      "left_out": .array(problems.map { .string($0.description) }),
    ]
  }
}
