import ArgumentParser
import SweepConfig
import SweepSearch
import SweepStore

/// The command `sweep log`.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print what a trial printed while it trained.",
    discussion: """
      Example:
        sweep log 3
      """)

  @Argument(
    help: "The trial: its number, STUDY/NUMBER, or the start of its ID.", completion: .trials)
  var trial: String

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let record = try store.trial(trial)
    let log = try store.log(of: record) ?? ""
    if jsonOption.json {
      Console.result(
        JSONValue.object([
          "trial": .string(record.name), "id": .string(record.shortID),
          "state": .string(record.state.rawValue), "log": .string(log),
          "error": record.error.map { .string($0) } ?? .null,
        ]).serialized(.indented(2)))
      return
    }
    if log.isEmpty { Console.note("\(record.name) (\(record.shortID)) has printed nothing yet") }
    Console.result(log.hasSuffix("\n") ? String(log.dropLast()) : log)
    if let error = record.error, !log.contains(error) { Console.result("error: \(error)") }
  }
}
