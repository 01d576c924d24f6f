import Foundation
import SweepBase
import SweepConfig
import SweepSearch
package import SweepStore

/// What goes into a capsule beside the trial's record.
package struct CapsuleContents: Sendable {
  /// Whether the program goes along.
  package enum ProgramChoice: Equatable, Sendable {
    /// Where it is no larger than `Capsule.programLimit`.
    case ifSmall
    case always
    case never
  }

  package var program: ProgramChoice
  /// Where the running program is.
  package var programPath: String
  /// Whether what names people, machines and texts is left out, and with that the inputs.
  package var isRedacted: Bool

  package init(
    program: ProgramChoice = .ifSmall, programPath: String = "/proc/self/exe",
    isRedacted: Bool = false
  ) {
    (self.program, self.programPath, self.isRedacted) = (program, programPath, isRedacted)
  }
}

extension Capsule {
  /// What `write` has done.
  package struct Summary: Equatable, Sendable {
    /// The files of the archive with their sizes, in order.
    package var files: [(name: String, bytes: Int)]
    /// Why something is not in it, for people.
    package var notices: [String]

    package static func == (a: Summary, b: Summary) -> Bool {
      a.notices == b.notices && a.files.elementsEqual(b.files) { $0 == $1 }
    }

    /// The size of all files.
    package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
  }

  /// Writes a trial of a store as a capsule.
  ///
  /// The bytes depend on the record and the program alone.
  ///
  /// - Parameters:
  ///   - record: A trial that is done or was ended early.
  ///   - store: Where it is recorded.
  ///   - path: The file to write.
  ///   - contents: What goes along.
  /// - Returns: What the capsule has.
  /// - Throws: `CapsuleError`, `StoreError`, or `FileError` when it cannot be written.
  package static func write(
    _ record: TrialRecord, in store: StudyStore, to path: String,
    contents: CapsuleContents = CapsuleContents()
  ) throws -> Summary {
    guard record.state == .done || record.state == .pruned else {
      throw CapsuleError(
        .notDone(state: record.isLost ? "stopped" : record.state.rawValue), record.name)
    }
    var trial = try store.transfer(of: record)
    if trial.provenance?["trainer"] == "elsewhere" || trial.provenance?["imported"] != nil {
      throw CapsuleError(.trainedElsewhere, record.name)
    }
    var study = try store.transfer(of: store.study(named: record.study))
    var notices: [String] = []
    if contents.isRedacted {
      (study, trial) = Redaction.redacted(study, trial)
      notices.append(
        "the inputs are left out: put them at the paths that `show` names to re-run it")
    }
    if !contents.isRedacted { trial.inputs += programFiles(trial, &notices) }
    // What a re-run does not need must not give anything away.
    study.study.sweepText = SecretText.stripped(study.study.sweepText)
    (trial.log, trial.error) = (
      trial.log.map(SecretText.stripped), trial.error.map(SecretText.stripped)
    )
    if var git = trial.provenance?["git"]?.objectValue {
      git["patch"] = git["patch"].map { .string(SecretText.stripped($0.stringValue ?? "")) }
      trial.provenance?["git"] = .object(git)
    }
    // A model's bytes do not go along, so it is not in the record that a capsule is.
    trial.artifacts = trial.artifacts.filter { $0.kind != "model" }
    var parts = try inputParts(
      contents.isRedacted ? [] : trial.inputs, record.name, in: store)
    let files = trial.inputs.map { input in
      parts.first { $0.sha256 == input.sha256 }?.name
    }
    parts = texts(study, trial, files) + parts
    let program = try programPart(contents, &notices)
    parts += [program.part].compactMap { $0 }
    parts.insert(
      Part(
        "README.txt",
        readme(
          trial, study.study.name, hasProgram: program.part != nil,
          isOfProgram: study.engine != "native")), at: 0)
    let manifest = manifest(study, trial, parts, program.json, contents)
    let archive = try TarWriter(path, seconds: (trial.finished ?? 0) / 1000)
    try archive.add("manifest.json", Array((manifest.serialized(.indented(2)) + "\n").utf8))
    for part in parts { try archive.add(part.name, part.bytes(), isProgram: part.isProgram) }
    try archive.finish()
    return Summary(files: parts.map { ($0.name, $0.count) }, notices: notices)
  }

  /// A file of the archive; large ones are read when they are written.
  private struct Part {
    var name: String
    var sha256: String
    var count: Int
    var isProgram = false
    var bytes: () throws -> [UInt8]

    init(_ name: String, _ text: String) {
      let bytes = Array(text.utf8)
      self.init(name, sha256: Fingerprint.hex(of: bytes), count: bytes.count) { bytes }
    }

    init(_ name: String, sha256: String, count: Int, bytes: @escaping () throws -> [UInt8]) {
      (self.name, self.sha256, self.count, self.bytes) = (name, sha256, count, bytes)
    }
  }

  private static func texts(
    _ study: StudyTransfer, _ trial: TrialTransfer, _ files: [String?]
  ) -> [Part] {
    func json(_ object: JSONObject) -> String { object.serialized(.indented(2)) + "\n" }
    var parts = [
      Part("study.json", json(CapsuleCoding.json(study))),
      Part("trial.json", json(CapsuleCoding.json(trial, files: files))),
      Part("config.cfg", trial.config),
      Part("provenance.json", json(trial.provenance ?? [:])),
      Part("evaluations.jsonl", CapsuleCoding.lines(trial.evaluations)),
    ]
    if !study.study.sweepText.isEmpty { parts.append(Part("sweep.toml", study.study.sweepText)) }
    if let counts = trial.counts {
      parts.append(Part("documents.csv", CapsuleCoding.table(counts)))
    }
    if let log = trial.log, !log.isEmpty { parts.append(Part("log.txt", log)) }
    return parts
  }

