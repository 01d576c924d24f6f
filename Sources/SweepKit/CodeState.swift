import Foundation
import SweepBase
import SweepConfig

/// The state of the version-controlled folder in which a sweep was started.
public struct CodeState: Equatable, Sendable {
  /// The commit that is checked out.
  public var commit: String
  /// Whether tracked files differ from it.
  public var isDirty: Bool
  /// What differs, as a patch, cut at `patchLimit` bytes, without passwords and keys.
  public var patch: String
  /// SHA-256 of the patch before it was cut at the limit of what git was asked for.
  public var patchHash: String?
  /// Whether the patch is longer than what is kept.
  public var isPatchCut: Bool

  /// How much of a patch is kept, in bytes.
  public static let patchLimit = 256 * 1024

  /// Reads the state with git, or returns `nil` outside a repository and where git is missing.
  public static func current(in folder: String) -> CodeState? {
    guard
      let commit = outputOfProgram(
        ["git", "rev-parse", "--verify", "--quiet", "HEAD"], in: folder, limit: 200)
    else { return nil }
    let patch =
      outputOfProgram(
        ["git", "diff", "--no-color", "--no-ext-diff", "HEAD"], in: folder, limit: 64 << 20) ?? ""
    // A patch is for people to read, not to be applied: what is secret in it goes.
    let kept = SecretText.stripped(
      String(decoding: Array(patch.utf8.prefix(patchLimit)), as: UTF8.self))
    return CodeState(
      commit: commit.trimmingCharacters(in: .whitespacesAndNewlines), isDirty: !patch.isEmpty,
      patch: kept, patchHash: patch.isEmpty ? nil : Fingerprint.hex(of: patch),
      isPatchCut: patch.utf8.count > patchLimit)
  }

  /// The state as it stands in a record.
  var json: JSONObject {
    var object = JSONObject()
    object["commit"] = .string(commit)
    object["dirty"] = .bool(isDirty)
    object["patch_sha256"] = patchHash.map { .string($0) } ?? .null
    object["patch_cut"] = .bool(isPatchCut)
    object["patch"] = .string(patch)
    return object
  }

  /// The state without what differs: that something does is kept, and its hash.
  var withoutPatch: CodeState {
    var state = self
    state.patch = ""
    return state
  }
}
