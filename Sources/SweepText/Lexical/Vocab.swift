/// The forms of words that were seen, so that each word is taken apart once.
///
/// What it returns depends on the words alone, never on what was asked before.
public struct Vocab: Sendable {
  private var lexemes: [UInt64: Lexeme] = [:]

  public init() {}

  /// The forms of a word.
  public mutating func lexeme(of word: String) -> Lexeme {
    let id = StringStore.id(of: word)
    if let lexeme = lexemes[id] { return lexeme }
    let lexeme = Lexeme(word)
    lexemes[id] = lexeme
    return lexeme
  }

  /// The features of a document's tokens: one row per token, one column per attribute.
  ///
  /// - Parameters:
  ///   - doc: its `norms` are used where they are set and not 0.
  ///   - attributes: see `supports(_:)`.
  /// - Returns: `doc.count * attributes.count` ids, row by row.
  /// - Precondition: all attributes are supported.
  public mutating func features(of doc: Doc, _ attributes: [Attribute]) -> [UInt64] {
    var rows: [UInt64] = []
    rows.reserveCapacity(doc.count * attributes.count)
    for (i, word) in doc.words.enumerated() {
      let lexeme = lexeme(of: word)
      for attribute in attributes {
        rows.append(value(attribute, of: lexeme, doc, i))
      }
    }
    return rows
  }

  /// Whether `features` knows an attribute.
  public static func supports(_ attribute: Attribute) -> Bool {
    switch attribute {
    case .orth, .lower, .norm, .shape, .prefix, .suffix, .length, .spacy: true
    default: Doc.hasColumn(attribute) || LexicalFlags.value(attribute, of: "") != nil
    }
  }

  private func value(
    _ attribute: Attribute, of lexeme: Lexeme, _ doc: Doc, _ i: Int
  ) -> UInt64 {
    switch attribute {
    case .norm:
      if let norm = doc.norms?[i], norm != 0 { return norm }
      return lexeme.norm
    case .orth: return lexeme.orth
    case .lower: return lexeme.lower
    case .shape: return lexeme.shape
    case .prefix: return lexeme.prefix
    case .suffix: return lexeme.suffix
    case .length: return lexeme.length
    case .spacy: return doc.spaces[i] ? 1 : 0
    default:
      if let flag = LexicalFlags.value(attribute, of: doc.words[i]) { return flag ? 1 : 0 }
      precondition(Doc.hasColumn(attribute), "no feature is called \(attribute)")
      return doc.value(attribute, i)
    }
  }
}
