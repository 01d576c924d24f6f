extension TokenizerRules {
  /// Reads the `tokenizer` file of a model folder.
  ///
  /// Keys that are missing mean that there is no such rule, so an empty map has none at all.
  ///
  /// - Throws: `TokenizerError` with everything that is wrong.
  public init(bytes: [UInt8], file: String? = nil) throws(TokenizerError) {
    let (rules, problems) = try Self.read(bytes, file: file)
    if !problems.isEmpty { throw TokenizerError(problems, file: file) }
    self = rules
  }

  /// What can be read of a file, and what is wrong with the rest.
  static func read(
    _ bytes: [UInt8], file: String?
  ) throws(TokenizerError) -> (rules: TokenizerRules, problems: [TokenizerError.Problem]) {
    var reader = TokenizerFileReader()
    do {
      reader.message = try MessagePack.read(bytes)
    } catch {
      throw TokenizerError([.notMessagePack(error)], file: file)
    }
    guard reader.message.mapValue != nil else {
      throw TokenizerError([.notAMap(found: reader.message.typeName)], file: file)
    }
    let rules = TokenizerRules(
      prefixSearch: reader.text("prefix_search"), suffixSearch: reader.text("suffix_search"),
      infixFinditer: reader.text("infix_finditer"), tokenMatch: reader.text("token_match"),
      urlMatch: reader.text("url_match"), exceptions: reader.exceptions(),
      usesFasterHeuristics: reader.flag("faster_heuristics", default: true))
    return (rules, reader.problems)
  }

  /// The bytes of the `tokenizer` file, with the keys in spaCy's order.
  public var bytes: [UInt8] {
    func text(_ pattern: String?) -> MessagePack.Value { pattern.map { .string($0) } ?? .null }
    let entries: [(String, MessagePack.Value)] = [
      ("prefix_search", text(prefixSearch)), ("suffix_search", text(suffixSearch)),
      ("infix_finditer", text(infixFinditer)), ("token_match", text(tokenMatch)),
      ("url_match", text(urlMatch)),
      ("exceptions", .map(exceptions.map { MessagePack.Entry(.string($0.text), $0.message) })),
      ("faster_heuristics", .bool(usesFasterHeuristics)),
    ]
    return MessagePack.bytes(.map(entries.map { MessagePack.Entry(.string($0.0), $0.1) }))
  }
}

extension TokenizerException {
  /// The tokens as the file has them: maps from attribute numbers to texts.
  fileprivate var message: MessagePack.Value {
    .array(
      parts.map { part in
        var entries = [MessagePack.Entry(key(.orth), .string(part.text))]
        if let norm = part.norm { entries.append(MessagePack.Entry(key(.norm), .string(norm))) }
        return .map(entries)
      })
  }

  private func key(_ attribute: Attribute) -> MessagePack.Value {
    .integer(Int64(attribute.rawValue))
  }
}

/// Takes the map of a `tokenizer` file apart and notes what is wrong.
private struct TokenizerFileReader {
  var message = MessagePack.Value.null
  private(set) var problems: [TokenizerError.Problem] = []

  mutating func text(_ key: String) -> String? {
    guard let value = message[key], !value.isNull else { return nil }
    if let text = value.stringValue { return text }
    problems.append(.wrongType(key: key, expected: "a pattern or nil", found: value.typeName))
    return nil
  }

  mutating func flag(_ key: String, default standard: Bool) -> Bool {
    guard let value = message[key] else { return standard }
    if let flag = value.boolValue { return flag }
    problems.append(.wrongType(key: key, expected: "true or false", found: value.typeName))
    return standard
  }

  mutating func exceptions() -> [TokenizerException] {
    guard let value = message["exceptions"], !value.isNull else { return [] }
    guard let entries = value.mapValue else {
      problems.append(.wrongType(key: "exceptions", expected: "a map", found: value.typeName))
      return []
    }
    return entries.compactMap { exception(of: $0) }
  }

  private mutating func exception(of entry: MessagePack.Entry) -> TokenizerException? {
    guard let chunk = entry.key.stringValue, let tokens = entry.value.arrayValue else {
      problems.append(
        .wrongType(
          key: "exceptions", expected: "texts with lists of tokens",
          found: "\(entry.key.typeName) with \(entry.value.typeName)"))
      return nil
    }
    let before = problems.count
    let parts = tokens.compactMap { part(of: $0, chunk) }
    guard problems.count == before else { return nil }
    guard !parts.isEmpty else {
      problems.append(.noTokens(chunk: chunk))
      return nil
    }
    let exception = TokenizerException(parts)
    guard PythonText.areEqual(exception.text, chunk) else {
      problems.append(.otherText(chunk: chunk, tokens: parts.map(\.text)))
      return nil
    }
    return exception
  }

  private mutating func part(
    of token: MessagePack.Value, _ chunk: String
  ) -> (text: String, norm: String?)? {
    var (text, norm): (String?, String?)
    for entry in token.mapValue ?? [] {
      guard let value = entry.value.stringValue else {
        problems.append(
          .wrongType(
            key: "exceptions", expected: "a text in \"\(chunk)\"", found: entry.value.typeName))
        return nil
      }
      switch attribute(of: entry.key) {
      case Attribute.orth: text = value
      case Attribute.norm: norm = value
      case let other:
        let name = other?.description ?? entry.key.stringValue ?? entry.key.typeName
        problems.append(.otherAttribute(chunk: chunk, attribute: name))
        return nil
      }
    }
    guard let text else {
      problems.append(
        .wrongType(
          key: "exceptions", expected: "tokens with ORTH in \"\(chunk)\"", found: token.typeName))
      return nil
    }
    return (text, norm)
  }

  /// The attribute of a key, by its number or its name.
  private func attribute(of key: MessagePack.Value) -> Attribute? {
    if let number = key.unsignedValue { return Attribute(rawValue: number) }
    return key.stringValue.flatMap { Attribute(name: $0.uppercased()) }
  }
}
