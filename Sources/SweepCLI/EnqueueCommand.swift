import ArgumentParser
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore

/// The command `sweep enqueue`.
struct EnqueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enqueue",
    abstract: "Add an assignment to a sweep as its next one.",
    usage: "sweep enqueue SWEEP.toml KEY=VALUE ...",
    discussion: """
      Example:
        sweep enqueue sweeps/ner.toml training.dropout=0.25

      A running `sweep run`, `ask` or `serve` of the study takes it up, else the next one. Parameters \
      that are not given have the config's own values.
      """)

  @Argument(help: "The sweep file, or the name of a study that was made from one.")
  var sweep: String

  @Argument(help: ArgumentHelp("Parameters of the sweep.", valueName: "key=value"))
  var settings: [String] = []

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let given = try settings.map { text -> Setting in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw ValidationError("\(text): expected KEY=VALUE, for example training.dropout=0.2")
      }
      return Setting(String(parts[0]), ConfigOverride.value(of: String(parts[1])))
    }
    let plan = try SweepPlan(asking: sweep, store: storeOptions.path)
    let trials = try Enqueueing(plan, store: storeOptions.path).add(given)
    if jsonOption.json {
      let list = trials.map { trial -> JSONValue in
        [
          "trial": .string(trial.name), "id": .string(trial.shortID),
          "seed": .integer(trial.seed), "assignment": .object(trial.assignment.json),
        ]
      }
      Console.result(JSONValue.array(list).serialized(.indented(2)))
    } else {
      for trial in trials { Console.result("\(trial.name) (\(trial.shortID)), seed \(trial.seed)") }
    }
  }
}
