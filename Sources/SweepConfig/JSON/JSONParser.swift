extension JSONValue {
  /// Reads a JSON text, with what Python's `json` also accepts: `NaN`, `Infinity`, `-Infinity`.
  ///
  /// A whole number beyond 64 bits becomes a float. Decimals are rounded correctly.
  ///
  /// - Throws: `JSONError` with the offset of the first problem.
  public init(parsing text: String) throws(JSONError) {
    try self.init(validated: Array(text.utf8))
  }

  /// Reads a JSON text from UTF-8 bytes.
  ///
  /// - Throws: `JSONError` with the offset of the first problem.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw JSONError(.notUTF8, offset: 0, line: 1)
    }
    try self.init(validated: bytes)
  }

  private init(validated bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.parseDocument()
  }
}

/// A recursive-descent reader of one JSON text that is known to be UTF-8.
struct JSONParser {
  /// Deep enough for any real file, shallow enough for any stack.
  static let depthLimit = 512

  private let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    skipBlanks()
    let value = try parseValue(depth: 0)
    skipBlanks()
    guard position == bytes.count else { throw error(.trailingText) }
    return value
  }

  private func error(_ reason: JSONError.Reason) -> JSONError {
    let line = bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") } + 1
    return JSONError(
      position >= bytes.count && reason != .trailingText ? .unexpectedEnd : reason,
      offset: position, line: line)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
    guard let byte = current else { throw error(.unexpectedEnd) }
    return switch byte {
    case UInt8(ascii: "{"): try parseObject(depth: depth)
    case UInt8(ascii: "["): try parseArray(depth: depth)
    case UInt8(ascii: "\""): .string(try parseString())
    case UInt8(ascii: "t"): try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): try parseWord("null", .null)
    case UInt8(ascii: "N"): try parseWord("NaN", .number(.nan))
    case UInt8(ascii: "I"): try parseWord("Infinity", .number(.infinity))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber()
    default: throw error(.expected("a value"))
    }
  }

  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard position + index < bytes.count, bytes[position + index] == word.utf8Start[index] else {
        throw error(.expected("a value"))
      }
    }
    position += word.utf8CodeUnitCount
    return value
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.depthLimit else { throw error(.tooDeep(limit: Self.depthLimit)) }
    position += 1
    skipBlanks()
    var elements: [JSONValue] = []
    if current == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      skipBlanks()
      elements.append(try parseValue(depth: depth + 1))
      if try endsAfterElement(close: UInt8(ascii: "]"), expected: "',' or ']'") { break }
    }
    return .array(elements)
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.depthLimit else { throw error(.tooDeep(limit: Self.depthLimit)) }
    position += 1
    skipBlanks()
    var object = JSONObject()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(object)
    }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw error(.expected("a key in double quotes")) }
      let key = try parseString()
      skipBlanks()
      guard current == UInt8(ascii: ":") else { throw error(.expected("':'")) }
      position += 1
      skipBlanks()
      object[key] = try parseValue(depth: depth + 1)
      if try endsAfterElement(close: UInt8(ascii: "}"), expected: "',' or '}'") { break }
    }
    return .object(object)
  }

  private mutating func endsAfterElement(
    close: UInt8, expected: String
  ) throws(JSONError) -> Bool {
    skipBlanks()
    guard let byte = current, byte == close || byte == UInt8(ascii: ",") else {
      throw error(.expected(expected))
    }
    position += 1
    return byte == close
  }
}

// Numbers and strings
extension JSONParser {
  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    let isNegative = current == UInt8(ascii: "-")
    if isNegative { position += 1 }
    if isNegative, current == UInt8(ascii: "I") {
      return try parseWord("Infinity", .number(-.infinity))
    }
    let digits = skipDigits()
    guard digits > 0 else { throw error(.expected("a digit")) }
    if digits > 1, bytes[position - digits] == UInt8(ascii: "0") {
      position -= digits - 1
      throw error(.expected("no digit after a leading zero"))
    }
    let isFloat = skipFraction()
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if !isFloat {
      if let value = Int(text) { return .integer(value) }
      if let value = UInt64(text) { return .unsigned(value) }
    }
    guard let value = Double(text) else { throw error(.expected("a number")) }
    return .number(value)
  }

  /// Skips `.5` and `e-8` after the digits, and tells whether there was either.
  private mutating func skipFraction() -> Bool {
    let start = position
    if current == UInt8(ascii: ".") {
      position += 1
      if skipDigits() == 0 {
        position = start
        return false
      }
    }
    let mark = position
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      if skipDigits() == 0 { position = mark }
    }
    return position > start
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      position += 1
    }
    return position - start
  }

  private mutating func parseString() throws(JSONError) -> String {
    position += 1
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if current == UInt8(ascii: "\"") {
      position += 1
      return String(decoding: bytes[start..<position - 1], as: UTF8.self)
    }
    return try parseEscapedString(from: start)
  }

  private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
    var units = Array(bytes[start..<position])
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"):
        units.append(contentsOf: try parseEscape())
      case 0..<0x20:
        throw error(.controlCharacter)
      default:
        units.append(byte)
        position += 1
      }
    }
    throw error(.unexpectedEnd)
  }

  private mutating func parseEscape() throws(JSONError) -> [UInt8] {
    position += 1
    guard let byte = current else { throw error(.unexpectedEnd) }
    let unit: UInt8
    switch byte {
    case UInt8(ascii: "n"): unit = 0x0A
    case UInt8(ascii: "t"): unit = 0x09
    case UInt8(ascii: "r"): unit = 0x0D
    case UInt8(ascii: "b"): unit = 0x08
    case UInt8(ascii: "f"): unit = 0x0C
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unit = byte
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default: throw error(.badEscape)
    }
    position += 1
    return [unit]
  }

  private mutating func parseUnicodeEscape() throws(JSONError) -> [UInt8] {
    var value = try parseFourHexDigits()
    if (0xD800..<0xDC00).contains(value) {
      guard current == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw error(.loneSurrogate) }
      position += 1
      let low = try parseFourHexDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw error(.loneSurrogate) }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error(.loneSurrogate) }
    return Array(String(scalar).utf8)
  }

  private mutating func parseFourHexDigits() throws(JSONError) -> UInt32 {
    position += 1
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.badEscape)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
