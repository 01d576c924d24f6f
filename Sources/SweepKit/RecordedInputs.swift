import SweepBase
import SweepConfig
import SweepStore
import SweepTraining

/// The input files of a recorded trial: from where they were if they are unchanged, else from the
/// record; of a capsule, from the capsule.
struct RecordedInputs: Sendable {
  /// Reads the files that the trial's config names.
  let source: InputSource
  /// Where each file came from, a line each.
  let origins: [String]

  /// Finds the inputs of a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - store: Its record.
  ///   - capsule: The capsule that the record was made of; its own files come first then.
  /// - Throws: `RerunError.inputGone` when a file is neither here nor there, or `StoreError`.
  init(of trial: TrialRecord, in store: StudyStore, capsule: String? = nil) throws {
    var files: [InputFile] = []
    var origins: [String] = []
    for input in try store.inputs(of: trial) {
      // Both corpora may have read one file, or one folder.
      if files.contains(where: { $0.path == input.written }) { continue }
      let (bytes, origin) = try Self.read(input, of: trial, in: store, capsule)
      files.append(
        InputFile(path: input.written, resolvedPath: input.resolved, bytes: bytes))
      origins.append("\(input.written) \(origin)")
    }
    self.origins = origins
    let known = files
    source = InputSource { path throws(FileError) in
      let exact = known.filter { $0.path == path }.prefix(1)
      let inside = known.filter { $0.path.hasPrefix(path + "/") }
      guard !exact.isEmpty || !inside.isEmpty else {
        throw FileError(.read, path, code: 0, reason: "it is no input of the recorded trial")
      }
      return Array(exact) + inside
    }
  }

  static func read(
    _ input: InputRecord, of trial: TrialRecord, in store: StudyStore, _ capsule: String?
  ) throws -> (bytes: [UInt8], origin: String) {
    if let capsule, try store.holds(input.sha256) {
      return (try store.bytes(input.sha256), "from \(capsule)")
    }
    let problem: String
    do throws(FileError) {
      let bytes = try FileBytes.read(input.resolved)
      if Fingerprint.hex(of: bytes) == input.sha256 { return (bytes, "from \(input.resolved)") }
      problem = "has changed"
    } catch {
      problem = "cannot be read (\(error.reason))"
    }
    guard try store.holds(input.sha256) else {
      throw RerunError(
        .inputGone(
          path: input.written, resolved: input.resolved, sha256: input.sha256, problem: problem),
        trial: trial.name)
    }
    return (try store.bytes(input.sha256), "from the record, since \(input.resolved) \(problem)")
  }
}
