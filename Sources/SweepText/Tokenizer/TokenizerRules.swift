/// A chunk of text that is always divided in the same way.
public struct TokenizerException: Equatable, Sendable {
  /// A token, and its norm where it has one of its own.
  public struct Part: Equatable, Sendable {
    public var text: String
    public var norm: String?
  }

  /// The tokens, whose texts make up the chunk.
  public let parts: [Part]

  /// A chunk that is one token.
  public init(_ text: String) { self.init([(text, nil)]) }

  /// A chunk of several tokens with their norms.
  public init(_ parts: [(text: String, norm: String?)]) {
    self.parts = parts.map { Part(text: $0.text, norm: $0.norm) }
  }

  /// The chunk.
  public var text: String { parts.reduce(into: "") { $0 += $1.text } }

  /// The same with another apostrophe; `nil` when there is none in it.
  func replacing(apostrophe: Unicode.Scalar) -> TokenizerException? {
    guard parts.contains(where: { $0.text.unicodeScalars.contains("'") }) else { return nil }
    return TokenizerException(
      parts.map { part in
        var text = String.UnicodeScalarView()
        text.append(contentsOf: part.text.unicodeScalars.map { $0 == "'" ? apostrophe : $0 })
        return (String(text), part.norm)
      })
  }
}

/// What a tokenizer knows of a language: patterns in the syntax of Python's `re`, and exceptions.
public struct TokenizerRules: Equatable, Sendable {
  /// What is taken off the front and the end of a chunk; `nil` for nothing.
  public var prefixSearch: String?
  public var suffixSearch: String?
  /// What divides the rest.
  public var infixFinditer: String?
  /// What makes the rest one token.
  public var tokenMatch: String?
  public var urlMatch: String?
  /// In the order of their texts' scalars, each text once.
  public private(set) var exceptions: [TokenizerException]
  /// Whether only exceptions with a mark or a blank are looked for across tokens.
  public var usesFasterHeuristics: Bool

  /// Rules of one's own; of exceptions with equal texts, the last one counts.
  public init(
    prefixSearch: String? = nil, suffixSearch: String? = nil, infixFinditer: String? = nil,
    tokenMatch: String? = nil, urlMatch: String? = nil, exceptions: [TokenizerException] = [],
    usesFasterHeuristics: Bool = true
  ) {
    self.prefixSearch = prefixSearch
    self.suffixSearch = suffixSearch
    self.infixFinditer = infixFinditer
    self.tokenMatch = tokenMatch
    self.urlMatch = urlMatch
    self.usesFasterHeuristics = usesFasterHeuristics
    var byText: [UInt64: TokenizerException] = [:]
    for exception in exceptions { byText[StringStore.id(of: exception.text)] = exception }
    self.exceptions = byText.values.sorted {
      $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
  }

  /// The languages whose rules are built in.
  public static let languages = ["en", "xx"]

  /// The rules of a language that is built in; `nil` for another one.
  public init?(language: String) {
    guard Self.languages.contains(language) else { return nil }
    let isEnglish = language == "en"
    let patterns = AffixPatterns(splitsAtHyphenAfterDigit: isEnglish)
    var exceptions = SharedExceptions.exceptions
    if isEnglish {
      exceptions += EnglishExceptions.exceptions
    }
    let curly = isEnglish ? exceptions.compactMap { $0.replacing(apostrophe: "’") } : []
    self.init(
      prefixSearch: patterns.prefixes, suffixSearch: patterns.suffixes,
      infixFinditer: patterns.infixes, urlMatch: patterns.address,
      exceptions: exceptions + curly)
  }
}
