/// Finds the entries of a JSON object in its text, without making values of them.
///
/// Lists of ten thousand trials show a few entries of each; reading all of them would take most of
/// the time.
package enum JSONFields {
  /// The keys and values of an object as places in its bytes; keys without their quotes.
  ///
  /// - Parameters:
  ///   - bytes: A JSON object, as the record keeps it.
  ///   - body: Is called for each entry; whether to go on.
  /// - Returns: Whether the bytes were an object.
  @discardableResult
  static func visit(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, Range<Int>) -> Bool
  ) -> Bool {
    var index = skipBlanks(bytes, 0)
    guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return false }
    index = skipBlanks(bytes, index + 1)
    if index < bytes.count, bytes[index] == UInt8(ascii: "}") { return true }
    while index < bytes.count, bytes[index] == quote {
      guard let keyEnd = endOfString(bytes, index) else { return false }
      let key = index + 1..<keyEnd - 1
      index = skipBlanks(bytes, keyEnd)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return false }
      let start = skipBlanks(bytes, index + 1)
      guard let end = endOfValue(bytes, start), end > start else { return false }
      if !body(key, start..<end) { return true }
      index = skipBlanks(bytes, end)
      guard index < bytes.count else { return false }
      if bytes[index] == UInt8(ascii: "}") { return true }
      guard bytes[index] == UInt8(ascii: ",") else { return false }
      index = skipBlanks(bytes, index + 1)
    }
    return false
  }

  /// The value of a name, which is a key or a path of keys with dots, as its JSON text.
  package static func value(of name: String, in object: String) -> String? {
    var (object, name) = (object, name)
    return object.withUTF8 { bytes in
      name.withUTF8 { name in value(of: name, in: bytes) }
    }
  }

  private static func value(
    of name: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> String? {
    var found: String?
    visit(bytes) { key, value in
      if equal(bytes, key, name) {
        found = text(bytes, value)
        return false
      }
      let isTable =
        key.count < name.count && name[key.count] == UInt8(ascii: ".")
        && bytes[value.lowerBound] == UInt8(ascii: "{")
        && equal(bytes, key, UnsafeBufferPointer(rebasing: name[..<key.count]))
      guard isTable else { return true }
      found = self.value(
        of: UnsafeBufferPointer(rebasing: name[(key.count + 1)...]),
        in: UnsafeBufferPointer(rebasing: bytes[value]))
      return found == nil
    }
    return found
  }

  /// The names of all numbers in an object, with dots into tables, in order.
  package static func names(in object: String) -> [String] {
    var object = object
    return object.withUTF8 { names($0, "") }
  }

  private static func names(_ bytes: UnsafeBufferPointer<UInt8>, _ prefix: String) -> [String] {
    var result: [String] = []
    visit(bytes) { key, value in
      let name = prefix + text(bytes, key)
      switch bytes[value.lowerBound] {
      case UInt8(ascii: "{"):
        result += names(UnsafeBufferPointer(rebasing: bytes[value]), name + ".")
      case UInt8(ascii: "["), quote, UInt8(ascii: "t"), UInt8(ascii: "f"): break
      default: result.append(name)
      }
      return true
    }
    return result
  }

  static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  static func equal(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ other: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard range.count == other.count else { return false }
    for index in 0..<other.count where bytes[range.lowerBound + index] != other[index] {
      return false
    }
    return true
  }

  private static let quote = UInt8(ascii: "\"")

  private static func skipBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] <= 32 { index += 1 }
    return index
  }

  /// Behind the quote that ends the string that begins at `start`.
  private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == quote { return index + 1 }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private static func endOfValue(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    var (index, depth) = (start, 0)
    while index < bytes.count {
      switch bytes[index] {
      case quote:
        guard let end = endOfString(bytes, index) else { return nil }
        index = end
        if depth == 0 { return index }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: ","), 0...32:
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }
}
