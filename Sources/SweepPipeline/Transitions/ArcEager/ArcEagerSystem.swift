import SweepText

/// The rules of arc-eager dependency parsing, with words that may be pushed back.
///
/// Costs of a kind of move are the same for all labels but one, so a state is first reduced to a few
/// numbers.
///
/// - Source: spaCy 3.8 `arc_eager.pyx`.
package struct ArcEagerSystem: TransitionSystem {
  package typealias Words = ArcWords
  package static var hasOneMovePerWord: Bool { false }
  package static var commonFeatures: Int { 5 }
  /// The cost of an invalid move.
  package static let invalidCost: Float = 9000
  /// The label of parts of a word: only neighbours may have it.
  private static let partLabel = "subtok"

  /// The classes, in order.
  package let moves: [ArcMove]
  /// The classes of each kind of move, as ranges.
  private let ranges: [(kind: Int, classes: Range<Int>)]
  /// The arcs between parts of a word.
  private let parts: [Int]
  /// The arcs without a label, for which every gold label is right.
  private let unlabelled: (left: [Int], right: [Int])
  private let labels: (left: [UInt64: Int32], right: [UInt64: Int32])

  /// The system of these classes.
  package init(moves: [ArcMove]) {
    self.moves = moves
    var ranges: [(kind: Int, classes: Range<Int>)] = []
    for (index, move) in moves.enumerated() {
      let kind = Int(move.kind.rawValue)
      if let last = ranges.last, last.kind == kind {
        ranges[ranges.count - 1].classes = last.classes.lowerBound..<index + 1
      } else {
        ranges.append((kind, index..<index + 1))
      }
    }
    self.ranges = ranges
    func classes(_ kind: ArcMoveKind, _ label: String) -> [Int] {
      moves.indices.filter { moves[$0].kind == kind && same(moves[$0].label, label) }
    }
    func numbers(_ kind: ArcMoveKind) -> [UInt64: Int32] {
      let known = moves.indices.filter { moves[$0].kind == kind && !moves[$0].label.isEmpty }
      return Dictionary(known.map { (StringStore.id(of: moves[$0].label), Int32($0)) }) { a, _ in a
      }
    }
    parts = classes(.left, Self.partLabel) + classes(.right, Self.partLabel)
    unlabelled = (classes(.left, ""), classes(.right, ""))
    labels = (numbers(.left), numbers(.right))
  }

  /// The number of classes.
  package var count: Int { moves.count }

  /// The class of an arc with this label; the one for rare labels where there is none, −1 where
  /// there is not even that.
  package func arcClass(isLeft: Bool, label: UInt64) -> Int32 {
    let known = isLeft ? labels.left : labels.right
    return known[label] ?? known[StringStore.id(of: "dep")] ?? -1
  }

  package func apply(_ class: Int, to state: inout ArcState) {
    switch moves[`class`].kind {
    case .shift: state.push()
    case .reduce: state.reduce()
    case .left: state.attachLeft(`class`)
    case .right: state.attachRight(`class`)
    case .split: state.split()
    }
  }

  /// Which kinds of moves are valid.
  struct Valid {
    var shift = false
    var reduce = false
    var arc = false
    var split = false
    /// Whether the two words of an arc are neighbours.
    var areNeighbours = false

    @inline(__always) subscript(kind: Int) -> Bool {
      switch kind {
      case 0: shift
      case 1: reduce
      case 4: split
      default: arc
      }
    }
  }

  @inline(__always) func validKinds(_ state: ArcState) -> Valid {
    let (left, isEmpty) = (state.bufferLength, state.depth == 0)
    let (b0, b1) = (state.inBuffer(0), state.inBuffer(1))
    let isStart = state.isStart(b0)
    var valid = Valid()
    valid.shift = isEmpty || !(left < 2 || isStart || state.isKept(b0))
    valid.reduce = !isEmpty && (left == 0 || !(state.depth == 1 && state.cannotStart(b0)))
    valid.arc = !isEmpty && left > 0 && !isStart
    valid.split = left >= 2 && b1 == b0 + 1 && !state.isStart(b1) && !state.cannotStart(b1)
    valid.areNeighbours = state.onStack(0) == b0 - 1
    return valid
  }

  package func valid(
    _ state: ArcState, _ words: ArcWords, into flags: UnsafeMutablePointer<UInt8>
  ) {
    let valid = validKinds(state)
    for (kind, classes) in ranges {
      (flags + classes.lowerBound).update(repeating: valid[kind] ? 1 : 0, count: classes.count)
    }
    if !valid.areNeighbours { for k in parts { flags[k] = 0 } }
  }

  package func costs(
    _ state: ArcState, _ words: ArcWords, valid flags: UnsafeMutablePointer<UInt8>,
    into costs: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard let gold = words.gold else { return false }
    let valid = validKinds(state)
    let kinds = self.kindCosts(state, gold, valid)
    for (kind, classes) in ranges {
      let isValid = valid[kind]
      (flags + classes.lowerBound).update(repeating: isValid ? 1 : 0, count: classes.count)
      (costs + classes.lowerBound).update(
        repeating: isValid ? Float(kinds[kind]) : Self.invalidCost, count: classes.count)
    }
    if valid.arc {
      refine(kinds.goldLeft, unlabelled.left, to: costs)
      refine(kinds.goldRight, unlabelled.right, to: costs)
      if !valid.areNeighbours {
        for k in parts { (flags[k], costs[k]) = (0, Self.invalidCost) }
      }
    }
    for k in 0..<count where costs[k] <= 0 { return true }
    return false
  }

  /// Takes 1 off the cost of the class with the gold label.
  @inline(__always) private func refine(
    _ gold: Int32, _ unlabelled: [Int], to costs: UnsafeMutablePointer<Float>
  ) {
    guard gold >= 0 else { return }
    costs[Int(gold)] -= 1
    for k in unlabelled { costs[k] -= 1 }
  }

  /// The classes that gold asks for: from each state the first valid one of the lowest cost.
  ///
  /// Ends where no class is free.
  package func oracle(_ start: ArcState, _ words: ArcWords) -> [Int] {
    var (state, history) = (start, [Int]())
    var costs = [Float](repeating: 0, count: count)
    var valid = [UInt8](repeating: 0, count: count)
    while !state.isFinal {
      guard self.costs(state, words, valid: &valid, into: &costs), let lowest = costs.min(),
        let best = costs.firstIndex(where: { $0 <= lowest })
      else { break }
      history.append(best)
      apply(best, to: &state)
    }
    return history
  }
}
