/// Why a store could not be opened, read or written.
public struct StoreError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// There is no file, and none is to be made.
    case missing
    case isFolder
    /// The folder that the file should be in is not there.
    case noFolder(String)
    case notADatabase
    /// SQLite, but of another program.
    case foreign(applicationID: Int)
    /// A later version of this program has changed the file.
    case newer(migration: String)
    case older(missing: String)
    case damaged(String)
    case locked
    case readOnly
    case diskFull
    /// Anything else that SQLite reports.
    case database(code: Int, message: String)

    case noStudy(name: String, nearest: String?, known: [String])
    case emptyStore
    /// The hint is what was meant, for all that is known.
    case noTrial(String, hint: String?)
    /// Several trials match; each as `study/number (id)`.
    case ambiguous(String, candidates: [String])
    /// A study has the name already.
    case nameTaken(String)
    /// Processes have these trials, which therefore cannot be changed.
    case running([String])
    case planChanged(study: String, difference: String)
    /// The trial was given to another worker, or ended, in the meantime.
    case superseded(trial: String)
    /// The assignment that is to be added is there.
    case known(trial: String)
    /// The study has as many trials as it may have.
    case full(study: String, most: Int)
    /// A race has given out further seeds, after which there are no further assignments.
    case racing(study: String)

    /// The file of an input or artifact cannot be read.
    case unreadable(path: String, reason: String)
    /// A file changed while it was being read.
    case changed(path: String)
    case noBlob(sha256: String)
    /// The bytes in the record are not those that were put there.
    case blobDamaged(sha256: String)
    /// A JSON text in the record cannot be read.
    case badRecord(String)
  }

  public var reason: Reason
  /// The path of the store.
  public var path: String

  public init(_ reason: Reason, path: String) {
    self.reason = reason
    self.path = path
  }
}
