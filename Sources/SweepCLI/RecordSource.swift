import SweepKit
import SweepStore

/// A trial that a command was given: of a store, or of a capsule, which is put into a store of its own.
struct RecordSource {
  let store: StudyStore
  let trial: TrialRecord
  /// The path of the capsule; `nil` for a trial of a store.
  let capsule: String?
  /// Lives as long as the record is read.
  private let temporary: TemporaryStore?

  /// Finds a trial.
  ///
  /// - Parameters:
  ///   - text: A number, `STUDY/NUMBER`, the start of an ID, or the path of a capsule.
  ///   - study: The study of a number.
  ///   - options: Which store it is in, unless it is a capsule.
  ///   - writes: Whether something is to be recorded, if that is possible.
  /// - Throws: `StoreError`, `CapsuleError` or `FileError`.
  init(
    _ text: String, study: String? = nil, options: StoreOptions, writes: Bool = false
  ) throws {
    guard Capsule.isCapsule(text) else {
      // A store that can only be read is still good enough to compare with.
      let writable = writes ? try? StudyStore(path: options.path, access: .write) : nil
      store = try writable ?? StudyStore(path: options.path, access: .read)
      trial = try store.trial(text, study: study)
      (capsule, temporary) = (nil, nil)
      return
    }
    let opened = try Capsule(path: text)
    let temporary = try TemporaryStore()
    store = temporary.store
    trial = try opened.unpack(into: store)
    (capsule, self.temporary) = (text, temporary)
  }
}
