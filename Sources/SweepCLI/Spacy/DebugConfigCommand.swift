import ArgumentParser
import Foundation
import SweepConfig
import SweepKit

/// The command `sweep debug config`.
struct DebugConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check a config, and show its variables and functions.",
    discussion: """
      Examples:
        sweep debug config config.cfg
        sweep debug config config.cfg --show-functions --show-variables --training.dropout 0.2

      All problems are shown at once. Exit status: 0 the config is valid, 1 it is not. Whether a \
      valid config trains natively, `sweep check` tells.
      """)

  @Argument(help: "The config.")
  var config: String

  @Flag(
    name: [.customLong("show-functions"), .customShort("F")],
    help: "List the registered functions that the config calls, with their arguments.")
  var showFunctions = false

  @Flag(
    name: [.customLong("show-variables"), .customShort("V")],
    help: "List the variables of the config and their values.")
  var showVariables = false

  @OptionGroup var overrideOptions: OverrideOptions

  func run() throws {
    let sections = [
      ("Config validation", ""), ("Config validation for [initialize]", "initialize"),
      ("Config validation for [training]", "training"),
    ]
    var loaded: LoadedConfig?
    var errors: [ConfigError] = []
    do {
      loaded = try LoadedConfig(
        path: config, overrides: try overrideOptions.overrides(),
        environment: ProcessInfo.processInfo.environment, registry: .native)
    } catch let found as ConfigErrors {
      errors = found.errors
    }
    for (title, section) in sections {
      Console.result(Printout.divider(title))
      for error in errors where Self.section(of: error) == section {
        Console.result("✘ \(error)")
      }
    }
    guard let loaded else {
      Console.note(
        "error: \(config): \(errors.count) problem\(errors.count == 1 ? "" : "s")\n"
          + "  help: `sweep init fill-config` writes a config with all its settings")
      throw ExitCode(1)
    }
    for warning in loaded.warnings { Console.result("⚠ \(warning)") }
    Console.result("✔ Config is valid")
    if showVariables { self.showVariables(of: loaded.config) }
    if showFunctions { self.showFunctions(of: loaded.config) }
  }

  /// Under which title an error stands.
  private static func section(of error: ConfigError) -> String {
    let first = error.location.section.prefix { $0 != "." }
    return ["initialize", "training"].first { $0 == first } ?? ""
  }

  private func showVariables(of config: Config) {
    let variables = config.variables
    Console.result(Printout.divider("Variables (\(variables.count))"))
    Console.result(
      Printout.table(
        variables.map { [$0.text, $0.value?.pythonRepresentation ?? "?"] },
        header: ["Variable", "Value"], divider: true, widths: [41, 34], spacing: 2))
  }

  private func showFunctions(of config: Config) {
    let calls = config.functionCalls
    Console.result(Printout.divider("Registered functions (\(calls.count))"))
    for call in calls {
      let signature = Registry.native.signature(registry: call.registry, name: call.name)
      let arguments = signature?.parameters.map { parameter in
        parameter.name
          + (parameter.defaultValue.map { " = \($0.serialized(.python))" } ?? "")
      }
      let rows = [
        ["Registry", "@\(call.registry)"], ["Name", call.name],
        ["Arguments", arguments?.joined(separator: ", ") ?? ""],
      ]
      Console.result("ℹ [\(call.path)]")
      Console.result(String(Printout.table(rows).dropFirst().dropLast()))
    }
  }
}
