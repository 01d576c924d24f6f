/// Where a tokenizer's rules come from.
public enum TokenizerSource: Hashable, Sendable {
  /// The rules of a blank pipeline of a language.
  case language(String)
  /// The content of a `tokenizer` file, and its name for errors.
  case file([UInt8], name: String)

  /// The tokenizer.
  ///
  /// - Throws: `TokenizerError` when the language is not built in or the file has no usable rules.
  public func tokenizer() throws(TokenizerError) -> Tokenizer {
    switch self {
    case .language(let name): try Tokenizer(language: name)
    case .file(let bytes, let name): try Tokenizer(bytes: bytes, file: name)
    }
  }

  /// The `tokenizer` file of a model folder; `nil` for a language that is not built in.
  public var bytes: [UInt8]? {
    switch self {
    case .language(let name): TokenizerRules(language: name)?.bytes
    case .file(let bytes, _): bytes
    }
  }
}
