import ArgumentParser
import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepTensors
import SweepTraining

/// The command `sweep train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train one pipeline and save it as a folder that spacy.load() opens.",
    usage: """
      sweep train CONFIG --output DIR [--section.key VALUE ...]
      sweep train TRAIN.spacy DEV.spacy CONFIG --output DIR [--section.key VALUE ...]
      """,
    discussion: """
      Examples:
        sweep train configs/ner-v3.cfg --output output/ner --training.max_steps 200
        sweep train configs/ner-v3.cfg --output output/ner --threads 2
        sweep train configs/ner-v3.cfg --output output/ner --columns page

      Writes model-best and model-last into the output folder after each evaluation and prints \
      spaCy's training table.
      """)

  @Argument(
    help: ArgumentHelp(
      "The config, or training data, development data and config.", valueName: "files"))
  var files: [String]

  @Option(name: .shortAndLong, help: "The folder for model-best and model-last.")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The `tokenizer` file of a spaCy pipeline: its rules are used and saved with the models.",
      valueName: "file"))
  var baseTokenizer: String?

  @Option(
    help: ArgumentHelp(
      "The scores in the table: names divided by commas, such as ents_f,speed; or page for UAS, NER "
        + "P, R and F, Tag %, Token % and CPU WPS (default: those of score_weights).",
      valueName: "names"))
  var columns: String?

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var overrideOptions: OverrideOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard files.count == 1 || files.count == 3 else {
      throw ValidationError(
        "expected CONFIG, or TRAIN.spacy DEV.spacy CONFIG; found \(files.count) files: "
          + files.joined(separator: " "))
    }
  }

  func run() throws {
    let registry = Registry.native
    var overrides = try overrideOptions.overrides()
    if files.count == 3 {
      overrides.append(ConfigOverride("paths.train", .string(files[0])))
      overrides.append(ConfigOverride("paths.dev", .string(files[1])))
    }
    let loaded = try LoadedConfig(
      path: files[files.count - 1], overrides: overrides,
      environment: ProcessInfo.processInfo.environment, registry: registry)
    for warning in loaded.warnings { Console.note("⚠ \(warning)") }
    if let output { Console.note("ℹ Saving to output directory: \(output)") }
    let training = FolderTraining(
      config: loaded.config, registry: registry, output: output,
      baseTokenizer: try baseTokenizer.map { try FileBytes.read($0) },
      inputs: .local(in: FileManager.default.currentDirectoryPath),
      threads: Threads(threadsOption.count),
      columns: columns.map { $0 == "page" ? .page : .named(InitConfigCommand.names($0)) }
        ?? .weighed)
    let log = try EvaluationLog(config: loaded.config)
    let stop = StopSignal()
    let interrupts = Interrupts(stop) { _ in Console.note("\nstopping after this step …") }
    _ = try withExtendedLifetime(interrupts) {
      try training.run(stop: stop) { try show($0, log) }
    }
    if let output { Console.note("✔ Saved pipeline to output directory \(output)/model-last") }
    if stop.request != .none { throw ExitCode(130) }
  }

  private func show(_ message: FolderTraining.Message, _ log: EvaluationLog) throws {
    switch message {
    case .table(let line):
      if !jsonOption.json && log.printsTable { Console.result(line) }
    case .note(let text): Console.note("ℹ \(text)")
    case .evaluation(let evaluation):
      if jsonOption.json { Console.result(evaluation.json.serialized(.python)) }
      try log.append(evaluation)
    }
  }
}

/// The JSON log that `[training.logger] output_file` asks for: one line per evaluation.
///
/// - Source: spaCy 3.8 `spacy.ConsoleLogger.v3`.
private struct EvaluationLog {
  /// Whether the table is printed (`console_output`).
  let printsTable: Bool
  private let handle: FileHandle?

  init(config: Config) throws {
    let logger = try config.interpolated()["training.logger"]
    printsTable = logger?["console_output"]?.boolValue ?? true
    guard let path = logger?["output_file"]?.stringValue else {
      handle = nil
      return
    }
    guard !FileBytes.exists(path) else {
      Console.note("⚠ Saving logs is disabled because \(path) already exists.")
      handle = nil
      return
    }
    Console.note("ℹ Saving results to \(path)")
    if let slash = path.lastIndex(of: "/") { try FileBytes.makeDirectory(String(path[..<slash])) }
    try FileBytes.write([], to: path)
    handle = FileHandle(forWritingAtPath: path)
  }

  func append(_ evaluation: Evaluation) throws {
    try handle?.write(contentsOf: Data((evaluation.json.serialized(.python) + "\n").utf8))
  }
}
