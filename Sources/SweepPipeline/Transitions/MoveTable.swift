import SweepText

/// The labels of a NER model.
public typealias MoveTable = TypedMoveTable<MoveKind>
/// The labels of a dependency parser.
public typealias ArcMoveTable = TypedMoveTable<ArcMoveKind>

/// A label of a transition model and how often the corpus has it.
public struct MoveEntry: Equatable, Sendable {
  /// The label.
  public var label: String
  /// How often it occurs, negative for a label that was added later.
  public var frequency: Int

  /// Pairs a label with its frequency.
  public init(_ label: String, _ frequency: Int) {
    self.label = label
    self.frequency = frequency
  }
}

/// The labels of a transition model with their frequencies, from which the order of its classes
/// follows.
///
/// Classes come by move, and within a move by frequency and label, both descending; labels that
/// were added after training carry negative frequencies and come after everything else.
///
/// - Source: spaCy 3.8 `transition_system.pyx`, `initialize_actions` and `add_action`.
public struct TypedMoveTable<Kind: MoveKindProtocol>: Equatable, Sendable {
  /// A label and its frequency.
  public typealias Entry = MoveEntry

  /// The entries of each move, by the move's id, in the order of the file.
  public private(set) var entries: [[Entry]]
  /// The classes of the model, in order.
  public private(set) var moves: [TypedMove<Kind>] = []

  /// Orders the entries of each move, and from them the classes.
  ///
  /// The entries without a label that every model has are added where they are missing.
  ///
  /// - Parameter given: the entries by move id; missing ids have none.
  public init(entries given: [[Entry]]) {
    entries = Array(repeating: [], count: Kind.allCases.count)
    for (id, list) in given.enumerated() where id < entries.count { entries[id] = list }
    for (kind, frequency) in Kind.always {
      let id = Int(kind.rawValue)
      if !entries[id].contains(where: { $0.label.isEmpty }) {
        entries[id].append(Entry("", frequency))
      }
    }
    arrange()
  }

  /// A table as it was while labels were added: nothing is sorted again.
  init(entries: [[Entry]], moves: [TypedMove<Kind>]) {
    (self.entries, self.moves) = (entries, moves)
  }

  /// The labels, sorted by code point.
  public var labels: [String] {
    var found: [String] = []
    for list in entries {
      for entry in list
      where !entry.label.isEmpty && !found.contains(where: { same($0, entry.label) }) {
        found.append(entry.label)
      }
    }
    return found.sorted { precedes($0, $1) }
  }

  /// Adds the moves of a label that no class has yet.
  ///
  /// - Returns: whether there was anything to add.
  public mutating func add(_ label: String) -> Bool {
    var isChanged = false
    for kind in Kind.labelled {
      let id = Int(kind.rawValue)
      guard !entries[id].contains(where: { same($0.label, label) }) else { continue }
      let lowest = entries[id].map(\.frequency).min() ?? -1
      entries[id].append(Entry(label, min(lowest, 0) - 1))
      moves.append(TypedMove(kind, label))
      isChanged = true
    }
    return isChanged
  }

  /// Sorts the entries and rebuilds the classes.
  private mutating func arrange() {
    var late: [(entry: Entry, kind: Kind)] = []
    moves = []
    for kind in Kind.allCases {
      let id = Int(kind.rawValue)
      let sorted = entries[id].sorted { follows($0, $1) }
      moves += sorted.filter { $0.frequency >= 0 }.map { TypedMove(kind, $0.label) }
      late += sorted.filter { $0.frequency < 0 }.map { ($0, kind) }
      entries[id] = sorted
    }
    // Stable: of one label, the moves stay in the order of their ids.
    let order = late.indices.sorted {
      follows(late[$0].entry, late[$1].entry)
        || (late[$0].entry == late[$1].entry && $0 < $1)
    }
    for index in order {
      // A label's later mention finds all of its moves already there.
      let label = late[index].entry.label
      for (entry, kind) in late where same(entry.label, label) {
        if !moves.contains(where: { $0.kind == kind && same($0.label, label) }) {
          moves.append(TypedMove(kind, label))
        }
      }
    }
  }

  /// Whether `a` comes before `b`: descending by frequency, then by label.
  private func follows(_ a: Entry, _ b: Entry) -> Bool {
    a.frequency != b.frequency ? a.frequency > b.frequency : precedes(b.label, a.label)
  }
}

extension TypedMoveTable where Kind == MoveKind {
  /// The table for a corpus in which `frequencies` entity tokens carry each label.
  public init(frequencies: [Entry]) {
    var entries: [[Entry]] = Array(repeating: [], count: Kind.allCases.count)
    for kind in [MoveKind.begin, .inside, .last, .unit] {
      entries[Int(kind.rawValue)] = frequencies
    }
    self.init(entries: entries)
  }
}

/// Compares by code points, as Python does; Swift's own order normalises.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// Whether the strings have the same code points; Swift's own comparison normalises.
func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
