/// What matching needs besides the pattern and the text, kept from one match to the next.
struct PatternScratch {
  /// A place to go on from when what was tried fails.
  struct Retry {
    var step: Int32
    var place: Int32
    /// At least 0: the retry stands for all places from this one to `place`.
    var least: Int32 = -1
    /// At least 0: one more scalar may be passed over first, so many times.
    var more: Int32 = -1
  }

  var retries: [Retry] = []
  /// For each step and place whether it is known to fail; empty until a match takes long.
  var failed: [UInt64] = []
}

/// Walks through a program and a text, and back where that fails.
///
/// After many steps it notes what has failed, so that the work is bounded by the sizes of program and
/// text; nothing else depends on that.
struct PatternMatcher {
  /// How many steps are taken before failures are noted.
  private static let patience = 20_000

  private let program: PatternProgram
  private let text: UnsafeBufferPointer<UInt32>
  private var stepCount = 0
  private var notesFailures = false

  init(_ program: PatternProgram, _ text: UnsafeBufferPointer<UInt32>) {
    self.program = program
    self.text = text
  }

  /// The end of the match that begins at a place, or `nil`; not empty if it must advance.
  mutating func end(
    from start: Int, mustAdvance: Bool = false, _ scratch: inout PatternScratch
  ) -> Int? {
    run(0, start, mustAdvance, &scratch)
  }

  /// Notes failures from now on; the bits cost an eighth of a byte for each step and place.
  private mutating func startNotes(_ scratch: inout PatternScratch) {
    notesFailures = true
    let bits = program.steps.count * (text.count + 1)
    scratch.failed = [UInt64](repeating: 0, count: bits / 64 + 1)
  }

  /// Whether a step was tried at a place before; notes that it is tried now.
  private func isKnown(_ step: Int, _ place: Int, _ scratch: inout PatternScratch) -> Bool {
    let bit = step * (text.count + 1) + place
    let mask: UInt64 = 1 << UInt64(bit & 63)
    if scratch.failed[bit >> 6] & mask != 0 { return true }
    scratch.failed[bit >> 6] |= mask
    return false
  }

  private mutating func run(
    _ first: Int, _ start: Int, _ mustAdvance: Bool, _ scratch: inout PatternScratch
  ) -> Int? {
    let base = scratch.retries.count
    defer { scratch.retries.removeLast(scratch.retries.count - base) }
    var (step, place) = (first, start)
    // What an outer match tries is no failure of an inner one, so only outer ones are noted.
    let isOuter = first == 0 && !mustAdvance
    while true {
      stepCount += 1
      if stepCount > Self.patience && !notesFailures && isOuter { startNotes(&scratch) }
      var isAlive = true
      if notesFailures, isOuter, program.steps[step].operation != .accept {
        isAlive = !isKnown(step, place, &scratch)
      }
      if isAlive {
        let current = program.steps[step]
        if current.operation == .accept {
          if !mustAdvance || place > start { return place }
          isAlive = false
        } else {
          isAlive = take(current, &step, &place, &scratch)
        }
      }
      if isAlive { continue }
      guard let next = retry(above: base, &scratch) else { return nil }
      (step, place) = next
    }
  }

  /// Takes one step; whether it succeeded.
  @inline(__always)
  private mutating func take(
    _ current: PatternStep, _ step: inout Int, _ place: inout Int, _ scratch: inout PatternScratch
  ) -> Bool {
    switch current.operation {
    case .scalar:
      guard place < text.count, text[place] == UInt32(bitPattern: current.a) else { return false }
      place += 1
      step += 1
    case .set:
      guard place < text.count, program.sets[Int(current.a)].contains(text[place]) else {
        return false
      }
      place += 1
      step += 1
    case .most: return takeMost(current, &step, &place, &scratch)
    case .fewest: return takeFewest(current, &step, &place, &scratch)
    case .split:
      scratch.retries.append(.init(step: current.b, place: Int32(place)))
      step = Int(current.a)
    case .jump: step = Int(current.a)
    case .choose: return choose(program.choices[Int(current.a)], &step, place, &scratch)
    case .assertion:
      guard holds(program.assertions[Int(current.a)], at: place) else { return false }
      step += 1
    case .ahead, .behind: return look(current, &step, place, &scratch)
    case .accept: return false
    }
    return true
  }

