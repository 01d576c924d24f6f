/// The best of a set of points, less being better in each coordinate: the first fronts, and in the
/// last of them those in the emptiest places.
///
/// - Source: Deb et al. 2002, <https://doi.org/10.1109/4235.996017>.
package struct NonDominatedRanks: Sendable {
  /// The positions of the best points, the best first.
  package let best: [Int]

  /// Ranks points.
  ///
  /// - Parameters:
  ///   - points: All with as many coordinates.
  ///   - count: How many of the best are wanted.
  /// - Complexity: With up to two coordinates, O(points × (log points + fronts)), where only as many
  ///   fronts count as are needed; with more, O(points × (log points + size of those fronts)).
  package init(_ points: [[Double]], best count: Int) {
    let ranking = Ranking(points)
    // A point can only be beaten by one that comes before it in the order of coordinates.
    var left = points.indices.sorted { ranking.comesBefore($0, $1) }
    var best: [Int] = []
    while best.count < count, !left.isEmpty {
      let (front, others) = ranking.firstFront(of: left)
      let crowding = ranking.crowding(front)
      let sorted = front.indices.sorted { (-crowding[$0], front[$0]) < (-crowding[$1], front[$1]) }
      best += sorted.prefix(count - best.count).map { front[$0] }
      left = others
    }
    self.best = best
  }
}

/// Coordinates row after row.
private struct Ranking {
  let values: [Double]
  let width: Int

  init(_ points: [[Double]]) {
    width = points.first?.count ?? 0
    values = points.flatMap(\.self)
  }

  func comesBefore(_ a: Int, _ b: Int) -> Bool {
    for k in 0..<width where values[a * width + k] != values[b * width + k] {
      return values[a * width + k] < values[b * width + k]
    }
    return a < b
  }

  /// The points that no other one beats, ascending, and the others in their order.
  func firstFront(of ordered: [Int]) -> (front: [Int], others: [Int]) {
    guard width > 2 else { return firstFlatFront(of: ordered) }
    var front: [Int] = []
    var others: [Int] = []
    values.withUnsafeBufferPointer { values in
      for point in ordered {
        // Members of the front do not beat each other, so the last one found is as likely as any.
        if front.lastIndex(where: { beats(values, $0, point) }) != nil {
          others.append(point)
        } else {
          front.append(point)
        }
      }
    }
    return (front.sorted(), others)
  }

  /// The same with two coordinates or one: in order of the first one, a point is beaten if the second
  /// one has been less before, or equal at a lesser first one.
  private func firstFlatFront(of ordered: [Int]) -> (front: [Int], others: [Int]) {
    var front: [Int] = []
    var others: [Int] = []
    var least = (first: 0.0, last: Double.infinity)
    for point in ordered {
      let (x, y) = (values[point * width], values[point * width + width - 1])
      if least.last < y || (least.last == y && least.first < x) {
        others.append(point)
      } else {
        front.append(point)
        least = (x, y)
      }
    }
    return (front.sorted(), others)
  }

  /// Whether one point is nowhere worse than another and somewhere better.
  private func beats(_ values: UnsafeBufferPointer<Double>, _ a: Int, _ b: Int) -> Bool {
    var isBetter = false
    for k in 0..<width {
      let (x, y) = (values[a * width + k], values[b * width + k])
      if x > y { return false }
      if x < y { isBetter = true }
    }
    return isBetter
  }

  /// How far each member's neighbours in its front are, infinite at the ends.
  func crowding(_ members: [Int]) -> [Double] {
    var crowding = [Double](repeating: 0, count: members.count)
    func value(_ member: Int, _ k: Int) -> Double { values[members[member] * width + k] }
    for k in 0..<width {
      let sorted = members.indices.sorted { (value($0, k), $0) < (value($1, k), $1) }
      let (first, last) = (sorted[0], sorted[sorted.count - 1])
      let range = value(last, k) - value(first, k)
      crowding[first] = .infinity
      crowding[last] = .infinity
      guard range > 0, sorted.count > 2 else { continue }
      for place in 1..<sorted.count - 1 {
        crowding[sorted[place]] +=
          (value(sorted[place + 1], k) - value(sorted[place - 1], k)) / range
      }
    }
    return crowding
  }
}
