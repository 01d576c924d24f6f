extension PatternNode {
  /// The same pattern with fewer parts.
  ///
  /// Long lists of alternatives, as tokenizers have them, begin or end with the same condition:
  /// `^a|^b|^cd` is read as `^(?:a|b|cd)`, and neighbours of one character become a set.
  var simplified: PatternNode {
    switch self {
    case .set, .assertion: return self
    case .look(let body, let isBehind, let isNegative):
      return .look(body.simplified, isBehind: isBehind, isNegative: isNegative)
    case .repetition(let body, let least, let most, let isGreedy):
      return .repetition(body.simplified, least: least, most: most, isGreedy: isGreedy)
    case .sequence(let parts): return PatternNode.sequenceOf(parts.map(\.simplified))
    case .alternation(let parts): return PatternNode.alternationOf(parts.map(\.simplified))
    }
  }

  /// The parts of a sequence, or the node alone.
  private var parts: [PatternNode] {
    if case .sequence(let parts) = self { parts } else { [self] }
  }

  private static func sequenceOf(_ parts: [PatternNode]) -> PatternNode {
    let flat = parts.flatMap(\.parts)
    return flat.count == 1 ? flat[0] : .sequence(flat)
  }

  private static func alternationOf(_ parts: [PatternNode]) -> PatternNode {
    var parts = parts
    var before: [PatternNode] = []
    var after: [PatternNode] = []
    if parts.count > 1, parts.allSatisfy({ $0.parts.first?.isStart ?? false }) {
      before = [.assertion(.start)]
      parts = parts.map { sequenceOf(Array($0.parts.dropFirst())) }
    }
    if parts.count > 1, parts.allSatisfy({ $0.parts.last?.isEnd ?? false }) {
      after = [.assertion(.end)]
      parts = parts.map { sequenceOf(Array($0.parts.dropLast())) }
    }
    let joined = joinedSets(parts)
    let body = joined.count == 1 ? joined[0] : .alternation(joined)
    return before.isEmpty && after.isEmpty ? body : sequenceOf(before + [body] + after)
  }

  private var isStart: Bool { if case .assertion(.start) = self { true } else { false } }
  private var isEnd: Bool { if case .assertion(.end) = self { true } else { false } }

  private static func joinedSets(_ parts: [PatternNode]) -> [PatternNode] {
    var result: [PatternNode] = []
    for part in parts {
      if case .set(let set) = part, case .set(let last) = result.last, last.joins(set) {
        result[result.count - 1] = .set(last.union(set))
      } else {
        result.append(part)
      }
    }
    return result
  }
}
