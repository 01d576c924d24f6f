extension JSONValue {
  /// The value that a text in a config file stands for.
  ///
  /// That is its JSON value, or what Python's `True`, `False` and `None` mean, or else the text
  /// itself. A text with a variable in it is kept as written.
  init(configText text: String) throws(InterpretationFailure) {
    do throws(JSONError) {
      self = try JSONValue(parsing: text)
    } catch {
      if case .tooDeep(let limit) = error.reason {
        throw InterpretationFailure(.tooDeep(limit: limit))
      }
      switch text {
      case "True": self = .bool(true)
      case "False": self = .bool(false)
      case "None": self = .null
      default: self = .string(text)
      }
    }
    if stringValue != nil, text.containsVariable { self = .string(text) }
  }

  /// The text that stands for this value in a config file.
  ///
  /// - Parameter escapingDollars: Whether a dollar sign is written `$$`, as spaCy does.
  /// - Returns: The text; a value with a variable in it is written as it was.
  func configText(escapingDollars: Bool) -> String {
    if let text = stringValue, text.containsVariable { return text }
    let text = serialized(.python)
    guard escapingDollars, text.utf8.contains(UInt8(ascii: "$")) else { return text }
    return text.escapingDollars
  }
}

extension String {
  /// Whether this text, which has a variable, would lose blanks around it: it is written as it is.
  var losesBlanks: Bool { containsVariable && trimmed.utf8.count != utf8.count }

  /// Whether this text has a `${variable}`: `${`, word characters, dots or colons, `}`.
  var containsVariable: Bool {
    var rest = utf8[...]
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      rest = rest[dollar...].dropFirst()
      guard rest.first == UInt8(ascii: "{") else { continue }
      let name = rest.dropFirst().prefix { $0.isPartOfVariableName }
      if !name.isEmpty, rest[name.endIndex...].first == UInt8(ascii: "}") { return true }
    }
    return false
  }

  /// Whether `${` occurs, whatever follows.
  var hasVariableStart: Bool {
    var rest = utf8[...]
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      rest = rest[dollar...].dropFirst()
      if rest.first == UInt8(ascii: "{") { return true }
    }
    return false
  }

  /// This text with each `$` that starts no variable as `$$`.
  fileprivate var escapingDollars: String {
    let bytes = Array(utf8)
    var escaped: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      escaped.append(byte)
      let startsVariable = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "{")
      if byte == UInt8(ascii: "$"), !startsVariable { escaped.append(byte) }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  /// This text, or its beginning when it is too long for a message.
  var shortened: String { count > 60 ? prefix(57) + "…" : self }
}

extension UInt8 {
  /// Whether a byte may be part of a variable's name; all letters outside of ASCII may.
  fileprivate var isPartOfVariableName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: ":"), 0x80...:
      true
    default: false
    }
  }
}
