import SweepBase
import SweepConfig
import SweepStore
import SweepTraining

/// The data of a test, read as the development data is read.
final class TestData: Sendable {
  /// As it was given.
  let path: String
  /// SHA-256 of the file; of a folder, of its files' hashes.
  let hash: String
  let byteCount: Int
  private let files: [InputDescription]
  private let source: InputSource
  private let whole: PreparedCorpus

  /// Reads test data.
  ///
  /// - Throws: `FileError` or `DocBinError`, and `StudyTestError.emptyFile`.
  init(path: String, _ source: InputSource, study: String) throws {
    (self.path, self.source) = (path, source)
    whole = try PreparedCorpus(CorpusSettings(path: path), from: source)
    guard !whole.examples.isEmpty else {
      throw StudyTestError(.emptyFile(path: path), study: study)
    }
    files = whole.files
    byteCount = files.reduce(0) { $0 + $1.byteCount }
    let hashes = files.map(\.hash)
    hash = hashes.count == 1 ? hashes[0] : Fingerprint.hex(of: hashes.joined(separator: "\n"))
  }

  /// Makes sure that trials have neither trained on the data nor been chosen by it.
  ///
  /// - Throws: `StudyTestError.notHeldOut`, or `StoreError`.
  func requireHeldOut(from trials: [TrialRecord], in store: StudyStore) throws {
    for trial in trials {
      for input in try store.inputs(of: trial) { try requireOther(input, study: trial.study) }
    }
  }

  /// Makes sure that corpora are other data.
  ///
  /// - Throws: `StudyTestError.notHeldOut`.
  func requireHeldOut(from corpora: TrainingCorpora, study: String) throws(StudyTestError) {
    for input in corpora.inputRecords { try requireOther(input, study: study) }
  }

  private func requireOther(_ input: InputRecord, study: String) throws(StudyTestError) {
    guard let file = files.first(where: { $0.hash == input.sha256 }) else { return }
    throw StudyTestError(
      .notHeldOut(path: file.path, setting: input.setting, input: input.written), study: study)
  }

  /// The examples for a config: with `gold_preproc` and `max_length` of its development corpus.
  func corpus(for settings: TrainingSettings) throws -> PreparedCorpus {
    var reader = settings.devCorpus
    (reader.path, reader.limit, reader.fold) = (path, 0, nil)
    if reader == whole.settings { return whole }
    return try PreparedCorpus(reader, from: source)
  }
}
