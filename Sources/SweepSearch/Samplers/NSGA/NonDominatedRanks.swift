/// The fronts of a set of points, less being better in each coordinate.
///
/// - Source: Deb et al. 2002, <https://doi.org/10.1109/4235.996017>.
struct NonDominatedRanks: Sendable {
  /// The front of each point, 0 for those that no other one beats.
  let fronts: [Int]
  /// How far a point's neighbours of its front are, infinite at the ends.
  let crowding: [Double]

  /// - Complexity: O(points² × coordinates).
  init(_ points: [[Double]]) {
    let n = points.count
    var beatenBy = [Int](repeating: 0, count: n)
    var beats = [[Int]](repeating: [], count: n)
    for i in 0..<n {
      for j in 0..<n where Self.dominates(points[i], points[j]) {
        beats[i].append(j)
        beatenBy[j] += 1
      }
    }
    var fronts = [Int](repeating: 0, count: n)
    var crowding = [Double](repeating: 0, count: n)
    var current = (0..<n).filter { beatenBy[$0] == 0 }
    var front = 0
    while !current.isEmpty {
      for i in current { fronts[i] = front }
      Self.addCrowding(points, current, &crowding)
      var next: [Int] = []
      for i in current {
        for j in beats[i] {
          beatenBy[j] -= 1
          if beatenBy[j] == 0 { next.append(j) }
        }
      }
      current = next.sorted()
      front += 1
    }
    (self.fronts, self.crowding) = (fronts, crowding)
  }

  /// Whether one point is nowhere worse than another and somewhere better.
  static func dominates(_ a: [Double], _ b: [Double]) -> Bool {
    var isBetter = false
    for (x, y) in zip(a, b) {
      if x > y { return false }
      if x < y { isBetter = true }
    }
    return isBetter
  }

  private static func addCrowding(
    _ points: [[Double]], _ members: [Int], _ crowding: inout [Double]
  ) {
    guard let first = members.first else { return }
    for k in points[first].indices {
      let sorted = members.sorted { (points[$0][k], $0) < (points[$1][k], $1) }
      let range = points[sorted[sorted.count - 1]][k] - points[sorted[0]][k]
      crowding[sorted[0]] = .infinity
      crowding[sorted[sorted.count - 1]] = .infinity
      guard range > 0, sorted.count > 2 else { continue }
      for place in 1..<sorted.count - 1 {
        crowding[sorted[place]] +=
          (points[sorted[place + 1]][k] - points[sorted[place - 1]][k]) / range
      }
    }
  }

  /// Whether one point is chosen before another: the lower front, then the emptier place.
  func precedes(_ a: Int, _ b: Int) -> Bool {
    (fronts[a], -crowding[a], a) < (fronts[b], -crowding[b], b)
  }
}
