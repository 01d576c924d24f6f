import Foundation
import SweepConfig
import SweepPipeline
import SweepSearch

/// The folder of a trial that runs as a program, and the files that it gets there.
struct TrialFolder: Sendable {
  /// Absolute.
  let path: String

  /// Makes an empty folder; what an earlier attempt has left there goes.
  ///
  /// - Throws: `ProgramError` when it cannot be made.
  init(path: String) throws(ProgramError) {
    self.path = path
    do {
      let files = FileManager.default
      if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
      try FileBytes.makeDirectory(path)
    } catch {
      throw ProgramError(.badFolder(describe(error)))
    }
  }

  /// A file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes what the program may read: the resolved config in three forms, and what names the trial.
  ///
  /// - Throws: `ProgramError` when it cannot be written.
  func write(_ task: TrialTask, _ resolved: Config) throws(ProgramError) {
    try write(resolved.text(), "config.cfg")
    try write(JSONValue.object(resolved.root).serialized(.indented(2)) + "\n", "config.json")
    try write(resolved.root.tomlFile, "config.toml")
    let json: JSONObject = [
      "study": .string(task.name.study), "trial": .string(task.name.trial),
      "id": .string(task.name.id), "number": .integer(task.number),
      "seed": .integer(task.name.seed), "params": .object(task.name.assignment.json),
      "config": .object(resolved.root),
    ]
    try write(json.serialized(.compact) + "\n", "trial.json")
  }

  /// Writes a file without waiting for the disk: it is of no use after a power cut.
  ///
  /// - Throws: `ProgramError` when it cannot be written.
  func write(_ text: String, _ name: String) throws(ProgramError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    } catch {
      throw ProgramError(.badFolder(describe(error)))
    }
  }

  /// Removes the folder and all that is in it.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// The files of a folder in it, by path.
  ///
  /// - Throws: `FileError` when one cannot be read.
  static func files(below path: String) throws(FileError) -> [PipelineFile] {
    guard FileBytes.isDirectory(path) else {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return [PipelineFile(name, try FileBytes.read(path, limit: largestFile))]
    }
    var files: [PipelineFile] = []
    for name in try FileBytes.list(path) {
      let inner = "\(path)/\(name)"
      if FileBytes.isDirectory(inner) {
        files += try Self.files(below: inner).map { PipelineFile("\(name)/\($0.path)", $0.bytes) }
      } else {
        files.append(PipelineFile(name, try FileBytes.read(inner, limit: largestFile)))
      }
    }
    return files
  }

  /// A larger file does not go into a record, in bytes.
  static let largestFile = 1_000_000_000
}

extension JSONObject {
  /// The object as a TOML file: tables by their headers, nulls as comments.
  var tomlFile: String { tomlSection(header: "") }

  private func tomlSection(header: String) -> String {
    var lines: [String] = []
    var inner = ""
    for (key, value) in entries {
      let name = header.isEmpty ? Self.tomlKey(key) : "\(header).\(Self.tomlKey(key))"
      if let table = value.objectValue {
        inner += "\n[\(name)]\n" + table.tomlSection(header: name)
      } else if value.hasNull {
        lines.append("# \(Self.tomlKey(key)) = \(value.serialized(.compact)): TOML has no null")
      } else {
        lines.append("\(Self.tomlKey(key)) = \(value.tomlText)")
      }
    }
    return lines.map { $0 + "\n" }.joined() + inner
  }

  private static func tomlKey(_ key: String) -> String {
    let isBare =
      !key.isEmpty
      && key.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
          || $0 < 128 && Character(Unicode.Scalar($0)).isLetter
          || $0 < 128 && Character(Unicode.Scalar($0)).isNumber
      }
    return isBare ? key : JSONValue.string(key).tomlText
  }
}

extension JSONValue {
  fileprivate var hasNull: Bool {
    switch self {
    case .null: true
    case .array(let items): items.contains(where: \.hasNull)
    case .object(let object): object.values.contains(where: \.hasNull)
    default: false
    }
  }
}
