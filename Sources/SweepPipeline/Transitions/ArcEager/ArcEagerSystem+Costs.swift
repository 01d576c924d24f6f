/// What a batch's words must tell the parser.
package struct ArcWords {
  /// The gold trees, in training.
  package var gold: ArcGold?

  package init(gold: ArcGold?) { self.gold = gold }
}

/// The gold trees of a batch, word by word; heads and children are words of their document.
package struct ArcGold {
  /// The head of each word, itself for a root, −1 where it is unknown.
  package let heads: UnsafePointer<Int32>
  /// The class of the arc to the head; −1 for roots and unknown heads.
  package let classes: UnsafePointer<Int32>
  /// 1 where a sentence starts, 0 where none does, −1 where that is unknown.
  package let starts: UnsafePointer<Int8>
  /// The first child of each word in `children`, and the end: `[words + 1]`.
  package let firstChild: UnsafePointer<Int32>
  /// The children of all words, roots and words without a head left out.
  package let children: UnsafePointer<Int32>

  package init(
    heads: UnsafePointer<Int32>, classes: UnsafePointer<Int32>, starts: UnsafePointer<Int8>,
    firstChild: UnsafePointer<Int32>, children: UnsafePointer<Int32>
  ) {
    (self.heads, self.classes, self.starts) = (heads, classes, starts)
    (self.firstChild, self.children) = (firstChild, children)
  }
}

/// What a state's words have to do with each other in the gold tree.
private struct ArcRelations {
  let state: ArcState
  let gold: ArcGold
  /// The next word, and the end of the buffer's words that may get arcs.
  let first: Int32
  let end: Int32

  @inline(__always) init(_ state: ArcState, _ gold: ArcGold) {
    self.state = state
    self.gold = gold
    let word = state.inBuffer(0)
    first = word < 0 ? state.length : word
    end = state.reach
  }

  @inline(__always) private func at(_ word: Int32) -> Int { Int(state.offset + word) }

  /// The head of a word, where an unknown one is the first word.
  @inline(__always) func head(_ word: Int32) -> Int32 { max(gold.heads[at(word)], 0) }

  @inline(__always) func isKnown(_ word: Int32) -> Bool { gold.heads[at(word)] >= 0 }

  @inline(__always) func goldClass(_ word: Int32) -> Int32 { gold.classes[at(word)] }

  @inline(__always) func startsSentence(_ word: Int32) -> Int8 { gold.starts[at(word)] }

  /// Words of the stack come before the buffer.
  @inline(__always) private func isOnStack(_ word: Int32) -> Bool {
    word < first && state.isHere(word)
  }

  @inline(__always) private func isInReach(_ word: Int32) -> Bool {
    word >= first && word < end && state.isHere(word)
  }

  @inline(__always) func headOnStack(_ word: Int32) -> Int {
    let head = gold.heads[at(word)]
    return head >= 0 && head != word && isOnStack(head) ? 1 : 0
  }

  @inline(__always) func headInBuffer(_ word: Int32) -> Int {
    let head = gold.heads[at(word)]
    return head >= 0 && head != word && isInReach(head) ? 1 : 0
  }

  @inline(__always) func childrenOnStack(_ word: Int32) -> Int {
    var count = 0
    for k in Int(gold.firstChild[at(word)])..<Int(gold.firstChild[at(word) + 1])
    where isOnStack(gold.children[k]) { count += 1 }
    return count
  }

  @inline(__always) func childrenInBuffer(_ word: Int32) -> Int {
    var count = 0
    for k in Int(gold.firstChild[at(word)])..<Int(gold.firstChild[at(word) + 1])
    where isInReach(gold.children[k]) { count += 1 }
    return count
  }
}

extension ArcEagerSystem {
  /// What each kind of move costs with a wrong label, and which classes have the gold label.
  struct KindCosts {
    var shift = 0
    var reduce = 0
    var left = 0
    var right = 0
    var split = 0
    /// The class of a left or right arc that is cheaper by 1; −1 where none is.
    var goldLeft: Int32 = -1
    var goldRight: Int32 = -1

    @inline(__always) subscript(kind: Int) -> Int {
      switch kind {
      case 0: shift
      case 1: reduce
      case 2: left
      case 3: right
      default: split
      }
    }
  }

  /// The gold arcs that each kind of move makes impossible.
  @inline(__always) func kindCosts(
    _ state: ArcState, _ gold: ArcGold, _ valid: Valid
  ) -> KindCosts {
    let tree = ArcRelations(state, gold)
    let (b0, b1, s0) = (state.inBuffer(0), state.inBuffer(1), state.onStack(0))
    var costs = KindCosts()
    var push = 0
    if b0 >= 0 {
      push = tree.headOnStack(b0) + tree.childrenOnStack(b0)
      if valid.split && tree.startsSentence(b1) == 1 { push += 1 }
      costs.shift = push
    }
    if s0 >= 0 {
      let pop = tree.headInBuffer(s0) + tree.childrenInBuffer(s0)
      let onStack = state.hasHead(s0) ? 0 : tree.headOnStack(s0) + tree.childrenOnStack(s0)
      costs.reduce = state.isStart(b0) ? 0 : pop - onStack
      if valid.arc { addArcs(state, tree, push: push, pop: pop, onStack: onStack, to: &costs) }
    }
    if valid.split { costs.split = splitCost(state, tree, b0, b1) }
    return costs
  }

  @inline(__always) private func addArcs(
    _ state: ArcState, _ tree: ArcRelations, push: Int, pop: Int, onStack: Int,
    to costs: inout KindCosts
  ) {
    let (b0, s0, s1) = (state.inBuffer(0), state.onStack(0), state.onStack(1))
    costs.left = pop + onStack
    if state.hasHead(s0) && tree.head(s0) == s1 { costs.left += 1 }
    if tree.head(s0) == b0 {
      if tree.isKnown(s0) { costs.goldLeft = tree.goldClass(s0) } else { costs.left -= 1 }
    }
    costs.right = push
    if tree.head(b0) == s0 {
      if tree.isKnown(b0) { costs.goldRight = tree.goldClass(b0) } else { costs.right -= 1 }
    } else if tree.headInBuffer(b0) > 0 && !state.isKept(b0) {
      costs.right += 1
    }
  }

  /// The arcs between the stack and the words after the next.
  @inline(__always) private func splitCost(
    _ state: ArcState, _ tree: ArcRelations, _ b0: Int32, _ b1: Int32
  ) -> Int {
    var cost = tree.startsSentence(b1) == 0 ? 1 : 0
    for i in 0..<state.depth {
      let word = state.onStack(i)
      cost += tree.headInBuffer(word) + tree.childrenInBuffer(word)
      if tree.head(b0) == word { cost -= 1 }
      if tree.head(word) == b0 { cost -= 1 }
    }
    return cost
  }
}
