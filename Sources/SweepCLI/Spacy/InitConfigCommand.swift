import ArgumentParser
import Foundation
import SweepConfig
import SweepKit

/// `--optimize`: what a config is made for.
enum OptimizationOption: String, CaseIterable, ExpressibleByArgument {
  case efficiency
  case accuracy

  var value: StarterConfig.Optimization { self == .efficiency ? .efficiency : .accuracy }
}

/// The command `sweep init config`.
struct InitConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract:
      "Write a complete config for components of your choice, as spaCy's `init config` does.",
    discussion: """
      Examples:
        sweep init config config.cfg --pipeline ner
        sweep init config config.cfg --lang en --pipeline tagger,parser --optimize accuracy
        sweep init config - --pipeline textcat

      The config is the one that spaCy 3.8 writes for a CPU. With --optimize accuracy it wants \
      static vectors: `sweep init vectors` makes them, or name an installed package in [paths] vectors.
      """)

  @Argument(help: "The file to write; - for standard output.")
  var output = "-"

  @Option(name: .shortAndLong, help: "The code of the language.")
  var lang = "en"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The components, divided by commas; a shared tok2vec is added where it is needed.",
      valueName: "names"))
  var pipeline = "tagger,parser,ner"

  @Option(
    name: .shortAndLong,
    help: "efficiency for small and fast, accuracy for large models with vectors.")
  var optimize = OptimizationOption.efficiency

  @Flag(
    name: [.long, .customShort("G")],
    help: "Refused: configs for transformers on a GPU are for spaCy.")
  var gpu = false

  @Flag(
    name: [.long, .customLong("pt", withSingleDash: true)],
    help: "Add settings for pretraining.")
  var pretraining = false

  @Flag(name: [.long, .customShort("F")], help: "Replace a file that is there.")
  var force = false

  func run() throws {
    guard !gpu else {
      Console.note(
        "error: --gpu asks for a transformer, which sweep does not train\n"
          + "  help: `python -m spacy init config -G` writes the config; a sweep file with "
          + "engine = \"spacy\" runs it")
      throw ExitCode(1)
    }
    if output != "-", FileBytes.exists(output), !force {
      Console.note("error: \(output) is there already\n  help: --force replaces it")
      throw ExitCode(1)
    }
    let starter = StarterConfig(
      language: lang, pipeline: Self.names(pipeline), optimization: optimize.value,
      isPretraining: pretraining)
    let config = try starter.filled(with: .native)
    guard output != "-" else { return Console.result(config.text()) }
    if let slash = output.lastIndex(of: "/"), slash != output.startIndex {
      try FileBytes.makeDirectory(String(output[..<slash]))
    }
    try FileBytes.write(config.text(), to: output)
    tell(starter, config)
  }

  private func tell(_ starter: StarterConfig, _ config: Config) {
    Console.note(
      """
      ℹ Generated config template specific for your use case
      - Language: \(lang)
      - Pipeline: \(starter.pipeline.joined(separator: ", "))
      - Optimize for: \(optimize.rawValue)
      - Hardware: CPU
      - Transformer: None
      ✔ Auto-filled config with all values
      ✔ Saved config
      \(output)
      """)
    let problems = problems(of: config)
    for problem in problems { Console.note("⚠ \(problem)") }
    let program = problems.isEmpty ? "sweep train" : "python -m spacy train"
    let name = output.split(separator: "/").last ?? ""
    Console.note("You can now add your data and train your pipeline:")
    Console.note("\(program) \(name) --paths.train ./train.spacy --paths.dev ./dev.spacy")
  }

  /// What in the config does not run natively.
  private func problems(of config: Config) -> [String] {
    do throws(ConfigErrors) {
      var config = config
      // Only the components count here: data are still to be named.
      for key in ["paths.train", "paths.dev"] { config[key] = "data.spacy" }
      try config.interpolated().checkTrainable(.native)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  /// The names of a list such as `tagger, ner`; brackets and quotes count for nothing.
  static func names(_ list: String) -> [String] {
    list.filter { !"[]'\"".contains($0) }.split(separator: ",")
      .map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
  }
}
