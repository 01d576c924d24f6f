/// The options of a config as text, by section: what variables refer to.
struct RawOptions {
  private var texts: [String: [String: String]] = [:]

  /// The options as they stand in a file.
  init(_ sections: [RawSection]) {
    for section in sections {
      texts[section.name, default: [:]].merge(section.options.map { ($0.key, $0.text) }) { $1 }
    }
  }

  /// The options of a tree, as they would be written to a file.
  init(_ root: JSONObject) { add(root, section: "") }

  private mutating func add(_ object: JSONObject, section: String) {
    if texts[section] == nil { texts[section] = [:] }
    for (key, value) in object.entries {
      if let nested = value.objectValue {
        add(nested, section: section.isEmpty ? key : "\(section).\(key)")
      } else {
        texts[section]?[key] = value.configText(escapingDollars: true)
      }
    }
  }

  func text(_ key: String, in section: String) -> String? { texts[section]?[key] }

  func hasSection(_ name: String) -> Bool { texts[name] != nil }

  /// Everything that a variable could be named, sorted.
  var variableNames: [String] {
    texts.flatMap { section, keys in
      (section.isEmpty ? [] : [section]) + keys.keys.map { "\(section).\($0)" }
    }.sorted()
  }
}

/// Why a value cannot be interpreted.
struct InterpretationFailure: Error {
  let reason: ConfigError.Reason
  init(_ reason: ConfigError.Reason) { self.reason = reason }
}

/// Fills variables into one value: `${section.key}` and `${section}`.
///
/// A value that is one variable takes the other's value with its type. A variable inside a text is
/// replaced by text: strings without their quotes, anything else as JSON. The replacement is done
/// before the value is read as JSON.
struct Interpolation {
  /// Variables may refer to variables this many times.
  static let depthLimit = 10
  /// One value may have this many variables, those of its variables included.
  static let countLimit = 10_000
  /// One value may grow to this many bytes.
  static let sizeLimit = 1 << 20

  private enum Piece {
    case text(String)
    case section(String)
  }

  private let options: RawOptions
  private var pieces: [Piece] = []
  private var size = 0

  init(options: RawOptions) { self.options = options }

  /// The value of an option with its variables filled in.
  ///
  /// A whole section is left as a reference for `SectionFiller`, which knows its final values.
  mutating func value(
    _ key: String, in section: String
  ) throws(InterpretationFailure) -> JSONValue {
    let text = options.text(key, in: section) ?? ""
    pieces = []
    size = 0
    try expand(text, key: key, section: section, depth: 1)
    return try JSONValue(configText: try joined(original: text))
  }

  private mutating func expand(
    _ text: String, key: String, section: String, depth: Int
  ) throws(InterpretationFailure) {
    guard depth <= Self.depthLimit else {
      throw InterpretationFailure(.variableCycle(value: text.shortened))
    }
    var rest = Substring(text)
    while let dollar = rest.utf8.firstIndex(of: UInt8(ascii: "$")) {
      if dollar > rest.startIndex { try append(.text(String(rest[..<dollar]))) }
      rest = rest[dollar...]
      let after = rest.utf8.dropFirst().first
      if after == UInt8(ascii: "$") {
        try append(.text("$"))
        rest = Substring(rest.utf8.dropFirst(2))
      } else if after == UInt8(ascii: "{") {
        let name = try nameOfVariable(&rest)
        try replace(name, in: text, key: key, section: section, depth: depth)
      } else {
        throw InterpretationFailure(.loneDollar(text: String(rest).shortened))
      }
    }
    if !rest.isEmpty { try append(.text(String(rest))) }
  }

  /// Takes `${name}` off the front.
  private func nameOfVariable(_ rest: inout Substring) throws(InterpretationFailure) -> String {
    let body = rest.utf8.dropFirst(2)
    guard let end = body.firstIndex(of: UInt8(ascii: "}")), end > body.startIndex else {
      throw InterpretationFailure(.unclosedVariable(text: String(rest).shortened))
    }
    let name = String(rest[body.startIndex..<end])
    rest = rest[rest.utf8.index(after: end)...]
    return name
  }

  private mutating func replace(
    _ name: String, in text: String, key: String, section: String, depth: Int
  ) throws(InterpretationFailure) {
    var path = name.split(omittingEmptySubsequences: false) { $0 == "." || $0 == ":" }
      .map(String.init)
    let option = path.removeLast()
    var target = path.joined(separator: ".")
    var found: String?
    if path.isEmpty {
      // A key of the same section, unless it is this very value.
      target = section
      found = options.text(option, in: section)
      if let same = found, same.trimmed == text.trimmed { found = nil }
    } else {
      found = options.text(option, in: target)
    }
    if let found {
      if found.utf8.contains(UInt8(ascii: "$")) {
        try expand(found, key: option, section: target, depth: depth + 1)
      } else {
        try append(.text(found))
      }
      return
    }
    let whole = path.isEmpty ? option : "\(target).\(option)"
    guard options.hasSection(whole) else {
      let normal = name.split { $0 == ":" }.joined(separator: ".")
      let nearest = normal.nearest(among: options.variableNames).map { "${\($0)}" }
      throw InterpretationFailure(.unknownVariable(name: name.shortened, nearest: nearest))
    }
    try append(.section(whole))
  }

  private mutating func append(_ piece: Piece) throws(InterpretationFailure) {
    switch piece {
    case .text(let text): size += text.utf8.count
    case .section(let name): size += name.utf8.count
    }
    guard pieces.count < Self.countLimit, size <= Self.sizeLimit else {
      throw InterpretationFailure(
        .other(
          what: "the variables of this value expand to more than can be read",
          help: "let them refer to less"))
    }
    pieces.append(piece)
  }

  private func joined(original: String) throws(InterpretationFailure) -> String {
    if pieces.count == 1 {
      switch pieces[0] {
      case .text(let text): return text
      case .section(let name): return SectionReference(name).configText
      }
    }
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part.asPartOfText
      case .section(let name): text += SectionReference(name).configText
      }
    }
    // A reference inside a list is replaced later; one inside a text makes no JSON.
    for case .section(let name) in pieces where (try? JSONValue(parsing: text)) == nil {
      throw InterpretationFailure(.sectionInsideText(name: name))
    }
    return text
  }
}

extension String {
  /// A value's text as it is inserted into another: strings without quotes, the rest as JSON.
  fileprivate var asPartOfText: String {
    guard let value = try? JSONValue(parsing: self) else { return self }
    if let string = value.stringValue { return string }
    return value.serialized(.python).split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\\"")
  }
}
