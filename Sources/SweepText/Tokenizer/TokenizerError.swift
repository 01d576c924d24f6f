/// Rules that no tokenizer can be made of.
public struct TokenizerError: Error, Equatable, Sendable {
  /// One thing that is wrong.
  public enum Problem: Equatable, Sendable {
    case unknownLanguage(String)
    case notMessagePack(MessagePackError)
    case notAMap(found: String)
    case wrongType(key: String, expected: String, found: String)
    case badPattern(key: String, PatternError)
    /// The tokens of an exception make up another text.
    case otherText(chunk: String, tokens: [String])
    /// An exception that sets more than the text and the norm of its tokens.
    case otherAttribute(chunk: String, attribute: String)
    case noTokens(chunk: String)
  }

  /// The most problems that are kept.
  static let limit = 20

  /// The file, where there is one.
  public let file: String?
  /// All that is wrong, in the order of the file.
  public let problems: [Problem]

  init(_ problems: [Problem], file: String? = nil) {
    self.problems = problems
    self.file = file
  }
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    let place = file.map { $0 + ": " } ?? ""
    var lines = problems.prefix(Self.limit).flatMap { problem in
      [place + problem.sentence] + (problem.help.map { ["  help: " + $0] } ?? [])
    }
    if problems.count > Self.limit {
      lines.append("\(place)\(problems.count - Self.limit) more problems")
    }
    return lines.joined(separator: "\n")
  }
}

extension TokenizerError.Problem {
  fileprivate var sentence: String {
    switch self {
    case .unknownLanguage(let name):
      "expected a language with built-in tokenizer rules (en, xx), found \"\(name)\""
    case .notMessagePack(let error):
      "expected a tokenizer file of spaCy, found other data (\(error))"
    case .notAMap(let found): "expected a tokenizer file of spaCy (a map), found \(found)"
    case .wrongType(let key, let expected, let found):
      "`\(key)`: expected \(expected), found \(found)"
    case .badPattern(let key, let error): "`\(key)`: \(error)"
    case .otherText(let chunk, let tokens):
      "`exceptions`: the tokens \(tokens) do not make up \"\(chunk)\""
    case .otherAttribute(let chunk, let attribute):
      "`exceptions`: \"\(chunk)\" sets \(attribute); expected ORTH and NORM alone"
    case .noTokens(let chunk): "`exceptions`: \"\(chunk)\" has no tokens"
    }
  }

  /// What to do about it.
  fileprivate var help: String? {
    switch self {
    case .unknownLanguage(let name):
      """
      export the rules with: python -c 'import spacy; \
      spacy.blank("\(name)").tokenizer.to_disk("tokenizer")' and give the file with \
      --base-tokenizer, or its folder as tokenizer of "spacy.copy_from_base_model.v1" under \
      [initialize.before_init]
      """
    case .badPattern(_, let error):
      if case .unsupported = error.reason {
        "rewrite the pattern in the pipeline's tokenizer and save it again"
      } else {
        nil
      }
    default: nil
    }
  }
}
