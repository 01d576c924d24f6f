extension Config {
  /// A value of a config by its dotted path.
  public typealias Setting = (key: String, value: JSONValue)

  /// What one dotted path has in each of two configs; `nil` where it is absent.
  public struct Difference: Equatable, Sendable {
    public var key: String
    public var a: JSONValue?
    public var b: JSONValue?

    public init(key: String, a: JSONValue?, b: JSONValue?) {
      self.key = key
      self.a = a
      self.b = b
    }
  }

  /// All values by their dotted paths, in the order of the tree; an empty section is a value, too.
  public var settings: [Setting] {
    var settings: [Setting] = []
    func visit(_ object: JSONObject, _ path: String) {
      for (key, value) in object.entries {
        let name = path.isEmpty ? key : "\(path).\(key)"
        if let nested = value.objectValue, !nested.isEmpty {
          visit(nested, name)
        } else {
          settings.append((name, value))
        }
      }
    }
    visit(root, "")
    return settings
  }

  /// Where two configs differ, by dotted path: in the order of the first, then of the second.
  ///
  /// - Parameters:
  ///   - a: The first config.
  ///   - b: The second config.
  /// - Returns: The paths whose values differ or that only one of them has.
  public static func diff(_ a: Config, _ b: Config) -> [Difference] {
    let (left, right) = (a.settings, b.settings)
    let inLeft = Dictionary(left.map { ($0.key, $0.value) }) { first, _ in first }
    let inRight = Dictionary(right.map { ($0.key, $0.value) }) { first, _ in first }
    let changed = left.compactMap { setting -> Difference? in
      let other = inRight[setting.key]
      return other == setting.value
        ? nil : Difference(key: setting.key, a: setting.value, b: other)
    }
    let added = right.compactMap { setting -> Difference? in
      inLeft[setting.key] == nil ? Difference(key: setting.key, a: nil, b: setting.value) : nil
    }
    return changed + added
  }
}
