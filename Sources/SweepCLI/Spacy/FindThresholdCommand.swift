import ArgumentParser
import Foundation
import SweepBase
import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepText
import SweepTraining

/// The command `sweep find-threshold`.
struct FindThresholdCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find-threshold",
    abstract: "Evaluate a model with thresholds from 0 to 1 and name the best.",
    discussion: """
      Example:
        sweep find-threshold model-best dev.spacy textcat_multilabel threshold cats_macro_f

      For components that predict what scores above a threshold: textcat_multilabel, spancat.
      """)

  @Argument(help: "The model folder.")
  var model: String

  @Argument(help: "The annotated data: a .spacy file or a folder of them.")
  var data: String

  @Argument(help: "The component.")
  var pipeName: String

  @Argument(help: "The key of the threshold in the component's settings, such as threshold.")
  var thresholdKey: String

  @Argument(help: "The score to raise, such as cats_macro_f.")
  var scoresKey: String

  @Option(
    name: [.customLong("n-trials"), .customLong("n_trials"), .customShort("n")],
    help: ArgumentHelp("How many thresholds are tried.", valueName: "n"))
  var trials = 11

  @Flag(
    name: [.long, .customShort("G")],
    help: "Evaluate each gold sentence on its own, with gold tokens.")
  var goldPreproc = false

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard trials >= 2 else { throw ValidationError("--n-trials \(trials): expected at least 2") }
  }

  func run() throws {
    let folder = try PipelineLocation.folder(
      of: model, environment: ProcessInfo.processInfo.environment)
    let files = ThresholdFiles(
      try ModelFolder.read(folder), component: pipeName, key: thresholdKey, folder: folder)
    let corpus = try PreparedCorpus(
      CorpusSettings(
        path: data, goldPreproc: goldPreproc,
        tokenizer: .file(try FileBytes.read("\(folder)/tokenizer"), name: "\(folder)/tokenizer")),
      from: .disk(in: "."))
    guard !corpus.examples.isEmpty else { throw TrainingError.emptyDevCorpus(path: data) }
    try files.check()
    if !jsonOption.json {
      Console.note(
        "ℹ Optimizing for \(scoresKey) for component '\(pipeName)' with \(trials) trials.")
      Console.result(row("Threshold", scoresKey))
    }
    var found: [(threshold: Double, score: Double)] = []
    for trial in 0..<trials {
      let threshold = Double(trial) / Double(trials - 1)
      var pipeline = try Pipeline(files: try files.with(threshold), folder: folder)
      pipeline.threads = Threads(threadsOption.count)
      let score = try score(of: pipeline.evaluate(corpus.examples))
      found.append((threshold, score))
      if !jsonOption.json { Console.result(row(Self.short(threshold), Self.short(score))) }
    }
    tell(found)
  }

  private func score(of scores: Scores) throws -> Double {
    if let number = scores.number(scoresKey) { return number }
    let known = scores.entries.compactMap { entry -> String? in
      if case .number = entry.value { entry.key } else { nil }
    }
    let near = scoresKey.nearest(among: known).map { "did you mean `\($0)`? " } ?? ""
    throw ValidationError(
      "\(scoresKey): expected a score that is a number; "
        + "\(near)There are \(known.joined(separator: ", "))")
  }

  private func tell(_ found: [(threshold: Double, score: Double)]) {
    let best = found.reduce(found[0]) { $1.score > $0.score ? $1 : $0 }
    if jsonOption.json {
      let trials = found.map { trial in
        JSONValue.object([
          "threshold": .number(trial.threshold), "score": .number(trial.score),
        ])
      }
      Console.result(
        JSONObject([
          ("metric", .string(scoresKey)), ("trials", .array(trials)),
          ("best_threshold", .number(best.threshold)), ("best_score", .number(best.score)),
        ]).serialized(.indented(2)))
    } else if found.allSatisfy({ $0.score == found[0].score }) {
      Console.note(
        "⚠ All scores are identical. Verify that all settings are correct.\n"
          + "  help: for textcat_multilabel, cats_macro_f and cats_micro_f depend on the threshold")
    } else {
      Console.result(
        "\nBest threshold: \(Self.number(best.threshold, 4)) with \(scoresKey) value of "
          + "\(JSONValue.number(best.score).serialized(.python)).")
    }
  }

  private func row(_ a: String, _ b: String) -> String {
    a + String(repeating: " ", count: max(0, 10 - a.count)) + "   " + b
  }

  private static func short(_ value: Double) -> String { number(value, 3) }

  /// The number rounded to some decimals, as Python shows it.
  private static func number(_ value: Double, _ decimals: Int) -> String {
    var text = fixed(value, decimals: decimals)
    while text.hasSuffix("0") && !text.hasSuffix(".0") { text.removeLast() }
    return text
  }
}

/// The files of a model folder, with another threshold in one component.
private struct ThresholdFiles {
  private let files: [PipelineFile]
  private let component: String
  private let key: String
  private let folder: String

  init(_ files: [PipelineFile], component: String, key: String, folder: String) {
    (self.files, self.component) = (files, component)
    (self.key, self.folder) = (key, folder)
  }

  private var config: Config? {
    files.first { $0.path == "config.cfg" }
      .flatMap { try? Config(parsing: $0.bytes, file: folder + "/config.cfg") }
  }

  /// - Throws: `ValidationError` where the component or the key is not there.
  func check() throws {
    guard let config else { return }
    let names = (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
    guard names.contains(component) else {
      throw ValidationError(
        "\(component): expected a component of the pipeline, which has "
          + names.joined(separator: ", "))
    }
    let section = "components.\(component)"
    guard config["\(section).\(key)"]?.doubleValue != nil else {
      let keys = (config[section]?.objectValue?.entries ?? []).filter {
        $0.value.doubleValue != nil
      }.map(\.key)
      throw ValidationError(
        "\(key): expected the key of a number in [\(section)], which has "
          + (keys.isEmpty ? "none" : keys.joined(separator: ", ")))
    }
  }

  /// The files with a threshold in config and settings.
  func with(_ threshold: Double) throws -> [PipelineFile] {
    try files.map { file in
      switch file.path {
      case "config.cfg":
        guard var config else { return file }
        config["components.\(component).\(key)"] = .number(threshold)
        return PipelineFile(file.path, Array(config.text().utf8))
      case "\(component)/cfg":
        let text = String(decoding: file.bytes, as: UTF8.self)
        guard var settings = try JSONValue(parsing: text).objectValue, settings[key] != nil else {
          return file
        }
        settings[key] = .number(threshold)
        return PipelineFile(file.path, Array(settings.serialized(.srsly).utf8))
      default: return file
      }
    }
  }
}
