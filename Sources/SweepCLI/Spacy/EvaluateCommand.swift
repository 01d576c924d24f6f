import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepText
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
        sweep evaluate model-best dev.spacy --displacy-path pages --displacy-limit 10
      """)

  @OptionGroup var options: EvaluationOptions

  func run() throws { try options.run() }
}

/// The arguments of `evaluate` and `benchmark accuracy`.
struct EvaluationOptions: ParsableArguments {
  @Argument(help: "The model folder.")
  var model: String

  @Argument(help: "The annotated data: a .spacy file or a folder of them.")
  var data: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A JSON file for the scores, 0 to 1.", valueName: "file"))
  var output: String?

  @Flag(
    name: [.long, .customShort("G")],
    help: "Evaluate each gold sentence on its own, with gold tokens.")
  var goldPreproc = false

  @Option(
    name: [.long, .customLong("dp", withSingleDash: true)],
    help: ArgumentHelp(
      "A folder for pages that show predictions: entities.html, parses.html, spans.html.",
      valueName: "folder"))
  var displacyPath: String?

  @Option(
    name: [.long, .customLong("dl", withSingleDash: true)],
    help: ArgumentHelp("How many texts the pages show.", valueName: "n"))
  var displacyLimit = 25

  @Flag(
    name: [.long, .customShort("P")],
    help: "Write the scores of each component by itself; needs --output.")
  var perComponent = false

  @Option(
    name: [.long, .customLong("sk", withSingleDash: true)],
    help: ArgumentHelp("Which spans' scores are shown.", valueName: "key"))
  var spansKey = "sc"

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard displacyLimit >= 1 else {
      throw ValidationError("--displacy-limit \(displacyLimit): expected at least 1")
    }
    guard !perComponent || output != nil || jsonOption.json else {
      throw ValidationError("--per-component: expected --output FILE or --json for the scores")
    }
  }

  /// Evaluates and prints.
  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let folder = try PipelineLocation.folder(of: model, environment: environment)
    var pipeline = try Pipeline(folder: folder)
    pipeline.threads = Threads(threadsOption.count)
    let corpus = try PreparedCorpus(
      CorpusSettings(
        path: data, goldPreproc: goldPreproc,
        tokenizer: .file(pipeline.tokenizer, name: "\(folder)/tokenizer")), from: .disk(in: "."))
    guard !corpus.examples.isEmpty else { throw TrainingError.emptyDevCorpus(path: data) }
    let json: JSONValue
    if perComponent {
      let parts = pipeline.scoresByComponent(of: corpus.examples)
      json = .object(JSONObject(parts.map { ($0.name, .object($0.scores.json)) }))
      if jsonOption.json { Console.result(json.serialized(.indented(2))) }
    } else {
      let scores = pipeline.evaluate(corpus.examples)
      json = .object(scores.json)
      Console.result(
        jsonOption.json
          ? json.serialized(.indented(2)) : EvaluationTable(scores, spansKey: spansKey).text)
    }
    if let displacyPath { try draw(pipeline, corpus, into: displacyPath) }
    if let output {
      try FileBytes.write(json.serialized(.indented(2)) + "\n", to: output)
      Console.note("✔ Saved results to \(output)")
    }
  }

  /// Writes pages with what the pipeline predicts.
  private func draw(_ pipeline: Pipeline, _ corpus: PreparedCorpus, into folder: String) throws {
    let texts = corpus.examples.prefix(displacyLimit).map(\.example.predicted)
    let docs = pipeline.predict(texts)
    try FileBytes.makeDirectory(folder)
    var pages: [(String, String)] = []
    if docs.contains(where: { $0.entIOB != nil }) {
      pages.append(("entities.html", EntityPage(docs, title: model).html))
    }
    if docs.contains(where: { $0.deps != nil }) {
      pages.append(("parses.html", TreePage(docs, title: model).html))
    }
    if docs.contains(where: { !$0.spanGroups.isEmpty }) {
      pages.append(("spans.html", SpanPage(docs, key: spansKey, title: model).html))
    }
    for (name, html) in pages { try FileBytes.write(html, to: "\(folder)/\(name)") }
    guard !pages.isEmpty else {
      return Console.note("⚠ The pipeline predicts no entities, trees or spans: no page to write")
    }
    Console.note(
      "✔ Generated \(docs.count) parses as HTML: "
        + pages.map { "\(folder)/\($0.0)" }.joined(separator: ", "))
  }
}