  /// The next place to go on from.
  private mutating func retry(
    above base: Int, _ scratch: inout PatternScratch
  ) -> (step: Int, place: Int)? {
    while scratch.retries.count > base, let retry = scratch.retries.popLast() {
      if retry.more >= 0 {
        let step = Int(retry.step)
        guard goOn(program.steps[step], step, Int(retry.place), retry.more, &scratch) else {
          continue
        }
        return (step + 1, Int(retry.place) + 1)
      }
      if retry.least >= 0 && retry.place > retry.least {
        scratch.retries.append(
          .init(step: retry.step, place: retry.place - 1, least: retry.least))
      }
      return (Int(retry.step), Int(retry.place))
    }
    return nil
  }

  // MARK: - Repetitions of a set

  private func takeMost(
    _ current: PatternStep, _ step: inout Int, _ place: inout Int, _ scratch: inout PatternScratch
  ) -> Bool {
    let start = place
    let limit = current.c < 0 ? text.count : min(text.count, start + Int(current.c))
    while place < limit, program.sets[Int(current.a)].contains(text[place]) { place += 1 }
    let least = start + Int(current.b)
    guard place >= least else { return false }
    step += 1
    if place > least {
      scratch.retries.append(
        .init(step: Int32(step), place: Int32(place - 1), least: Int32(least)))
    }
    return true
  }

  private func takeFewest(
    _ current: PatternStep, _ step: inout Int, _ place: inout Int, _ scratch: inout PatternScratch
  ) -> Bool {
    for _ in 0..<current.b {
      guard place < text.count, program.sets[Int(current.a)].contains(text[place]) else {
        return false
      }
      place += 1
    }
    let more = current.c < 0 ? Int32.max : current.c - current.b
    scratch.retries.append(.init(step: Int32(step), place: Int32(place), more: more))
    step += 1
    return true
  }

  /// Passes over one more scalar of a repetition that takes as few as possible.
  private func goOn(
    _ current: PatternStep, _ step: Int, _ place: Int, _ more: Int32,
    _ scratch: inout PatternScratch
  ) -> Bool {
    guard more > 0, place < text.count, program.sets[Int(current.a)].contains(text[place]) else {
      return false
    }
    scratch.retries.append(.init(step: Int32(step), place: Int32(place + 1), more: more - 1))
    return true
  }

  // MARK: - Alternatives and conditions

  private func choose(
    _ choice: PatternChoice, _ step: inout Int, _ place: Int, _ scratch: inout PatternScratch
  ) -> Bool {
    guard place < text.count else { return push(choice.empty, &step, place, &scratch) }
    let next = text[place]
    if next < 128 {
      let list = Int(choice.listOfASCII[Int(next)])
      return push(choice.lists[list], &step, place, &scratch)
    }
    var preferred: Int?
    for i in choice.others.reversed() where choice.nullable[i] || choice.firsts[i].contains(next) {
      if let preferred {
        scratch.retries.append(.init(step: Int32(preferred), place: Int32(place)))
      }
      preferred = Int(choice.targets[i])
    }
    guard let preferred else { return false }
    step = preferred
    return true
  }

  /// Goes on at the first of a list, and if that fails at the others.
  private func push(
    _ targets: [Int32], _ step: inout Int, _ place: Int, _ scratch: inout PatternScratch
  ) -> Bool {
    guard let first = targets.first else { return false }
    var i = targets.count - 1
    while i > 0 {
      scratch.retries.append(.init(step: targets[i], place: Int32(place)))
      i -= 1
    }
    step = Int(first)
    return true
  }

  private mutating func look(
    _ current: PatternStep, _ step: inout Int, _ place: Int, _ scratch: inout PatternScratch
  ) -> Bool {
    let start = place - Int(current.c)
    let found = start >= 0 && run(step + 1, start, false, &scratch) != nil
    guard found == (current.b == 0) else { return false }
    step = Int(current.a)
    return true
  }

  private func holds(_ assertion: PatternAssertion, at place: Int) -> Bool {
    switch assertion {
    case .start: place == 0
    case .end: place == text.count || (place == text.count - 1 && text[place] == 0x0a)
    case .absoluteEnd: place == text.count
    case .lineStart: place == 0 || text[place - 1] == 0x0a
    case .lineEnd: place == text.count || text[place] == 0x0a
    case .boundary(let isNegated): (isWord(place - 1) != isWord(place)) != isNegated
    }
  }

  private func isWord(_ place: Int) -> Bool {
    place >= 0 && place < text.count && ScalarKind.word.contains(text[place])
  }
}
