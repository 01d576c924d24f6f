import ArgumentParser
import SweepConfig
import SweepKit

/// The command `sweep init python`.
struct InitPythonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "python",
    abstract: "Write sweep_trial.py, by which a Python program reports to sweep.",
    discussion: """
      Example:
        sweep init python
        sweep init python --output src/sweep_trial.py

      One file, standard library only. With it a program of a sweep with engine = "command" knows its \
      params and its seed and reports numbers and files; without sweep it prints them.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write; - for standard output.",
      valueName: "file"))
  var output = "sweep_trial.py"

  @Flag(help: "Replace a file that is there.")
  var force = false

  func run() throws {
    if output == "-" {
      Console.result(String(PythonFiles.trial.dropLast()))
      return
    }
    if FileBytes.exists(output), !force {
      let isSame = (try? FileBytes.read(output)) == Array(PythonFiles.trial.utf8)
      guard isSame else {
        Console.note(
          "error: \(output) is there already\n  help: --force replaces it; --output takes another name"
        )
        throw ExitCode(1)
      }
    }
    try FileBytes.write(PythonFiles.trial, to: output)
    Console.note("✔ Wrote \(output)")
  }
}
