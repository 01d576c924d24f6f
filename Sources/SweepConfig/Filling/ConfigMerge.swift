/// How two configs become one: what the user wrote over what is there by default.
enum ConfigMerge {
  /// The values of `user`, and those of `defaults` that it lacks.
  ///
  /// Keys keep the user's order; defaults follow. A section of the user's that calls another
  /// function than the default does, or calls one where the default calls none, takes nothing from
  /// the default.
  static func merged(_ user: JSONObject, over defaults: JSONObject) -> JSONObject {
    var result = user
    for (key, value) in defaults.entries {
      guard let existing = user[key] else {
        result[key] = value
        continue
      }
      guard let section = existing.objectValue, let below = value.objectValue else { continue }
      if let function = section.functionKey, below[function] != section[function] { continue }
      result[key] = .object(merged(section, over: below))
    }
    return result
  }
}

extension JSONObject {
  /// The keys that name a function, such as `@optimizers`.
  var functionKeys: [String] { keys.filter { $0.hasPrefix("@") } }

  /// The first key that names a function.
  var functionKey: String? { keys.first { $0.hasPrefix("@") } }
}
