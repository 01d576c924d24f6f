/// A part of a regular expression.
indirect enum PatternNode: Sendable {
  /// One scalar of a set.
  case set(ScalarSet)
  case sequence([PatternNode])
  /// The first that leads to a match.
  case alternation([PatternNode])
  case repetition(PatternNode, least: Int, most: Int?, isGreedy: Bool)
  case assertion(PatternAssertion)
  /// What must, or must not, follow or come before.
  case look(PatternNode, isBehind: Bool, isNegative: Bool)

  static let empty = PatternNode.sequence([])
}

/// A condition on a place between two scalars.
enum PatternAssertion: Sendable {
  /// `^` and `\A`.
  case start
  /// `$`: the end, or before a line end at the end.
  case end
  /// `\Z`.
  case absoluteEnd
  /// `^` and `$` of patterns with the flag `m`.
  case lineStart
  case lineEnd
  /// `\b`, and `\B`.
  case boundary(isNegated: Bool)
}

extension PatternNode {
  /// How many scalars a match may have; the upper bound is `nil` where there is none.
  var width: (least: Int, most: Int?) {
    switch self {
    case .set: return (1, 1)
    case .assertion, .look: return (0, 0)
    case .sequence(let parts):
      return parts.reduce((0, 0)) { sum, part in
        let width = part.width
        return (sum.0 + width.least, PatternNode.sum(sum.1, width.most))
      }
    case .alternation(let parts):
      let widths = parts.map(\.width)
      let most = widths.contains { $0.most == nil } ? nil : widths.compactMap(\.most).max()
      return (widths.map(\.least).min() ?? 0, widths.isEmpty ? 0 : most)
    case .repetition(let body, let least, let most, _):
      let width = body.width
      let (low, overflows) = width.least.multipliedReportingOverflow(by: least)
      guard let most, let widest = width.most else {
        return (overflows ? Int.max / 2 : low, width.most == 0 ? 0 : nil)
      }
      return (low, PatternNode.product(widest, most))
    }
  }

  private static func sum(_ a: Int?, _ b: Int?) -> Int? {
    guard let a, let b else { return nil }
    let (sum, overflows) = a.addingReportingOverflow(b)
    return overflows ? nil : sum
  }

  private static func product(_ a: Int, _ b: Int) -> Int? {
    let (product, overflows) = a.multipliedReportingOverflow(by: b)
    return overflows ? nil : product
  }

  /// The scalars that a match may begin with, and whether it may be empty.
  var first: (set: ScalarSet, isNullable: Bool) { edge(isFirst: true) }

  /// The scalars that a match may end with.
  var last: ScalarSet { edge(isFirst: false).set }

  private func edge(isFirst: Bool) -> (set: ScalarSet, isNullable: Bool) {
    switch self {
    case .set(let set): return (set, false)
    case .assertion, .look: return (ScalarSet([]), true)
    case .sequence(let parts):
      var union = ScalarSet([])
      for part in isFirst ? parts : parts.reversed() {
        let edge = part.edge(isFirst: isFirst)
        union = union.union(edge.set)
        if !edge.isNullable { return (union, false) }
      }
      return (union, true)
    case .alternation(let parts):
      return parts.reduce((ScalarSet([]), false)) { all, part in
        let edge = part.edge(isFirst: isFirst)
        return (all.0.union(edge.set), all.1 || edge.isNullable)
      }
    case .repetition(let body, let least, _, _):
      let edge = body.edge(isFirst: isFirst)
      return (edge.set, edge.isNullable || least == 0)
    }
  }

  /// Whether each match starts where the text does.
  var startsAtStart: Bool {
    switch self {
    case .assertion(.start): true
    case .sequence(let parts): parts.first?.startsAtStart ?? false
    case .alternation(let parts): !parts.isEmpty && parts.allSatisfy(\.startsAtStart)
    default: false
    }
  }

  /// Whether each match ends where the text does, or before its last line end.
  var endsAtEnd: Bool {
    switch self {
    case .assertion(.end), .assertion(.absoluteEnd): true
    case .sequence(let parts): parts.last?.endsAtEnd ?? false
    case .alternation(let parts): !parts.isEmpty && parts.allSatisfy(\.endsAtEnd)
    default: false
    }
  }

  /// Scalars that each match has.
  var required: Set<UInt32> {
    switch self {
    case .set(let set): return set.only.map { [$0] } ?? []
    case .assertion, .look: return []
    case .sequence(let parts): return parts.reduce(into: []) { $0.formUnion($1.required) }
    case .alternation(let parts):
      guard var common = parts.first?.required else { return [] }
      for part in parts.dropFirst() where !common.isEmpty {
        common.formIntersection(part.required)
      }
      return common
    case .repetition(let body, let least, _, _): return least > 0 ? body.required : []
    }
  }
}
