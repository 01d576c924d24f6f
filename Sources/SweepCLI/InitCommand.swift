import ArgumentParser
import Foundation
import SweepConfig
import SweepKit

/// The command `sweep init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write configs and sweep files to start from.",
    discussion: """
      Examples:
        sweep init config config.cfg --pipeline ner
        sweep init fill-config base.cfg config.cfg
        sweep init sweep config.cfg --output sweeps/first.toml
        sweep init python
      """,
    subcommands: [
      InitConfigCommand.self, InitFillConfigCommand.self, InitVectorsCommand.self,
      InitLabelsCommand.self, InitSweepCommand.self,
      InitPythonCommand.self,
    ])
}

/// The command `sweep init fill-config`.
struct InitFillConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill-config",
    abstract: "Write a config with every default filled in.",
    discussion: """
      Example:
        sweep init fill-config base.cfg config.cfg

      A config of the July 2020 dialect comes out as v3.
      """)

  @Argument(help: "The config to fill.")
  var input: String

  @Argument(help: "The file to write; - for standard output.")
  var output = "-"

  @OptionGroup var overrideOptions: OverrideOptions

  func run() throws {
    let loaded = try LoadedConfig(
      path: input, overrides: try overrideOptions.overrides(),
      environment: ProcessInfo.processInfo.environment, registry: .native)
    for warning in loaded.warnings { Console.note("⚠ \(warning)") }
    let text = loaded.config.text()
    if output == "-" {
      Console.result(text)
    } else {
      try FileBytes.write(text, to: output)
      Console.note("✔ Auto-filled config with all values: \(output)")
    }
  }
}

/// The command `sweep init sweep`.
struct InitSweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Write a commented sweep file for a config.",
    discussion: """
      Example:
        sweep init sweep configs/ner-v3.cfg --output sweeps/first.toml
      """)

  @Argument(help: "The config to sweep over.")
  var config: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  func run() throws {
    let loaded = try LoadedConfig(
      path: config, environment: ProcessInfo.processInfo.environment, registry: .native)
    let folder = output.map(folder(of:)) ?? ""
    let starter = StarterSweep(
      config: try loaded.config.interpolated(),
      path: StarterSweep.relativePath(of: config, from: folder))
    if let output {
      guard !FileBytes.exists(output) else {
        Console.note("error: \(output) is there already\n  help: remove it, or choose another name")
        throw ExitCode(1)
      }
      try FileBytes.write(starter.text, to: output)
      Console.note("✔ Wrote \(output); look at its trials with: sweep run \(output) --dry-run")
    } else {
      Console.result(starter.text)
    }
  }

  private func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
