/// The kinds of moves of a transition system.
public protocol MoveKindProtocol: RawRepresentable, CaseIterable, Sendable, Hashable
where RawValue == UInt8 {
  /// The letter that spaCy prints.
  var letter: String { get }
  /// The kinds of which every label has a class.
  static var labelled: [Self] { get }
  /// The classes without a label that every model has, with the frequency they count as.
  static var always: [(kind: Self, frequency: Int)] { get }
  /// Whether a class without a label is printed by its letter alone.
  var standsAlone: Bool { get }
}

extension MoveKindProtocol {
  /// The kind with this letter.
  public init?(letter: Character) {
    guard let kind = Self.allCases.first(where: { $0.letter == String(letter) }) else {
      return nil
    }
    self = kind
  }
}

/// What a NER move does to the next word.
///
/// The raw values are the move ids of the `moves` file.
///
/// - Source: spaCy 3.8 `ner.pyx`.
public enum MoveKind: UInt8, MoveKindProtocol, BitwiseCopyable {
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

  /// A label that is added also gets a class of the move that takes none.
  public static var labelled: [MoveKind] { [.begin, .inside, .last, .unit, .outside] }
  /// Blocked words are passed by the unit move without a label.
  public static var always: [(kind: MoveKind, frequency: Int)] { [(.unit, 1), (.outside, 1)] }
  /// `U-` is printed with its dash.
  public var standsAlone: Bool { self == .outside }

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
}

/// What a move of the dependency parser does.
///
/// The raw values are the move ids of the `moves` file.
///
/// - Source: spaCy 3.8 `arc_eager.pyx`.
public enum ArcMoveKind: UInt8, MoveKindProtocol {
  /// The next word goes onto the stack.
  case shift = 0
  /// The top of the stack goes away, or back in front of the next word if it has no head yet.
  case reduce = 1
  /// The next word becomes the head of the stack's top, which goes away.
  case left = 2
  /// The stack's top becomes the head of the next word, which goes onto the stack.
  case right = 3
  /// The word after the next starts a sentence.
  case split = 4

  public var letter: String {
    switch self {
    case .shift: "S"
    case .reduce: "D"
    case .left: "L"
    case .right: "R"
    case .split: "B"
    }
  }

  public static var labelled: [ArcMoveKind] { allCases }
  public static var always: [(kind: ArcMoveKind, frequency: Int)] { [] }
  public var standsAlone: Bool { true }
}

/// One class of a transition model: a move and the label it is for.
public struct TypedMove<Kind: MoveKindProtocol>: Equatable, Sendable {
  /// What the move does.
  public let kind: Kind
  /// The label, empty for the moves that have none.
  public let label: String

  /// Pairs a move with a label.
  public init(_ kind: Kind, _ label: String) {
    self.kind = kind
    self.label = label
  }

  /// The name that spaCy prints: `B-ORG`, or `O`.
  public var name: String {
    label.isEmpty && kind.standsAlone ? kind.letter : "\(kind.letter)-\(label)"
  }
}

/// One class of a NER model.
public typealias Move = TypedMove<MoveKind>
/// One class of a dependency parser.
public typealias ArcMove = TypedMove<ArcMoveKind>
