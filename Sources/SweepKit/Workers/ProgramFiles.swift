import SweepBase
import SweepConfig
import SweepPipeline

/// The files that a trial's program leaves for the record.
struct ProgramFiles: Sendable {
  private(set) var files: [PipelineFile] = []
  private var compared: [(path: String, sha256: String)] = []

  /// Adds files; a later one takes the place of one with the same path.
  ///
  /// - Parameters:
  ///   - new: The files.
  ///   - isCompared: Whether a re-run has to give the same bytes.
  /// - Returns: A line for the log about each.
  @discardableResult
  mutating func add(_ new: [PipelineFile], isCompared: Bool = true) -> [String] {
    new.map { file in
      files.removeAll { $0.path == file.path }
      compared.removeAll { $0.path == file.path }
      files.append(file)
      let hash = Fingerprint.hex(of: file.bytes)
      if isCompared { compared.append((file.path, hash)) }
      return "file \(file.path): \(file.bytes.count) bytes, sha256 \(hash)"
        + (isCompared ? "" : ", not compared")
    }
  }

  /// The hash of all that is compared; `nil` where there is nothing.
  ///
  /// - Parameter isModel: Whether the files are a model of spaCy's, some values of which do not count.
  /// - Returns: 64 hex digits.
  func hash(isModel: Bool) -> String? {
    if isModel { return files.isEmpty ? nil : ModelHash.of(files: files) }
    guard !compared.isEmpty else { return nil }
    let sorted = compared.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return Fingerprint.hex(of: sorted.map { "\($0.sha256)  \($0.path)\n" }.joined())
  }
}

extension String {
  /// The text as a word of a shell.
  var shellWord: String {
    let isPlain =
      !isEmpty
      && unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "_-./=:,+@%".unicodeScalars.contains($0)
      }
    return isPlain
      ? self
      : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
  }
}
