/// Where one dependency analysis stands.
///
/// The words are a stack and a buffer: the words that were pushed back come first, the last of them
/// next, then those that were not read yet. Words never change their order, so every word of the
/// stack comes before every word of the buffer. Everything about single words lies in memory that
/// the creator provides, `memorySize` numbers for each state; a copy shares it.
///
/// - Units: positions are words of the document, −1 is none.
/// - Source: spaCy 3.8 `_state.pxd`.
package struct ArcState: TransitionState {
  package let offset: Int32
  package let length: Int32
  /// The first word that was never read.
  var unread: Int32 = 0
  /// How many words the stack has.
  var depth: Int32 = 0
  /// How many words were pushed back.
  var returned: Int32 = 0
  /// The first word of the buffer that starts a sentence, or the length: only words before it may get
  /// arcs from words before it.
  private(set) var reach: Int32
  /// The last word that is known to start a sentence, or −1.
  private var lastStart: Int32 = -1
  private let memory: UnsafeMutablePointer<Int32>

  /// The numbers that a state for so many words needs.
  package static func memorySize(_ length: Int) -> Int { 8 * length }

  /// The start of an analysis.
  ///
  /// - Parameters:
  ///   - offset: the document's first word in the batch.
  ///   - length: the document's number of words.
  ///   - sentStarts: what is already known of sentence starts, as in `Doc.sentStarts`.
  ///   - memory: `memorySize(length)` numbers that live as long as the state.
  package init(
    offset: Int, length: Int, sentStarts: [Int8]? = nil, memory: UnsafeMutablePointer<Int32>
  ) {
    self.offset = Int32(offset)
    self.length = Int32(length)
    self.memory = memory
    memory.update(repeating: -1, count: 7 * length)
    (memory + 7 * length).update(repeating: 0, count: length)
    reach = Int32(length)
    guard let sentStarts else { return }
    for word in 0..<length {
      if sentStarts[word] == 1 {
        flags[word] = Flag.start
        reach = min(reach, Int32(word))
        lastStart = Int32(word)
      }
      if sentStarts[word] == -1 { flags[word] = Flag.noStart }
    }
  }

  /// The same state with memory of its own.
  func copied(to memory: UnsafeMutablePointer<Int32>) -> ArcState {
    memory.update(from: self.memory, count: Self.memorySize(Int(length)))
    return ArcState(self, memory)
  }

  private init(_ other: ArcState, _ memory: UnsafeMutablePointer<Int32>) {
    (offset, length) = (other.offset, other.length)
    (unread, depth, returned) = (other.unread, other.depth, other.returned)
    (reach, lastStart) = (other.reach, other.lastStart)
    self.memory = memory
  }

  private var count: Int { Int(length) }
  /// The head of each word.
  var heads: UnsafeMutablePointer<Int32> { memory }
  /// The class of the move that gave each word its head.
  var classes: UnsafeMutablePointer<Int32> { memory + count }
  private var stack: UnsafeMutablePointer<Int32> { memory + 2 * count }
  private var back: UnsafeMutablePointer<Int32> { memory + 3 * count }
  /// The child that each word got last, to its left and to its right.
  private var lastLeft: UnsafeMutablePointer<Int32> { memory + 4 * count }
  private var lastRight: UnsafeMutablePointer<Int32> { memory + 5 * count }
  /// The child that the head of each word got before it, on the same side.
  private var before: UnsafeMutablePointer<Int32> { memory + 6 * count }
  private var flags: UnsafeMutablePointer<Int32> { memory + 7 * count }

  /// What is known of a word besides its head.
  private enum Flag {
    /// It starts a sentence.
    static let start: Int32 = 1
    /// It came as one that starts no sentence.
    static let noStart: Int32 = 2
    /// It was pushed back and may not go onto the stack again without a head.
    static let kept: Int32 = 4
    /// It is in neither the stack nor the buffer.
    static let gone: Int32 = 8
  }

  // MARK: - Reading

  /// Word `i` from the top of the stack.
  @inline(__always) func onStack(_ i: Int32) -> Int32 {
    i < depth ? stack[Int(depth - 1 - i)] : -1
  }

  /// Word `i` of the buffer.
  @inline(__always) func inBuffer(_ i: Int32) -> Int32 {
    if i < returned { return back[Int(returned - 1 - i)] }
    let word = unread + i - returned
    return word < length ? word : -1
  }

  /// Word `i` from the top of the stack, if there is one.
  package func stackWord(_ i: Int) -> Int? {
    let word = onStack(Int32(i))
    return word < 0 ? nil : Int(word)
  }

  /// Word `i` of the buffer, if there is one.
  package func bufferWord(_ i: Int) -> Int? {
    let word = inBuffer(Int32(i))
    return word < 0 ? nil : Int(word)
  }

  /// How many words the buffer has.
  var bufferLength: Int32 { length - unread + returned }

  package var isFinal: Bool { depth == 0 && bufferLength == 0 }

  /// Each word leaves once, and each that does allows another to be pushed back once more.
  package var mostMoves: Int { 7 * Int(length) + 1 }

  func hasHead(_ word: Int32) -> Bool { heads[Int(word)] >= 0 }
  func isStart(_ word: Int32) -> Bool { word >= 0 && flags[Int(word)] & Flag.start != 0 }
  func cannotStart(_ word: Int32) -> Bool { word >= 0 && flags[Int(word)] & Flag.noStart != 0 }
  func isKept(_ word: Int32) -> Bool { flags[Int(word)] & Flag.kept != 0 }
  /// Whether a word is in the stack or the buffer.
  @inline(__always) func isHere(_ word: Int32) -> Bool { flags[Int(word)] & Flag.gone == 0 }

  /// The `i`-th last child of a word to its left; 0 is the last.
  @inline(__always) func left(_ word: Int32, _ i: Int) -> Int32 { child(word, lastLeft, i) }
  /// The `i`-th last child of a word to its right; 0 is the last.
  @inline(__always) func right(_ word: Int32, _ i: Int) -> Int32 { child(word, lastRight, i) }

  @inline(__always) private func child(
    _ word: Int32, _ last: UnsafeMutablePointer<Int32>, _ i: Int
  ) -> Int32 {
    guard word >= 0 else { return -1 }
    let child = last[Int(word)]
    return i == 0 || child < 0 ? child : before[Int(child)]
  }

  /// Writes two words of the buffer, three of the stack, and last children; more of them where there
  /// are 13 features.
  package func features(_ count: Int, into ids: UnsafeMutablePointer<Int32>) {
    let (b0, s0, s1) = (inBuffer(0), onStack(0), onStack(1))
    ids[0] = b0
    ids[1] = inBuffer(1)
    ids[2] = s0
    ids[3] = s1
    ids[4] = onStack(2)
    if count == 8 {
      ids[5] = left(b0, 0)
      ids[6] = left(s0, 0)
      ids[7] = right(s0, 0)
    } else {
      ids[5] = left(s0, 0)
      ids[6] = right(s0, 0)
      ids[7] = left(b0, 0)
      ids[8] = right(s0, 1)
      ids[9] = left(s1, 0)
      ids[10] = left(s1, 1)
      ids[11] = right(s1, 0)
      ids[12] = right(s1, 1)
    }
    for k in 0..<count where ids[k] >= 0 { ids[k] += offset }
  }

  // MARK: - Moves

  /// Moves the next word onto the stack.
  package mutating func push() {
    let word = inBuffer(0)
    if returned > 0 { returned -= 1 } else { unread += 1 }
    stack[Int(depth)] = word
    depth += 1
    if word == reach { reach = nextStart(after: word) }
  }

  /// A word that starts a sentence is never pushed back.
  private func nextStart(after word: Int32) -> Int32 {
    var next = word + 1
    while next <= lastStart {
      if isStart(next) { return next }
      next += 1
    }
    return length
  }

  /// Takes the top off the stack.
  package mutating func pop() {
    depth -= 1
    flags[Int(stack[Int(depth)])] |= Flag.gone
  }

  /// Takes the top off the stack if it has a head or is alone, or puts it before the buffer.
  package mutating func reduce() {
    let word = onStack(0)
    if hasHead(word) || depth == 1 { return pop() }
    depth -= 1
    flags[Int(word)] |= Flag.kept
    back[Int(returned)] = word
    returned += 1
  }

  /// Makes the next word the head of the stack's top, which goes away.
  package mutating func attachLeft(_ class: Int) {
    let (head, child) = (inBuffer(0), onStack(0))
    attach(child, to: head, `class`)
    flags[Int(head)] &= ~Flag.kept
    pop()
  }

  /// Makes the stack's top the head of the next word, which goes onto the stack.
  package mutating func attachRight(_ class: Int) {
    attach(inBuffer(0), to: onStack(0), `class`)
    push()
  }

  /// Lets the second word of the buffer start a sentence.
  package mutating func split() {
    let word = inBuffer(1)
    flags[Int(word)] |= Flag.start
    reach = min(reach, word)
    lastStart = max(lastStart, word)
  }

  package mutating func stop() {
    (depth, returned) = (0, 0)
    unread = length
  }

  private func attach(_ child: Int32, to head: Int32, _ class: Int) {
    let old = heads[Int(child)]
    if old >= 0 {
      // An arc is only taken back if its head got no other child on that side since.
      let last = old > child ? lastLeft : lastRight
      if last[Int(old)] == child { last[Int(old)] = before[Int(child)] }
    }
    let last = head > child ? lastLeft : lastRight
    before[Int(child)] = last[Int(head)]
    last[Int(head)] = child
    heads[Int(child)] = head
    classes[Int(child)] = Int32(`class`)
  }
}
