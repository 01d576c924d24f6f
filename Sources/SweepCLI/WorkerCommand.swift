import ArgumentParser
import Foundation
import SweepKit
import SweepTraining

/// The command `sweep worker`.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Train one trial of a spec file and write its events: what `run --isolate` starts.",
    discussion: """
      Example:
        sweep worker --spec spec.json --events events.jsonl --out out --alone

      Line i of the events is event i; the last one is {"done": true, "n": …} or {"failed": …}. \
      Unless it runs --alone, a worker waits for {"go": true} on its standard input after each \
      evaluation and leaves at the end of the input.
      """, shouldDisplay: false)

  @Option(help: ArgumentHelp("What to train.", valueName: "file"))
  var spec: String

  @Option(help: ArgumentHelp("Where events go: a file, or /dev/fd/N.", valueName: "path"))
  var events: String

  @Option(help: ArgumentHelp("A folder for the model.", valueName: "dir"))
  var out: String

  @Flag(help: "Wait for nobody, and go on when standard input ends.")
  var alone = false

  func run() throws {
    LargeBlocks.giveBackSoon()
    let worker = try WorkerRun(
      spec: spec, events: events, output: out, registry: .native,
      inputs: .local(in: FileManager.default.currentDirectoryPath))
    if try !worker.run(isInteractive: !alone) { throw ExitCode(1) }
  }
}
