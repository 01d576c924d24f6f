import SweepBase
import Testing

struct RandomStreamTests {
  @Test func drawsTheSameNumbersForEver() {
    // The reference values of recorded studies: they change only by mistake.
    var stream = RandomStream(seed: 1, path: ["sampler", "random", "0"])
    #expect(
      (0..<3).map { _ in stream.next() } == [
        7_866_323_824_724_800_144, 18_376_336_721_344_259_414, 7_434_232_749_691_454_958,
      ])
    #expect((0..<5).map { _ in stream.below(10) } == [8, 0, 9, 5, 3])
  }

  @Test func namesDoNotShareSequences() {
    let paths: [[String]] = [
      ["a", "bc"], ["ab", "c"], ["abc"], [], [""], ["", ""], ["abc", ""],
    ]
    var first: Set<UInt64> = []
    for path in paths {
      var stream = RandomStream(seed: 0, path: path)
      first.insert(stream.next())
    }
    var otherSeed = RandomStream(seed: 1, path: ["a", "bc"])
    first.insert(otherSeed.next())
    #expect(first.count == paths.count + 1)
  }

  @Test func numbersLieInTheUnitIntervalAndFillIt() {
    var stream = RandomStream(seed: 3, path: [])
    let draws = (0..<10_000).map { _ in stream.double() }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    #expect(abs(draws.reduce(0, +) / 10_000 - 0.5) < 0.01)
  }

  @Test func boundedDrawsAreEvenlySpread() {
    var stream = RandomStream(seed: 4, path: [])
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    #expect(stream.below(1) == 0)
  }

  @Test func shufflesKeepEveryItem() {
    var stream = RandomStream(seed: 5, path: [])
    var items = Array(0..<100)
    stream.shuffle(&items)
    #expect(items != Array(0..<100))
    #expect(items.sorted() == Array(0..<100))
  }
}
