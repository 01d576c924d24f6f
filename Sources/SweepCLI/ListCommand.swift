import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the studies of a store and their trials.",
    discussion: """
      Example:
        sweep list ner
      """)

  @Argument(help: "The study (default: all).")
  var study: String?

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let studies = try study.map { [try store.study(named: $0)] } ?? store.studies()
    let list = TrialList(try studies.map { try store.reportInput(of: $0) })
    Console.result(jsonOption.json ? list.json.serialized(.indented(2)) : list.render())
  }
}
