/// What a NER move does to the next word.
///
/// The raw values are the move ids of the `moves` file.
///
/// - Source: spaCy 3.8 `ner.pyx`.
public enum MoveKind: UInt8, Sendable, CaseIterable {
  /// Gold is unknown here; never a class of a model.
  case missing = 0
  /// The word begins an entity of several words.
  case begin = 1
  /// The word is inside an entity.
  case inside = 2
  /// The word is the last of an entity of several words.
  case last = 3
  /// The word is an entity of its own.
  case unit = 4
  /// The word is outside every entity.
  case outside = 5

  /// The letter of the move in BILUO tags.
  public var letter: String {
    switch self {
    case .missing: "M"
    case .begin: "B"
    case .inside: "I"
    case .last: "L"
    case .unit: "U"
    case .outside: "O"
    }
  }

  /// The move whose BILUO letter has this ASCII code.
  init?(ascii: UInt8) {
    switch Unicode.Scalar(ascii) {
    case "M": self = .missing
    case "B": self = .begin
    case "I": self = .inside
    case "L": self = .last
    case "U": self = .unit
    case "O": self = .outside
    default: return nil
    }
  }

  /// The move with this BILUO letter.
  public init?(letter: Character) {
    guard let kind = MoveKind.allCases.first(where: { $0.letter == String(letter) }) else {
      return nil
    }
    self = kind
  }
}

/// One class of a NER model: a move and the entity label it is for.
public struct Move: Equatable, Sendable {
  /// What the move does.
  public let kind: MoveKind
  /// The entity label, empty for the moves that have none.
  public let label: String

  /// Pairs a move with a label.
  public init(_ kind: MoveKind, _ label: String) {
    self.kind = kind
    self.label = label
  }

  /// The name that spaCy prints: `B-ORG`, or `O`.
  public var name: String { label.isEmpty && kind == .outside ? "O" : "\(kind.letter)-\(label)" }
}
