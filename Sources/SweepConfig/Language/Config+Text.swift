extension Config {
  /// The text of this config, as spaCy 3.8 writes it; variables stay variables.
  ///
  /// Sections come in the order of the tree, all top-level ones first, then their subsections. A
  /// dollar sign that starts no variable is written `$$`.
  ///
  /// - Source: confection 1.3.4, `Config.to_str`.
  public func text() -> String { text(escapingDollars: true) }

  /// The text of this config for a record: read again, it is this config.
  ///
  /// It is `text()` without the doubling of dollar signs, which grows with each reading.
  public func recordText() -> String { text(escapingDollars: false) }

  /// A text that is the same for equal configs, whatever the order of their sections and keys.
  ///
  /// The order of positional arguments counts and is kept.
  public func canonicalText() -> String {
    Config(root.sortedByKey, file: file).text(escapingDollars: false)
  }

  private func text(escapingDollars: Bool) -> String {
    var blocks: [String] = []
    var queue: [(path: [String], object: JSONObject)] = [([], root)]
    var next = 0
    while next < queue.count {
      let (path, object) = queue[next]
      next += 1
      var lines: [String] = []
      for (key, value) in object.entries {
        if key == "*", value == [:], !path.isEmpty {
          // Positional arguments have no header of their own.
          lines.append("* = {}")
        } else if let nested = value.objectValue, path.isEmpty || nested.isWritableAsSection,
          key.isWritableAsName
        {
          queue.append((path + [key], nested))
        } else {
          let text = value.configText(escapingDollars: escapingDollars)
          lines.append("\(key) = " + text.withContinuationLines)
        }
      }
      if !path.isEmpty, path.last != "*" || path.count == 1 || !lines.isEmpty {
        lines.insert("[\(path.joined(separator: "."))]", at: 0)
      }
      if !lines.isEmpty { blocks.append(lines.joined(separator: "\n")) }
    }
    return String(blocks.joined(separator: "\n\n").trimmed)
  }
}

extension JSONObject {
  /// Whether the keys and values can be written as those of a section and read again.
  ///
  /// A key that is a section of its own has only to be writable in a header.
  fileprivate var isWritableAsSection: Bool {
    entries.allSatisfy { key, value in
      key.isWritableAsKey && !(value.stringValue?.losesBlanks ?? false)
        || key.isWritableAsName && value.objectValue?.isWritableAsSection ?? false
    }
  }

  fileprivate var sortedByKey: JSONObject {
    JSONObject(
      keys.sorted { Array($0.unicodeScalars).lexicographicallyPrecedes(Array($1.unicodeScalars)) }
        .map { key in
          guard let nested = self[key]?.objectValue else { return (key, self[key] ?? .null) }
          return (key, .object(key == "*" ? nested.withSortedValues : nested.sortedByKey))
        })
  }

  /// The values sorted by key inside, themselves in their order.
  private var withSortedValues: JSONObject {
    JSONObject(
      entries.map { entry in
        (entry.key, entry.value.objectValue.map { .object($0.sortedByKey) } ?? entry.value)
      })
  }
}

extension String {
  /// Whether a line `key = value` with this key gives the key back.
  var isWritableAsKey: Bool {
    guard let first = utf8.first, trimmed.utf8.count == utf8.count else { return false }
    let isComment = first == UInt8(ascii: "#") || first == UInt8(ascii: ";")
    return !isComment && first != UInt8(ascii: "[")
      && !utf8.contains {
        $0 == 0x0A || $0 == 0x0D || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
      }
  }

  /// Whether a header with this name gives the name back.
  fileprivate var isWritableAsName: Bool {
    !isEmpty && !utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == UInt8(ascii: ".") }
  }

  fileprivate var withContinuationLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\t")
  }
}
