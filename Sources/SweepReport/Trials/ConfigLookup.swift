import SweepConfig

/// A value of a recorded config by its dotted key, found in its text.
package enum ConfigLookup {
  /// Finds a key.
  ///
  /// The text is as `Config.recordText` writes it: a section's name in a line of its own, each key at
  /// the beginning of a line. Values with variables, and of keys inside values, are looked up in the
  /// config read as a whole.
  ///
  /// - Returns: The value's JSON text, `nil` where there is none.
  package static func value(of key: String, in config: String) -> String? {
    guard let dot = key.lastIndex(of: ".") else { return read(key, config) }
    var config = config
    let section = "[\(key[..<dot])]\n"
    let start = key[key.index(after: dot)...] + " = "
    let found = config.withUTF8 { bytes -> String? in
      guard let body = place(of: section, in: bytes, from: 0, isLineStart: true) else { return nil }
      // The next section begins behind an empty line.
      let end = place(of: "\n\n[", in: bytes, from: body - 1, isLineStart: false) ?? bytes.count
      let part = UnsafeBufferPointer(rebasing: bytes[..<end])
      guard let value = place(of: String(start), in: part, from: body, isLineStart: true) else {
        return nil
      }
      var stop = value
      while stop < end, bytes[stop] != 10 { stop += 1 }
      let isLong = stop + 1 < end && (bytes[stop + 1] == 32 || bytes[stop + 1] == 9)
      let text = JSONFields.text(bytes, value..<stop)
      return isLong || text.contains("$") ? nil : text
    }
    return found ?? read(key, config)
  }

  /// Behind a text; at the beginning of a line only, if so asked.
  private static func place(
    of text: String, in bytes: UnsafeBufferPointer<UInt8>, from: Int, isLineStart: Bool
  ) -> Int? {
    let text = Array(text.utf8)
    guard let first = text.first, bytes.count >= text.count else { return nil }
    var index = from
    while index <= bytes.count - text.count {
      if bytes[index] == first, !isLineStart || index == 0 || bytes[index - 1] == 10,
        text.indices.allSatisfy({ bytes[index + $0] == text[$0] })
      {
        return index + text.count
      }
      index += 1
    }
    return nil
  }

  private static func read(_ key: String, _ text: String) -> String? {
    guard let config = try? Config(parsing: text, file: "") else { return nil }
    let filled = (try? config.interpolated()) ?? config
    return filled.settings.first { $0.key == key }?.value.serialized(.compact)
  }
}
