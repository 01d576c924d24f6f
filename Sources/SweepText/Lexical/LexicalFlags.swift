/// Yes-or-no attributes of a word.
///
/// - Source: spaCy 3.8, English.
public enum LexicalFlags {
  /// Whether a word has a flag; `nil` for an attribute that is no flag or is not supported.
  public static func value(_ attribute: Attribute, of word: String) -> Bool? {
    switch attribute {
    case .isAlpha: PythonText.isAlpha(word)
    case .isASCII: word.utf8.allSatisfy { $0 < 0x80 }
    case .isDigit: PythonText.isDigit(word)
    case .isLower: PythonText.isLower(word)
    case .isUpper: PythonText.isUpper(word)
    case .isTitle: PythonText.isTitle(word)
    case .isSpace: PythonText.isSpace(word)
    case .isPunct: word.unicodeScalars.allSatisfy(isPunctuation)
    case .isCurrency:
      word.unicodeScalars.allSatisfy { $0.properties.generalCategory == .currencySymbol }
    case .isBracket: brackets.contains(StringStore.id(of: word))
    case .isQuote: quotes.contains(StringStore.id(of: word))
    case .isLeftPunct: leftMarks.contains(StringStore.id(of: word))
    case .isRightPunct: rightMarks.contains(StringStore.id(of: word))
    case .likeNum: LikeNumber.holds(word)
    case .likeURL: WebText.isURL(word)
    case .likeEmail: WebText.isEmail(word)
    case .isStop: StopWords.contain(word)
    default: nil
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  private static let brackets = ids("( ) [ ] { } < >")
  private static let quotes = ids(#"" ' ` « » ‘ ’ ‚ ‛ “ ” „ ‟ ‹ › ❮ ❯ '' ``"#)
  private static let leftMarks = ids(#"( [ { < " ' « ‘ ‚ ‛ “ „ ‟ ‹ ❮ ``"#)
  private static let rightMarks = ids(#") ] } > " ' » ’ ” › ❯ ''"#)

  static func ids(_ words: String) -> Set<UInt64> {
    Set(words.split { $0 == " " || $0 == "\n" }.map { StringStore.id(of: String($0)) })
  }
}
