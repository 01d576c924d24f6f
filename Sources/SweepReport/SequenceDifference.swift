/// How one list of lines becomes another: the same runs that Python's `difflib` finds, so that a
/// difference shown here is the one that spaCy shows.
///
/// - Source: Python 3.11 `difflib.SequenceMatcher`, with its rule for lines that come often.
package struct SequenceDifference {
  /// A run of lines that stay, go or come.
  package enum Change: Equatable, Sendable {
    case kept([String])
    /// Lines of the first list that give way to lines of the second; either may be none.
    case replaced(old: [String], new: [String])
  }

  private let a: [String]
  private let b: [String]
  /// Where each line stands in `b`, without those that come too often to tell anything.
  private var places: [String: [Int]] = [:]

  private init(_ a: [String], _ b: [String]) {
    (self.a, self.b) = (a, b)
    for (index, line) in b.enumerated() { places[line, default: []].append(index) }
    if b.count >= 200 {
      places = places.filter { $0.value.count <= b.count / 100 + 1 }
    }
  }

  /// The changes from one list of lines to another, in order.
  package static func changes(from a: [String], to b: [String]) -> [Change] {
    let difference = SequenceDifference(a, b)
    var changes: [Change] = []
    var (i, j) = (0, 0)
    for block in difference.blocks() + [(a.count, b.count, 0)] {
      if i < block.0 || j < block.1 {
        changes.append(.replaced(old: Array(a[i..<block.0]), new: Array(b[j..<block.1])))
      }
      (i, j) = (block.0 + block.2, block.1 + block.2)
      guard block.2 > 0 else { continue }
      let lines = Array(a[block.0..<i])
      if case .kept(let before)? = changes.last {
        changes[changes.count - 1] = .kept(before + lines)
      } else {
        changes.append(.kept(lines))
      }
    }
    return changes
  }

  /// The equal runs: where in `a`, where in `b`, and how long.
  private func blocks() -> [(Int, Int, Int)] {
    var open = [(0, a.count, 0, b.count)]
    var found: [(Int, Int, Int)] = []
    while let (aLow, aHigh, bLow, bHigh) = open.popLast() {
      let (i, j, length) = longest(aLow, aHigh, bLow, bHigh)
      guard length > 0 else { continue }
      found.append((i, j, length))
      if aLow < i && bLow < j { open.append((aLow, i, bLow, j)) }
      if i + length < aHigh && j + length < bHigh {
        open.append((i + length, aHigh, j + length, bHigh))
      }
    }
    return found.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  /// The longest equal run in two ranges; of equal ones, the first in `a`, then in `b`.
  private func longest(
    _ aLow: Int, _ aHigh: Int, _ bLow: Int, _ bHigh: Int
  ) -> (Int, Int, Int) {
    var (bestA, bestB, best) = (aLow, bLow, 0)
    var lengths: [Int: Int] = [:]
    for i in aLow..<aHigh {
      var next: [Int: Int] = [:]
      for j in places[a[i]] ?? [] where j >= bLow && j < bHigh {
        let length = (lengths[j - 1] ?? 0) + 1
        next[j] = length
        if length > best { (bestA, bestB, best) = (i - length + 1, j - length + 1, length) }
      }
      lengths = next
    }
    // Frequent lines begin no run, but lengthen one.
    while bestA > aLow && bestB > bLow && a[bestA - 1] == b[bestB - 1] {
      (bestA, bestB, best) = (bestA - 1, bestB - 1, best + 1)
    }
    while bestA + best < aHigh && bestB + best < bHigh && a[bestA + best] == b[bestB + best] {
      best += 1
    }
    return (bestA, bestB, best)
  }
}
