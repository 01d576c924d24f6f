/// Trees without crossing branches, with labels that say how to undo the change.
///
/// - Source: Nivre and Nilsson, "Pseudo-Projective Dependency Parsing", 2005, with the scheme that
///   puts the label of the old head behind the own one; spaCy 3.8 `nonproj.pyx` in its order.
package enum ProjectiveTree {
  /// What stands between the two labels of a token that was attached higher.
  package static let delimiter = "||"

  /// A tree whose branches lead back to where they began.
  package struct Cycle: Error, Equatable, Sendable {
    /// A word of the cycle.
    package let word: Int
  }

  /// Removes crossing branches: while there are crossing arcs, the shortest one is attached to the
  /// head's head, or becomes a root where the head is one.
  ///
  /// - Parameter heads: the head of each word, itself for a root.
  /// - Returns: the new heads.
  /// - Throws: `Cycle`.
  package static func projective(_ heads: [Int]) throws(Cycle) -> [Int] {
    if let word = wordInCycle(heads) { throw Cycle(word: word) }
    var heads = heads
    while let word = shortestCrossing(heads) {
      let head = heads[word]
      heads[word] = heads[head] == head ? word : heads[head]
    }
    return heads
  }

  /// A word from which no way leads to a root.
  package static func wordInCycle(_ heads: [Int]) -> Int? {
    // 0: not seen, otherwise the walk in which the word was seen.
    var seen = [Int](repeating: 0, count: heads.count)
    for start in heads.indices {
      var word = start
      while seen[word] == 0 && heads[word] != word {
        seen[word] = start + 1
        word = heads[word]
      }
      if heads[word] != word && seen[word] == start + 1 { return word }
      seen[word] = start + 1
    }
    return nil
  }

  /// The word whose arc crosses another and is the shortest; the first of equals.
  private static func shortestCrossing(_ heads: [Int]) -> Int? {
    var best: (word: Int, size: Int)?
    for (word, head) in heads.enumerated() {
      let size = abs(word - head)
      if size < best?.size ?? Int.max && isCrossing(word, heads) { best = (word, size) }
    }
    return best?.word
  }

  /// Whether some word below the arc of a word does not descend from its head.
  ///
  /// A head below 0 is unknown, and crosses nothing.
  package static func isCrossing(_ word: Int, _ heads: [Int]) -> Bool {
    let head = heads[word]
    guard head != word, head >= 0 else { return false }
    return (min(head, word) + 1..<max(head, word)).contains { inner in
      var ancestor = inner
      while heads[ancestor] != head {
        if heads[ancestor] < 0 { return false }
        if heads[ancestor] == ancestor { return true }
        ancestor = heads[ancestor]
      }
      return false
    }
  }

  /// Attaches words with two labels to where the second says: breadth first from their heads down,
  /// the first word with that label.
  ///
  /// - Parameters:
  ///   - heads: the head of each word, itself for a root.
  ///   - labels: the label of each word.
  ///   - isSpace: words that are passed over.
  package static func restore(_ heads: inout [Int], _ labels: inout [String], isSpace: [Bool]) {
    guard labels.contains(where: { parts(of: $0) != nil }) else { return }
    // As in spaCy, a word has no children outside of the subtree it had at first.
    let reach = subtrees(heads)
    for word in heads.indices {
      guard let parts = parts(of: labels[word]) else { continue }
      heads[word] = newHead(word, parts.head, heads, labels, isSpace, reach) ?? heads[word]
      labels[word] = parts.own
    }
  }

  /// The two labels of a decorated one.
  package static func parts(of label: String) -> (own: String, head: String)? {
    let bytes = Array(label.utf8)
    guard
      let place = bytes.indices.dropLast().first(where: {
        bytes[$0] == 0x7c && bytes[$0 + 1] == 0x7c
      })
    else { return nil }
    return (
      String(decoding: bytes[..<place], as: UTF8.self),
      String(decoding: bytes[(place + 2)...], as: UTF8.self)
    )
  }

  /// The first and the last word below each word of a projective tree.
  private static func subtrees(_ heads: [Int]) -> [ClosedRange<Int>] {
    var reach = heads.indices.map { $0...$0 }
    for word in Array(heads.indices) + heads.indices.reversed() {
      let (own, above) = (reach[word], reach[heads[word]])
      reach[heads[word]] =
        min(own.lowerBound, above.lowerBound)...max(own.upperBound, above.upperBound)
    }
    return reach
  }

  private static func newHead(
    _ word: Int, _ label: String, _ heads: [Int], _ labels: [String], _ isSpace: [Bool],
    _ reach: [ClosedRange<Int>]
  ) -> Int? {
    var queue = [heads[word]]
    // A tree has no more levels than words.
    for _ in heads.indices where !queue.isEmpty {
      var next: [Int] = []
      for parent in queue {
        for child in reach[parent]
        where heads[child] == parent && child != parent && child != word && !isSpace[child] {
          if same(labels[child], label) { return child }
          next.append(child)
        }
      }
      queue = next
    }
    return nil
  }
}
