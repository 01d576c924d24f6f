import ArgumentParser
import SweepConfig
import SweepStore

/// The command `sweep rename`.
struct RenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Give a study another name; the former one and its trials' IDs are still found.",
    discussion: """
      Example:
        sweep rename ner ner-small

      IDs are hashes of the study's name, too, so its trials get new ones. The sweep file must have the \
      new name, too: with the old one, `sweep run` begins a new study.
      """)

  @Argument(help: "The study.", completion: .studies)
  var study: String

  @Argument(help: "Its new name.")
  var name: String

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    let isFileName =
      !name.isEmpty && !name.hasPrefix(".")
      && !name.unicodeScalars.contains { $0 == "/" || $0.value < 32 || $0.value == 127 }
    guard isFileName else {
      throw ValidationError("expected a name that a file can have, found \"\(name)\"")
    }
  }

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .write)
    let record = try store.study(named: study)
    try store.changeName(of: record, to: name)
    if jsonOption.json {
      let json: JSONValue = ["from": .string(record.name), "to": .string(name)]
      return Console.result(json.serialized(.indented(2)))
    }
    Console.note("✔ \(record.name) is now \(name); its former name and IDs are still found")
    if !record.sweepPath.isEmpty {
      Console.note("  to go on with it: name = \"\(name)\" in \(record.sweepPath)")
    }
  }
}
