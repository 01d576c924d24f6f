/// What holds for all classes of one kind of move in one state.
struct MoveRule {
  /// A rule that is for every label but the empty one.
  static let anyLabel: Int32 = -1
  /// A rule that is for every label and the empty one.
  static let everyLabel: Int32 = -3
  /// Allows nothing.
  static let never = MoveRule(isValid: false, label: anyLabel)

  /// Whether any class of the kind is valid.
  var isValid: Bool
  /// The one label that is valid, or `anyLabel`, or `everyLabel`.
  var label: Int32
  /// The cost if the class has the gold label.
  var costOfGoldLabel: Float = 0
  /// The cost if it has another.
  var costOfOtherLabel: Float = 0

  /// Whether a class with this label is valid.
  @inline(__always) func allows(_ other: Int32) -> Bool {
    guard isValid else { return false }
    if label == Self.anyLabel { return other != 0 }
    return label == Self.everyLabel || other == label
  }
}

extension NERSystem {
  /// Calls `body` with the rules of the state, indexed by move id.
  @inline(__always) func withRules(
    _ state: NERState, _ tokens: UnsafePointer<NERToken>,
    _ body: (UnsafeMutableBufferPointer<MoveRule>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: MoveRule.self, capacity: 6) { rules in
      let word = tokens[Int(state.offset + state.position)]
      let isLastWord = state.remaining < 2
      let next = isLastWord ? NERToken() : tokens[Int(state.offset + state.position) + 1]
      rules.initialize(repeating: .never)
      rules[1] = beginRule(state, word, next, isLastWord)
      rules[2] = insideRule(state, word, next, isLastWord)
      rules[3] = lastRule(state, word, next)
      rules[4] = unitRule(state, word, next)
      let isFree = !state.isOpen && word.presetIOB != 1 && word.presetIOB != 3
      rules[5] = MoveRule(isValid: isFree, label: MoveRule.everyLabel)
      body(rules)
    }
  }

  private func beginRule(
    _ state: NERState, _ word: NERToken, _ next: NERToken, _ isLastWord: Bool
  ) -> MoveRule {
    if state.isOpen || isLastWord || word.presetIOB == 1 { return .never }
    if word.presetIOB == 3 {
      let isLong = next.presetIOB == 1 && word.presetLabel != 0
      return MoveRule(isValid: isLong, label: word.presetLabel)
    }
    let isFree = next.presetIOB != 3 && next.sentenceStart != 1 && !word.isSpace
    return MoveRule(isValid: isFree, label: MoveRule.anyLabel)
  }

  private func insideRule(
    _ state: NERState, _ word: NERToken, _ next: NERToken, _ isLastWord: Bool
  ) -> MoveRule {
    if !state.isOpen || isLastWord || word.presetIOB == 3 || next.presetIOB == 3 { return .never }
    let isValid =
      word.presetIOB == 1
      ? next.presetIOB == 1 && state.openLabel == word.presetLabel
      : next.sentenceStart != 1
    return MoveRule(isValid: isValid && state.openLabel != 0, label: state.openLabel)
  }

  private func lastRule(_ state: NERState, _ word: NERToken, _ next: NERToken) -> MoveRule {
    if !state.isOpen { return .never }
    if word.presetIOB == 1 && next.presetIOB != 1 {
      return MoveRule(isValid: word.presetLabel != 0, label: word.presetLabel)
    }
    let isValid = next.presetIOB != 1 && state.openLabel != 0
    return MoveRule(isValid: isValid, label: state.openLabel)
  }

  private func unitRule(_ state: NERState, _ word: NERToken, _ next: NERToken) -> MoveRule {
    // A blocked word is passed by the unit move without a label, and by nothing else.
    if word.presetIOB == 3 && word.presetLabel == 0 { return MoveRule(isValid: true, label: 0) }
    if state.isOpen || next.presetIOB == 1 { return .never }
    if word.presetIOB == 3 { return MoveRule(isValid: true, label: word.presetLabel) }
    return MoveRule(isValid: !word.isSpace, label: MoveRule.anyLabel)
  }

  /// Fills in the costs.
  ///
  /// An open entity is sunk if gold has no entity with its label starting where it started.
  @inline(__always) func addGold(
    _ state: NERState, _ tokens: UnsafePointer<NERToken>,
    to rules: UnsafeMutableBufferPointer<MoveRule>
  ) {
    let at = Int(state.offset + state.position)
    let gold = tokens[at].goldKind
    let next = state.remaining < 2 ? .outside : tokens[at + 1].goldKind
    var isSunk = false
    if state.isOpen {
      let start = tokens[Int(state.offset + state.openStart)]
      isSunk =
        (start.goldKind != .begin && start.goldKind != .unit)
        || start.goldLabel != state.openLabel
    }
    let other: Float = gold == .missing ? 0 : 1
    rules[1].costOfOtherLabel = other
    rules[1].costOfGoldLabel = gold == .begin ? 0 : other
    rules[4].costOfOtherLabel = other
    rules[4].costOfGoldLabel = gold == .unit ? 0 : other
    let inside = insideCost(gold, next, isSunk)
    rules[2].costOfGoldLabel = inside
    rules[2].costOfOtherLabel = inside
    let last: Float = gold == .inside && !isSunk ? 1 : 0
    rules[3].costOfGoldLabel = last
    rules[3].costOfOtherLabel = last
    let outside: Float = gold == .begin || gold == .unit ? 1 : 0
    rules[5].costOfGoldLabel = outside
    rules[5].costOfOtherLabel = outside
  }

  private func insideCost(_ gold: MoveKind, _ next: MoveKind, _ isSunk: Bool) -> Float {
    let endsHere = next == .outside || next == .missing
    switch gold {
    case .missing, .begin, .inside: return 0
    case .last: return isSunk && endsHere ? 0 : 1
    case .outside: return endsHere ? 0 : 1
    case .unit: return next == .outside ? 0 : 1
    }
  }
}
