/// Why a capsule cannot be made or read.
public struct CapsuleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is in the way.
  public enum Reason: Equatable, Sendable {
    /// The file is none; what it is instead.
    case notACapsule(found: String)
    /// The archive ends before its end.
    case truncated
    /// A later version of this program has made it.
    case newer(version: Int)
    /// A name in it would lead out of the folder it is unpacked in.
    case unsafePath(String)
    /// The files are not those that the manifest lists, a line each.
    case tampered([String])
    /// A file in it cannot be understood.
    case badFile(name: String, problem: String)
    /// The trial has no result to prove.
    case notDone(state: String)
    /// Another program has trained the trial.
    case trainedElsewhere
    /// An input file is neither in the record nor where it was.
    case inputGone(path: String, sha256: String)
    /// An input is larger than an archive can hold.
    case tooLarge(path: String, bytes: Int)
    /// The store that it is to be put into has another trial under its number.
    case numberTaken(trial: String, id: String)
    /// It would start a program of its own.
    case needsTrust(command: String)
  }

  /// What is in the way.
  public var reason: Reason
  /// The capsule, or the trial it is to be made of.
  public var name: String

  public init(_ reason: Reason, _ name: String) { (self.reason, self.name) = (reason, name) }

  public var description: String {
    "\(name): \(problem)" + (help.map { "\n  help: \($0)" } ?? "")
  }

  private var problem: String {
    switch reason {
    case .notACapsule(let found): "expected a capsule of `sweep export`, found \(found)"
    case .truncated: "the capsule is cut off: it ends before its last file does"
    case .newer(let version):
      "the capsule is of version \(version); this program reads up to \(Capsule.version)"
    case .unsafePath(let path):
      "the capsule is refused: its file \"\(path)\" would lie outside of the folder it is read in"
    case .tampered(let lines):
      "the capsule is not as it was made:\n" + lines.map { "    " + $0 }.joined(separator: "\n")
    case .badFile(let name, let problem): "\(name) in the capsule: \(problem)"
    case .notDone(let state):
      "the trial is \(state), so it has no result that a capsule could prove"
    case .trainedElsewhere: "the trial was trained by another program, which has to repeat it"
    case .inputGone(let path, let sha256):
      "the input \(path) is neither in the record nor there with the SHA-256 \(sha256)"
    case .tooLarge(let path, let bytes):
      "the input \(path) has \(bytes) bytes, more than a capsule can hold (8 GiB)"
    case .numberTaken(let trial, let id): "\(trial) is another trial in the store (\(id))"
    case .needsTrust(let command): "the capsule starts a program: \(command)"
    }
  }

  private var help: String? {
    switch reason {
    case .notACapsule: "`sweep export TRIAL FILE.capsule` makes one"
    case .truncated, .tampered, .unsafePath: "copy it again from where it was made"
    case .newer: "use that version of sweep, which is in the capsule where it was small enough"
    case .badFile: "copy it again from where it was made"
    case .notDone: "run its sweep again first"
    case .trainedElsewhere: "`sweep show` has its config and its seed"
    case .inputGone: "put that file back; `keep_inputs_mb` in a sweep file keeps larger ones"
    case .tooLarge: "share the file apart from the trial"
    case .numberTaken: "rename the study in the store first, or name another store with --store"
    case .needsTrust: "look at its command, then run it with --trust"
    }
  }
}
