/// A step of a compiled pattern.
struct PatternStep: Sendable {
  enum Operation: UInt8, Sendable {
    /// Passes over the scalar `a`.
    case scalar
    /// Passes over a scalar of the set `a`.
    case set
    /// Passes over `b` to `c` scalars of the set `a`, as many as possible; `c` < 0 is no limit.
    case most
    /// The same, as few as possible.
    case fewest
    /// Goes on at `a`, and if that fails at `b`.
    case split
    /// Goes on at `a`.
    case jump
    /// Goes on at the first alternative of the table `a` that the next scalar may begin.
    case choose
    /// A condition, the number `a` in the program's list.
    case assertion
    /// What follows, up to an `accept`, must match here; then goes on at `a`. `b` is 1 for must not.
    case ahead
    /// The same before here, with a width of `c`.
    case behind
    case accept
  }

  var operation: Operation
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// The alternatives of a part of a pattern by the scalar that comes next.
struct PatternChoice: Sendable {
  /// Where each alternative begins, and what it may begin with.
  let targets: [Int32]
  let firsts: [ScalarSet]
  /// For each scalar below 128 the number of a list.
  let listOfASCII: [UInt8]
  /// Lists of alternatives, by number, in order of preference.
  let lists: [[Int32]]
  /// Alternatives that may begin with a scalar from 128 on.
  let others: [Int]
  /// Alternatives that may be empty.
  let empty: [Int32]
  let nullable: [Bool]

  init(_ alternatives: [(target: Int32, first: ScalarSet, isNullable: Bool)]) {
    targets = alternatives.map(\.target)
    firsts = alternatives.map(\.first)
    empty = alternatives.filter(\.isNullable).map(\.target)
    others = alternatives.indices.filter {
      alternatives[$0].isNullable || !alternatives[$0].first.isASCII
    }
    nullable = alternatives.map(\.isNullable)
    var lists: [[Int32]] = []
    var listOfASCII: [UInt8] = []
    for value in UInt32(0)..<128 {
      let list = alternatives.filter { $0.isNullable || $0.first.contains(value) }.map(\.target)
      let number = lists.firstIndex(of: list) ?? lists.count
      if number == lists.count { lists.append(list) }
      listOfASCII.append(UInt8(number))
    }
    self.lists = lists
    self.listOfASCII = listOfASCII
  }
}

extension ScalarSet {
  /// Whether there are no scalars from 128 on.
  var isASCII: Bool {
    !isNegated && !ignoresCase && kinds.isEmpty && (ranges.last?.upperBound ?? 0) < 128
  }
}

/// A regular expression as steps that a `PatternMatcher` takes.
struct PatternProgram: Sendable {
  private static let limit = 200_000

  private(set) var steps: [PatternStep] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var choices: [PatternChoice] = []
  private(set) var assertions: [PatternAssertion] = []

  /// Compiles a pattern.
  ///
  /// - Throws: `PatternError` when there are too many steps.
  init(_ node: PatternNode) throws(PatternError) {
    try emit(node)
    try append(PatternStep(operation: .accept))
  }

  private mutating func append(_ step: PatternStep) throws(PatternError) {
    guard steps.count < Self.limit else {
      throw PatternError(.tooLarge(limit: Self.limit), at: 0)
    }
    steps.append(step)
  }

  private var here: Int32 { Int32(steps.count) }

  private mutating func number(_ set: ScalarSet) -> Int32 {
    sets.append(set)
    return Int32(sets.count - 1)
  }

  private mutating func emit(_ node: PatternNode) throws(PatternError) {
    switch node {
    case .set(let set):
      if let only = set.only {
        try append(PatternStep(operation: .scalar, a: Int32(only)))
      } else {
        try append(PatternStep(operation: .set, a: number(set)))
      }
    case .sequence(let parts): for part in parts { try emit(part) }
    case .alternation(let parts):
      if parts.count < 4 { try emitSplits(parts) } else { try emitChoice(parts) }
    case .repetition(let body, let least, let most, let isGreedy):
      try emitRepetition(body, least, most, isGreedy)
    case .assertion(let assertion):
      assertions.append(assertion)
      try append(PatternStep(operation: .assertion, a: Int32(assertions.count - 1)))
    case .look(let body, let isBehind, let isNegative):
      let start = steps.count
      let width = isBehind ? body.width.least : 0
      try append(
        PatternStep(
          operation: isBehind ? .behind : .ahead, b: isNegative ? 1 : 0, c: Int32(width)))
      try emit(body)
      try append(PatternStep(operation: .accept))
      steps[start].a = here
    }
  }

  private mutating func emitSplits(_ parts: [PatternNode]) throws(PatternError) {
    var jumps: [Int] = []
    for (i, part) in parts.enumerated() {
      guard i + 1 < parts.count else {
        try emit(part)
        break
      }
      let split = steps.count
      try append(PatternStep(operation: .split, a: here + 1))
      try emit(part)
      jumps.append(steps.count)
      try append(PatternStep(operation: .jump))
      steps[split].b = here
    }
    for jump in jumps { steps[jump].a = here }
  }

  private mutating func emitChoice(_ parts: [PatternNode]) throws(PatternError) {
    let start = steps.count
    try append(PatternStep(operation: .choose))
    var jumps: [Int] = []
    var alternatives: [(target: Int32, first: ScalarSet, isNullable: Bool)] = []
    for part in parts {
      let first = part.first
      alternatives.append((here, first.set, first.isNullable))
      try emit(part)
      jumps.append(steps.count)
      try append(PatternStep(operation: .jump))
    }
    for jump in jumps { steps[jump].a = here }
    steps[start].a = Int32(choices.count)
    choices.append(PatternChoice(alternatives))
  }

  private mutating func emitRepetition(
    _ body: PatternNode, _ least: Int, _ most: Int?, _ isGreedy: Bool
  ) throws(PatternError) {
    if case .set(let set) = body {
      try append(
        PatternStep(
          operation: isGreedy ? .most : .fewest, a: number(set), b: Int32(least),
          c: most.map(Int32.init) ?? -1))
      return
    }
    for _ in 0..<least { try emit(body) }
    guard let most else {
      let split = steps.count
      try append(PatternStep(operation: .split))
      try emit(body)
      try append(PatternStep(operation: .jump, a: Int32(split)))
      setSplit(split, body: Int32(split + 1), out: here, isGreedy)
      return
    }
    var splits: [Int] = []
    for _ in least..<max(least, most) {
      splits.append(steps.count)
      try append(PatternStep(operation: .split))
      try emit(body)
    }
    for split in splits { setSplit(split, body: Int32(split + 1), out: here, isGreedy) }
  }

  private mutating func setSplit(_ split: Int, body: Int32, out: Int32, _ isGreedy: Bool) {
    steps[split].a = isGreedy ? body : out
    steps[split].b = isGreedy ? out : body
  }
}
