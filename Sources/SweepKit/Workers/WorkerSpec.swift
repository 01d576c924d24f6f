import SweepConfig
import SweepStore

/// What a worker is to train: the file that it gets.
struct WorkerSpec: Sendable {
  /// Study and number.
  var trial: String
  /// The filled config; variables are kept.
  var config: String
  var threads: Int
  /// The files that it will read, which must be as they were when the trial began.
  var inputs: [Input]
  /// A file with the state to go on from.
  var resume: String?
  /// The program that has written this, and its hash.
  var program: FileStamp?

  /// A file that the worker reads.
  struct Input: Equatable, Sendable {
    var written: String
    var sha256: String
  }

  /// The version of the worker protocol.
  static let version = 1

  var json: JSONObject {
    var json: JSONObject = [
      "version": .integer(Self.version), "trial": .string(trial), "config": .string(config),
      "threads": .integer(threads),
      "inputs": .array(
        inputs.map { ["path": .string($0.written), "sha256": .string($0.sha256)] }),
    ]
    if let resume { json["resume"] = .string(resume) }
    if let program { json["program"] = .object(program.json) }
    return json
  }

  init(task: TrialTask, inputs: [InputRecord], threads: Int) {
    (trial, self.threads) = (task.name.trial, threads)
    config = task.config.recordText()
    self.inputs = inputs.map { Input(written: $0.written, sha256: $0.sha256) }
  }

  /// Reads a file.
  ///
  /// - Throws: `FileError`, `JSONError` or `WorkerError` where it is of no use.
  init(contentsOf path: String) throws {
    let json = try JSONValue(parsing: try FileBytes.read(path))
    guard json["version"]?.intValue == Self.version else {
      throw WorkerError(
        "\(path): expected version \(Self.version) of the worker protocol, found "
          + (json["version"]?.serialized(.compact) ?? "none"))
    }
    guard let trial = json["trial"]?.stringValue, let config = json["config"]?.stringValue else {
      throw WorkerError("\(path): expected a trial and its config")
    }
    (self.trial, self.config) = (trial, config)
    threads = max(1, json["threads"]?.intValue ?? 1)
    inputs = (json["inputs"]?.arrayValue ?? []).compactMap { input in
      guard let path = input["path"]?.stringValue, let hash = input["sha256"]?.stringValue else {
        return nil
      }
      return Input(written: path, sha256: hash)
    }
    resume = json["resume"]?.stringValue
    program = json["program"]?.objectValue.flatMap(FileStamp.init(json:))
  }
}

/// What a worker cannot do, in words.
struct WorkerError: Error, Equatable, Sendable, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
