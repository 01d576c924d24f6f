/// What the features of a word are made of: ids of its forms.
///
/// - Source: spaCy 3.8, English without lookup tables.
public struct Lexeme: Equatable, Sendable {
  /// The word itself.
  public let orth: UInt64
  /// In lower case.
  public let lower: UInt64
  /// With one form for all quotes, dashes and currency signs, else in lower case.
  public let norm: UInt64
  /// With letters as `X` and `x` and digits as `d`, and no more than four of one in a row.
  public let shape: UInt64
  /// The first character.
  public let prefix: UInt64
  /// The last three characters.
  public let suffix: UInt64
  /// The number of characters, each a Unicode scalar.
  public let length: UInt64

  /// The forms of a word; of the empty one, all are 0.
  public init(_ word: String) {
    let lowerText = PythonText.lowercased(word)
    orth = StringStore.id(of: word)
    lower = StringStore.id(of: lowerText)
    norm = BaseNorms.norms[orth].map(StringStore.id(of:)) ?? lower
    shape = StringStore.id(of: WordShape.shape(of: word))
    let scalars = word.unicodeScalars
    prefix = StringStore.id(of: String(scalars.prefix(1)))
    suffix = StringStore.id(of: String(scalars.suffix(3)))
    length = UInt64(scalars.count)
  }

  /// The text of a word's norm.
  public static func normText(of word: String) -> String {
    BaseNorms.norms[StringStore.id(of: word)] ?? PythonText.lowercased(word)
  }
}
