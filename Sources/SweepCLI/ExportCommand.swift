import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep export`.
struct ExportCommand: ParsableCommand {
  /// What is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case capsule, csv, jsonl, mlflow, wandb
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a trial as one file that anybody can re-run, or a study for other programs.",
    usage: """
      sweep export TRIAL [FILE.capsule] [--with-program | --no-program] [--redact]
      sweep export STUDY --format csv|jsonl|mlflow|wandb [--output PATH] [--redact]
      """,
    discussion: """
      Examples:
        sweep export ner/3 ner-3.capsule
        sweep rerun ner-3.capsule
        sweep export ner --format csv --output ner.csv
        sweep export ner --format mlflow --output mlruns

      A capsule has the config, the inputs, every recorded number and the program. It is a plain tar \
      archive. Passwords and keys are taken out of what goes to other programs.
      """)

  @Argument(help: "The trial (number, STUDY/NUMBER, or the start of its ID), or the study.")
  var name: String

  @Argument(help: "The capsule to write (default: STUDY-NUMBER.capsule).")
  var file: String?

  @Option(help: "capsule, csv, jsonl, mlflow or wandb.")
  var format = Format.capsule

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write (default: standard output; for mlflow, the folder mlruns).",
      valueName: "path"))
  var output: String?

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
    if format != .capsule, withProgram || noProgram {
      throw ValidationError("--with-program and --no-program are for capsules")
    }
    if file != nil, output != nil {
      throw ValidationError("the place to write is given twice: FILE and --output")
    }
  }

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    if format == .capsule { return try exportCapsule(store) }
    let export = StudyExport(
      of: try store.study(named: name), in: store, isRedacted: redact)
    let path = output ?? file
    switch format {
    case .capsule: break
    case .csv: try write(export.csv(), to: path)
    case .wandb: try write(export.wandb(), to: path)
    case .jsonl: try writeLines(export, to: path)
    case .mlflow:
      let folder = path ?? "mlruns"
      let count = try export.mlflow(to: folder) { count in
        if Console.isInteractive, count % 50 == 0 { Console.draw("\r\u{1B}[K\(count) runs") }
      }
      if Console.isInteractive { Console.draw("\r\u{1B}[K") }
      report(
        folder, "\(count) runs of \(name)",
        "MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri \(folder)")
    }
  }

  private func exportCapsule(_ store: StudyStore) throws {
    let record = try store.trial(name)
    let path = file ?? output ?? "\(record.study)-\(record.number).capsule"
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

  private func write(_ text: String, to path: String?) throws {
    guard let path else { return Console.result(String(text.dropLast())) }
    try FileBytes.write(text, to: path)
    report(path, name, nil)
  }

  /// Lines go out one by one: with all evaluations a study may be large.
  private func writeLines(_ export: StudyExport, to path: String?) throws {
    guard let path else {
      return try export.jsonLines { Console.result(String($0.dropLast())) }
    }
    let temporary = "\(path).\(getpid()).new"
    guard FileManager.default.createFile(atPath: temporary, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporary)
    else {
      throw FileError(.write, path, code: errno, reason: String(cString: strerror(errno)))
    }
    do {
      try export.jsonLines { try handle.write(contentsOf: Data($0.utf8)) }
      try handle.close()
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw FileError(.write, path, code: code, reason: String(cString: strerror(code)))
    }
    report(path, name, nil)
  }

  private func report(_ path: String, _ what: String, _ next: String?) {
    if jsonOption.json {
      let json: JSONValue = ["study": .string(name), "output": .string(path)]
      return Console.result(json.serialized(.indented(2)))
    }
    Console.note("✔ Wrote \(path): \(what)" + (next.map { "\n  look at it: \($0)" } ?? ""))
  }
}
