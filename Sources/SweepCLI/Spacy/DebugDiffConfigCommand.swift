import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport

/// The command `sweep debug diff-config`.
struct DebugDiffConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff-config",
    abstract: "Show how a config differs from the one that `init config` writes, or from another.",
    discussion: """
      Examples:
        sweep debug diff-config config.cfg
        sweep debug diff-config config.cfg --optimize accuracy --markdown
        sweep debug diff-config config.cfg --compare-to other.cfg

      Lines of the config are marked +, lines of what it is compared with -.
      """)

  @Argument(help: "The config.")
  var config: String

  @Option(help: ArgumentHelp("Another config to compare with.", valueName: "config"))
  var compareTo: String?

  @Option(
    name: .shortAndLong,
    help: "What the config was made for: efficiency or accuracy.")
  var optimize = OptimizationOption.efficiency

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Components to compare with, divided by commas (default: those of the config).",
      valueName: "names"))
  var pipeline: String?

  @Flag(
    name: [.long, .customLong("pt")],
    help: "Compare with a config that has settings for pretraining.")
  var pretraining = false

  @Flag(
    name: [.long, .customLong("md", withSingleDash: true)],
    help: "Print a block of Markdown.")
  var markdown = false

  func run() throws {
    let own = try Config(parsing: FileBytes.read(config), file: config)
    let other =
      try compareTo.map { try Config(parsing: FileBytes.read($0), file: $0) } ?? starter(for: own)
    let (before, after) = (other.text(), own.text())
    guard before != after else {
      return Console.note("⚠ No diff to show: configs are identical")
    }
    let changes = SequenceDifference.changes(
      from: before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
      to: after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    let usesColor = !markdown && Console.outputIsTerminal && Console.wantsColor
    let lines = changes.flatMap { change in
      switch change {
      case .kept(let lines): lines
      case .replaced(let old, let new):
        new.map { mark($0, "+", color: 2, usesColor) }
          + old.map { mark($0, "-", color: 1, usesColor) }
      }
    }
    let text = lines.joined(separator: "\n")
    Console.result(markdown ? "```diff\n\(text)\n```" : text)
  }

  /// The config that `init config` writes for the same language and components.
  private func starter(for own: Config) throws -> Config {
    guard let language = own.resolvedValue(of: "nlp.lang")?.stringValue,
      let names = own.resolvedValue(of: "nlp.pipeline")?.arrayValue?.compactMap(\.stringValue)
    else {
      throw ConfigErrors([
        ConfigError(
          .other(
            what: "expected `lang` and `pipeline`, to know what to compare with",
            help: "give another config with --compare-to"), at: own.location(of: "nlp"))
      ])
    }
    Console.note("ℹ Found user-defined language: '\(language)'")
    let list = JSONValue.array(names.map { .string($0) })
    Console.note("ℹ Found user-defined pipelines: \(list.pythonRepresentation)")
    return try StarterConfig(
      language: language, pipeline: pipeline.map(InitConfigCommand.names) ?? names,
      optimization: optimize.value, isPretraining: pretraining
    ).filled(with: .native)
  }

  private func mark(_ line: String, _ symbol: String, color: Int, _ usesColor: Bool) -> String {
    usesColor ? "\u{1b}[38;5;16;48;5;\(color)m\(line)\u{1b}[0m" : "\(symbol) \(line)"
  }
}