  /// The setting that files of a trial's command are inputs of.
  static let commandSetting = "command"

  /// The files of the trial's command, such as its script, where they are as they were.
  private static func programFiles(
    _ trial: TrialTransfer, _ notices: inout [String]
  ) -> [InputRecord] {
    let provenance = trial.provenance ?? [:]
    return (provenance["files"]?.arrayValue ?? []).compactMap { file in
      guard let word = file["path"]?.stringValue, let hash = file["sha256"]?.stringValue else {
        return nil
      }
      let sweep = provenance["sweep_folder"]?.stringValue ?? "."
      let path = (try? CommandTemplate(parsing: word))?.text { _ in sweep } ?? word
      let here = provenance["folder"]?.stringValue ?? "."
      let resolved = path.hasPrefix("/") ? path : "\(here)/\(path)"
      guard let bytes = try? FileBytes.read(resolved, limit: largestProgramFile),
        Fingerprint.hex(of: bytes) == hash
      else {
        notices.append("\(word) is not as it was, or is large: it has to be there for a re-run")
        return nil
      }
      return InputRecord(
        setting: commandSetting, written: word, resolved: resolved, sha256: hash,
        bytes: bytes.count)
    }
  }

  /// A larger file of a command is no script, in bytes.
  private static let largestProgramFile = 10_000_000

  /// The inputs, each content once: from the record, else from where they were.
  private static func inputParts(
    _ inputs: [InputRecord], _ trial: String, in store: StudyStore
  ) throws -> [Part] {
    var parts: [Part] = []
    for input in inputs where !parts.contains(where: { $0.sha256 == input.sha256 }) {
      guard input.bytes <= TarWriter.largestFile else {
        throw CapsuleError(.tooLarge(path: input.written, bytes: input.bytes), trial)
      }
      let name = "inputs/\(parts.count)-\(fileName(input.written))"
      let isKept = try store.holds(input.sha256)
      let gone = CapsuleError(.inputGone(path: input.resolved, sha256: input.sha256), trial)
      // Found out now rather than in the middle of a capsule.
      if !isKept, !FileBytes.exists(input.resolved) { throw gone }
      parts.append(
        Part(name, sha256: input.sha256, count: input.bytes) {
          if isKept { return try store.bytes(input.sha256) }
          let bytes = try FileBytes.read(input.resolved)
          guard Fingerprint.hex(of: bytes) == input.sha256 else { throw gone }
          return bytes
        })
    }
    return parts
  }

  /// The last part of a path in letters that every file system takes.
  private static func fileName(_ path: String) -> String {
    let last = path.split(separator: "/").last ?? "input"
    let plain = last.map {
      $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_"
    }
    return String(plain.suffix(60))
  }

  private static func programPart(
    _ contents: CapsuleContents, _ notices: inout [String]
  ) throws -> (part: Part?, json: JSONObject) {
    let bytes = try FileBytes.read(contents.programPath)
    let hash = Fingerprint.hex(of: bytes)
    var json: JSONObject = [
      "sweep": .string(Provenance.programVersion), "sha256": .string(hash),
      "bytes": .integer(bytes.count), "file": .null,
    ]
    var isIncluded = contents.program == .always
    if contents.program == .ifSmall {
      isIncluded = bytes.count <= programLimit
      if !isIncluded {
        notices.append(
          "the program (\(bytes.count) bytes) is left out; `--with-program` takes it along")
      }
    }
    guard isIncluded else { return (nil, json) }
    json["file"] = "program/sweep"
    var part = Part("program/sweep", sha256: hash, count: bytes.count) { bytes }
    part.isProgram = true
    return (part, json)
  }

  private static func manifest(
    _ study: StudyTransfer, _ trial: TrialTransfer, _ parts: [Part], _ program: JSONObject,
    _ contents: CapsuleContents
  ) -> JSONObject {
    [
      "format": .string(format), "version": .integer(version),
      "trial": .string("\(study.study.name)/\(trial.number)"),
      "id": trial.contentID.map { .string($0) } ?? .null,
      "engine": .string(study.engine), "redacted": .bool(contents.isRedacted),
      "program": .object(program),
      "files": .array(
        parts.map {
          [
            "path": .string($0.name), "sha256": .string($0.sha256), "bytes": .integer($0.count),
          ]
        }),
    ]
  }

  private static func readme(
    _ trial: TrialTransfer, _ study: String, hasProgram: Bool, isOfProgram: Bool
  ) -> String {
    let rerun =
      isOfProgram
      ? """
        sweep rerun THIS.capsule --trust    starts its command again, with the files from here, and
                                            compares every number; what the command needs beside
                                            them, such as Python, has to be there
      """
      : """
        sweep rerun THIS.capsule    trains it again from this file alone, and compares every number
                                    and the model, bit for bit
      """
    let program =
      hasProgram
      ? """
      The program is in program/sweep, for the same kind of machine and its libraries:
        tar xf THIS.capsule program/sweep && program/sweep rerun THIS.capsule

      """ : ""
    return """
      The training run \(study)/\(trial.number) of the program sweep, in one file.

      \(rerun)
        sweep show THIS.capsule     shows what is recorded

      \(program)
      manifest.json      format, program, and the SHA-256 of every other file
      trial.json         settings, state, best scores, the model's hash, inputs
      config.cfg         the full config, as spaCy reads it
      evaluations.jsonl  every number of every evaluation, with the 64 bits of the double
      documents.csv      entities of each document of the development data at the best evaluation
      provenance.json    program, machine and code that made it
      study.json, sweep.toml   the sweep that it is part of
      log.txt            the training table
      inputs/            the files that it was trained from, and those of its command

      """
  }
}
