/// A token attribute by the number that spaCy's files use for it.
///
/// A struct and not an enum, since files may list attributes that this program has no use for.
public struct Attribute: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The attribute of a config's `attrs` list, such as `"NORM"`; `nil` for an unknown name.
  public init?(name: String) {
    let id = StringStore.id(of: name)
    guard id > 0, id < UInt64(Symbols.names.count), Self.isAttribute(id) else { return nil }
    rawValue = id
  }

  /// The name as configs write it; a number for one that spaCy does not name.
  public var description: String {
    Self.isAttribute(rawValue) ? Symbols.names[Int(rawValue)] : String(rawValue)
  }

  private static func isAttribute(_ id: UInt64) -> Bool {
    (1...83).contains(id) || (452...455).contains(id)
  }

  public static let isAlpha = Attribute(rawValue: 1)
  public static let isASCII = Attribute(rawValue: 2)
  public static let isDigit = Attribute(rawValue: 3)
  public static let isLower = Attribute(rawValue: 4)
  public static let isPunct = Attribute(rawValue: 5)
  public static let isSpace = Attribute(rawValue: 6)
  public static let isTitle = Attribute(rawValue: 7)
  public static let isUpper = Attribute(rawValue: 8)
  public static let likeURL = Attribute(rawValue: 9)
  public static let likeNum = Attribute(rawValue: 10)
  public static let likeEmail = Attribute(rawValue: 11)
  public static let isStop = Attribute(rawValue: 12)
  public static let isBracket = Attribute(rawValue: 14)
  public static let isQuote = Attribute(rawValue: 15)
  public static let isLeftPunct = Attribute(rawValue: 16)
  public static let isRightPunct = Attribute(rawValue: 17)
  public static let isCurrency = Attribute(rawValue: 18)
  public static let orth = Attribute(rawValue: 65)
  public static let lower = Attribute(rawValue: 66)
  public static let norm = Attribute(rawValue: 67)
  public static let shape = Attribute(rawValue: 68)
  public static let prefix = Attribute(rawValue: 69)
  public static let suffix = Attribute(rawValue: 70)
  public static let length = Attribute(rawValue: 71)
  public static let lemma = Attribute(rawValue: 73)
  public static let pos = Attribute(rawValue: 74)
  public static let tag = Attribute(rawValue: 75)
  public static let dep = Attribute(rawValue: 76)
  public static let entIOB = Attribute(rawValue: 77)
  public static let entType = Attribute(rawValue: 78)
  public static let head = Attribute(rawValue: 79)
  public static let sentStart = Attribute(rawValue: 80)
  public static let spacy = Attribute(rawValue: 81)
  public static let entKBID = Attribute(rawValue: 452)
  public static let morph = Attribute(rawValue: 453)
  public static let entID = Attribute(rawValue: 454)
}
