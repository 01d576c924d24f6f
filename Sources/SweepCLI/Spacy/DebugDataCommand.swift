import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepPipeline
import SweepText
import SweepTraining

/// The command `sweep debug data`.
struct DebugDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Look at training data: statistics, and everything that is wrong with them.",
    discussion: """
      Examples:
        sweep debug data config.cfg --paths.train train.spacy --paths.dev dev.spacy
        sweep debug data config.cfg --verbose --ignore-warnings

      Exit status: 0 there are no errors, 1 there are.
      """)

  @Argument(help: "The config.")
  var config: String

  @OptionGroup var options: DataReportOptions
  @OptionGroup var overrideOptions: OverrideOptions

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let loaded = try LoadedConfig(
      path: config, overrides: try overrideOptions.overrides(), environment: environment,
      registry: .native)
    let check = try DataCheck(
      config: loaded.config, registry: .native,
      inputs: .local(in: FileManager.default.currentDirectoryPath), environment: environment)
    try options.show(check.report)
  }
}

/// The command `sweep debug-data`, as it was called before spaCy 3.
struct DebugDataPageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug-data",
    abstract: "Look at training data without a config.",
    discussion: """
      Example:
        sweep debug-data en train.spacy dev.spacy --verbose

      The components that the data are annotated for are looked at. With a config, \
      `sweep debug data` looks at its components.
      """)

  @Argument(help: "The code of the language.")
  var lang: String

  @Argument(help: "The training data: a .spacy file or a folder of them.")
  var train: String

  @Argument(help: "The development data.")
  var dev: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The components to look at, divided by commas (default: what the data have).",
      valueName: "names"))
  var pipeline: String?

  @OptionGroup var options: DataReportOptions

  func run() throws {
    let corpora = try [train, dev].map { path in
      try PreparedCorpus(
        CorpusSettings(path: path, tokenizer: .language(lang)),
        from: .disk(in: FileManager.default.currentDirectoryPath)
      ).examples.map(\.example)
    }
    let components =
      pipeline.map { names in
        InitConfigCommand.names(names).map {
          DataAnalysis.Component(name: $0, factory: $0, spansKey: "sc")
        }
      } ?? DataAnalysis.components(annotatedIn: corpora[0])
    let analysis = DataAnalysis(
      language: lang, components: components, train: corpora[0], dev: corpora[1])
    try options.show(analysis.report)
  }
}

/// How a report of data is shown.
struct DataReportOptions: ParsableArguments {
  @Flag(
    name: [.customLong("ignore-warnings"), .customLong("IW", withSingleDash: true)],
    help: "Show statistics and errors only.")
  var ignoreWarnings = false

  @Flag(name: [.long, .customShort("V")], help: "Show details and explanations.")
  var verbose = false

  @Flag(
    name: [.customLong("no-format"), .customLong("NF", withSingleDash: true)],
    help: "Plain lines, without symbols.")
  var noFormat = false

  @OptionGroup var jsonOption: JSONOption

  /// Prints a report, and fails where it has errors.
  func show(_ report: DataReport) throws {
    if jsonOption.json {
      Console.result(report.json.serialized(.indented(2)))
    } else {
      for section in report.sections {
        Console.result(noFormat ? section.title : Printout.divider(section.title))
        for line in section.lines { show(line) }
      }
    }
    if report.count(.error) > 0 { throw ExitCode(1) }
  }

  private func show(_ line: DataReport.Line) {
    switch line {
    case .message(let kind, let text, let isDetail):
      if isDetail && !verbose || kind == .warning && ignoreWarnings { return }
      Console.result(marked(kind, text))
    case .list(let kind, let title, let items):
      if !verbose || kind == .warning && ignoreWarnings { return }
      Console.result(marked(kind, title) + "\n" + Printout.wrapped(items))
    case .table(let header, let rows, let footer):
      let numbers = header.indices.map { $0 > 0 && footer != nil }
      Console.result(
        Printout.table(rows, header: header, footer: footer, divider: true, right: numbers))
    }
  }

  /// A message with its mark, in lines of 80 characters; plain without formatting.
  private func marked(_ kind: DataReport.Kind, _ text: String) -> String {
    let marks: [DataReport.Kind: String] = [
      .info: "ℹ ", .good: "✔ ", .warning: "⚠ ", .error: "✘ ",
    ]
    return noFormat ? text : Printout.wrapped((marks[kind] ?? "") + text)
  }
}
