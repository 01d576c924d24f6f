import ArgumentParser
import Foundation
import SweepConfig
import SweepKit

/// The command `sweep check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether a config trains natively, or everything that is in the way.",
    discussion: """
      Examples:
        sweep check configs/ner-v3.cfg
        sweep check config.cfg --json

      Exit status: 0 natively, 1 not natively, 2 no config. What does not run natively may run with \
      engine = "spacy" in a sweep file.
      """)

  @Argument(help: "The config.")
  var config: String

  @OptionGroup var jsonOption: JSONOption
  @OptionGroup var overrideOptions: OverrideOptions

  func run() throws {
    let check: NativeCheck
    do {
      check = try NativeCheck(
        path: config, overrides: try overrideOptions.overrides(),
        environment: ProcessInfo.processInfo.environment, registry: .native)
    } catch {
      Console.note("error: \(WayOut.text(of: error))")
      throw ExitCode(2)
    }
    Console.result(jsonOption.json ? check.json.serialized(.indented(2)) : check.text)
    if !check.isNative { throw ExitCode(1) }
  }
}
