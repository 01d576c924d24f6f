extension Doc {
  /// The head of a token: itself when it has no dependency label.
  public func head(of token: Int) -> Int {
    guard let heads, let deps, deps[token] != 0 else { return token }
    return token + Int(heads[token])
  }

  /// Sets the sentence starts from the heads: the left edge of each root's subtree starts one.
  ///
  /// Trees whose branches cross need several passes; as many as spaCy makes are made.
  ///
  /// - Precondition: the heads are tokens of the text.
  package mutating func setSentenceStartsFromHeads() {
    let heads = self.heads ?? Array(repeating: 0, count: count)
    var edges = SubtreeEdges(count: count)
    for _ in 0...11 where !edges.spread(heads) {}
    var starts = [Int8](repeating: -1, count: count)
    for i in 0..<count where heads[i] == 0 && (deps?[i] ?? 0) != 0 { starts[edges.left[i]] = 1 }
    sentStarts = starts
  }
}

/// The first and last token of the subtree below each token.
private struct SubtreeEdges {
  var left: [Int]
  var right: [Int]

  init(count: Int) {
    left = Array(0..<count)
    right = left
  }

  /// One pass up and down the text; whether all heads are in the sentences that result.
  mutating func spread(_ heads: [Int32]) -> Bool {
    for i in heads.indices { pass(from: i, to: i + Int(heads[i])) }
    for i in heads.indices.reversed() { pass(from: i, to: i + Int(heads[i])) }
    return areHeadsInSentences(heads)
  }

  private mutating func pass(from child: Int, to head: Int) {
    left[head] = min(left[head], left[child])
    right[head] = max(right[head], right[child])
  }

  private func areHeadsInSentences(_ heads: [Int32]) -> Bool {
    var isStart = [Bool](repeating: false, count: heads.count)
    for i in heads.indices where heads[i] == 0 { isStart[left[i]] = true }
    var start = 0
    for end in heads.indices where (end > 0 && isStart[end]) || end == heads.count - 1 {
      for i in start..<end where !(start...end).contains(i + Int(heads[i])) { return false }
      start = end
    }
    return true
  }
}
