import SweepBase
import SweepSearch
import Testing

@Suite struct NonDominatedTests {
  private func beats(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { $0 <= $1 } && a != b
  }

  /// The best points by front, from all pairs; crowding decides in the last front only.
  private func plainFronts(_ points: [[Double]]) -> [[Int]] {
    var left = Array(points.indices)
    var fronts: [[Int]] = []
    while !left.isEmpty {
      let front = left.filter { i in !left.contains { beats(points[$0], points[i]) } }
      fronts.append(front)
      left.removeAll { front.contains($0) }
    }
    return fronts
  }

  @Test(arguments: [1, 2, 3, 5])
  func frontsAreThoseOfAllPairs(width: Int) {
    var random = RandomStream(seed: 1, path: ["fronts", "\(width)"])
    for _ in 0..<50 {
      // Few different values, so that many are equal.
      let points = (0..<60).map { _ in (0..<width).map { _ in Double(random.below(8)) } }
      let best = NonDominatedRanks(points, best: 30).best
      #expect(best.count == 30 && Set(best).count == 30)
      var rest = best[...]
      for front in plainFronts(points) {
        #expect(Set(rest.prefix(front.count)).isSubset(of: Set(front)))
        rest = rest.dropFirst(front.count)
      }
    }
    #expect(NonDominatedRanks([], best: 3).best == [])
    #expect(Set(NonDominatedRanks([[1, 2], [2, 1]], best: 9).best) == [0, 1])
  }

  /// In the last front the ends come first, then the emptiest places.
  @Test func theEmptiestPlacesComeFirst() {
    let points = [[0.0, 10], [1, 9], [2, 8], [6, 4], [10, 0]]
    #expect(NonDominatedRanks(points, best: 3).best == [0, 4, 3])
  }
}
