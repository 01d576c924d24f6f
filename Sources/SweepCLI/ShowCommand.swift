import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep show`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show everything that is recorded of a trial.",
    discussion: """
      Example:
        sweep show ner/3
        sweep show ner-3.capsule
      """)

  @Argument(
    help: "The trial: its number, STUDY/NUMBER, the start of its ID, or a capsule.",
    completion: .trials)
  var trial: String

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let source = try RecordSource(trial, options: storeOptions)
    let details = try withExtendedLifetime(source) { try source.store.details(of: source.trial) }
    Console.result(jsonOption.json ? details.json.serialized(.indented(2)) : details.render())
  }
}

/// The command `sweep diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show how two trials differ: config, scores, inputs, program and machine.",
    discussion: """
      Example:
        sweep diff 0 3
      """)

  @Argument(help: "A trial.", completion: .trials)
  var a: String

  @Argument(help: "Another trial.", completion: .trials)
  var b: String

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let difference = TrialDifference(
      try store.details(of: store.trial(a)), try store.details(of: store.trial(b)))
    Console.result(
      jsonOption.json ? difference.json.serialized(.indented(2)) : difference.render())
  }
}
