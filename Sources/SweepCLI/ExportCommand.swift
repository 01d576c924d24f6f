import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a trial as one file that anybody can re-run.",
    discussion: """
      Example:
        sweep export ner/3 ner-3.capsule
        sweep rerun ner-3.capsule

      A capsule has the config, the inputs, every recorded number and the program. It is a plain tar \
      archive.
      """)

  @Argument(help: "The trial: its number, STUDY/NUMBER, or the start of its ID.")
  var trial: String

  @Argument(help: "The file to write (default: STUDY-NUMBER.capsule).")
  var file: String?

  @Flag(help: "Take the program along however large it is.")
  var withProgram = false

  @Flag(help: "Leave the program out.")
  var noProgram = false

  @Flag(
    help: """
      Leave out what names people, machines and places: inputs, logs, patches, folders of paths.
      """)
  var redact = false

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if withProgram, noProgram {
      throw ValidationError("--with-program and --no-program exclude each other")
    }
  }

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let record = try store.trial(trial)
    let path = file ?? "\(record.study)-\(record.number).capsule"
    let contents = CapsuleContents(
      program: withProgram ? .always : noProgram ? .never : .ifSmall, isRedacted: redact)
    let summary = try Capsule.write(record, in: store, to: path, contents: contents)
    if jsonOption.json {
      let json: JSONValue = [
        "trial": .string(record.name), "id": .string(record.shortID), "file": .string(path),
        "files": .array(
          summary.files.map { ["path": .string($0.name), "bytes": .integer($0.bytes)] }),
        "notices": .array(summary.notices.map { .string($0) }),
      ]
      return Console.result(json.serialized(.indented(2)))
    }
    for notice in summary.notices { Console.note("note: \(notice)") }
    Console.note(
      "✔ Wrote \(path): \(record.name) (\(record.shortID)), \(summary.files.count) files, "
        + NumberText.size(summary.bytes)
        + "\n  prove it anywhere: sweep rerun \(path)")
  }
}
