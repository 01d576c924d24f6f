import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepTensors

/// The command `sweep info`.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Tell about this program, or about a model folder.",
    discussion: """
      Examples:
        sweep info
        sweep info output/ner/model-best --markdown
        sweep info en_core_web_md --exclude labels,sources

      A model is a folder, or the name of a pipeline package in the active Python environment.
      """)

  @Argument(help: "A model folder or an installed pipeline package.")
  var model: String?

  @Flag(
    name: [.long, .customLong("md", withSingleDash: true)],
    help: "Print Markdown for an issue or a forum.")
  var markdown = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Keys to leave out, divided by commas.", valueName: "keys"))
  var exclude = "labels"

  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let excluded = InitConfigCommand.names(exclude)
    let title: String
    var data: JSONObject
    if let model {
      title = "Info about pipeline '\(model)'"
      data = try Self.meta(of: try PipelineLocation.folder(of: model, environment: environment))
    } else {
      title = "Info about sweep"
      data = Self.program(environment)
    }
    for key in excluded { data.removeValue(forKey: key) }
    if jsonOption.json {
      let entries = data.entries.map { entry in
        (entry.key.lowercased().map { $0 == " " ? "_" : String($0) }.joined(), entry.value)
      }
      return Console.result(JSONObject(entries).serialized(.indented(2)))
    }
    let rows = data.entries.map { [$0.key, Self.text(of: $0.value)] }
    if markdown {
      let items = rows.filter { !$0[1].isEmpty && !["Location", "source"].contains($0[0]) }
        .map { "- **\($0[0]):** \($0[1])" }
      return Console.result("\n## \(title)\n\n\(items.joined(separator: "\n"))\n")
    }
    Console.result(Printout.divider(title))
    Console.result(Printout.table(rows))
  }

  /// What stands in a model's `meta.json`, without scores.
  private static func meta(of folder: String) throws -> JSONObject {
    let path = folder + "/meta.json"
    guard FileBytes.exists(path) else {
      throw FileError(.read, path, code: ENOENT, reason: "Can't find pipeline meta.json")
    }
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    guard var meta = (try? JSONValue(parsing: text))?.objectValue else {
      throw FileError(.read, path, code: 0, reason: "expected a JSON object")
    }
    for key in ["accuracy", "performance", "speed"] { meta.removeValue(forKey: key) }
    meta["source"] = .string(URL(fileURLWithPath: folder).standardizedFileURL.path)
    return meta
  }

  private static func program(_ environment: [String: String]) -> JSONObject {
    let packages = PipelineLocation.packages(environment: environment)
    return [
      "sweep version": .string(Provenance.programVersion),
      "Location": .string(Bundle.main.executablePath ?? CommandLine.arguments.first ?? ""),
      "Platform": .string(Self.platform), "SIMD level": .string(SIMDLevel.current.rawValue),
      "Pipelines": .string(
        packages.map { "\($0.name) (\($0.version))" }.joined(separator: ", ")),
    ]
  }

  /// The system, its release and the processor, such as `Linux-6.1.0-x86_64`.
  private static var platform: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    func text<Field>(_ field: Field) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return [text(names.sysname), text(names.release), text(names.machine)].joined(separator: "-")
  }

  private static func text(of value: JSONValue) -> String {
    value.stringValue ?? value.pythonRepresentation
  }
}
