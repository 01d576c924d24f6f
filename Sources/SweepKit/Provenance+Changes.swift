import SweepConfig
import SweepReport

extension Provenance {
  /// What differs from a record, in the order in which it is most likely to explain a difference.
  func changes(since recorded: JSONObject) -> [RerunVerdict.Change] {
    let names: [(key: String, name: String)] = [
      ("numerics", "numerics version"), ("sweep", "program version"), ("binary_sha256", "program"),
      ("swift", "Swift"), ("simd", "SIMD level"), ("cpu", "CPU"), ("openblas", "OpenBLAS"),
      ("system", "system"), ("environment", "environment"),
    ]
    var changes = names.compactMap { key, name in
      change(name, recorded[key], json[key])
    }
    for key in ["commit", "patch_sha256"] {
      let name = key == "commit" ? "git commit" : "uncommitted changes"
      if let change = change(name, recorded["git"]?[key], json["git"]?[key]) {
        changes.append(change)
      }
    }
    return changes
  }

  private func change(
    _ name: String, _ recorded: JSONValue?, _ now: JSONValue?
  ) -> RerunVerdict.Change? {
    let (before, after) = (recorded ?? .null, now ?? .null)
    guard before != after else { return nil }
    return RerunVerdict.Change(
      name: name, recorded: NumberText.setting(before), now: NumberText.setting(after))
  }
}
