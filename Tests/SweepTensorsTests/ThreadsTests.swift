import Foundation
import SweepTensors
import Synchronization
import Testing

struct ThreadsTests {
  @Test(arguments: [1, 2, 3, 8], [0, 1, 7, 16, 17, 1000])
  func rangesCoverEverythingOnceAndStartAtTheGrain(threads: Int, count: Int) {
    let ranges = Mutex<[Range<Int>]>([])
    Threads(threads).forEachRange(of: count, grain: 16) { range in
      ranges.withLock { $0.append(range) }
    }
    let sorted = ranges.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(sorted.flatMap { Array($0) } == Array(0..<count))
    #expect(sorted.allSatisfy { $0.lowerBound.isMultiple(of: 16) })
    if threads == 1 { #expect(sorted.count <= 1) }
  }

  @Test(arguments: [1, 2, 3, 8])
  func eachIndexIsVisitedOnce(threads: Int) {
    let visits = Mutex([Int](repeating: 0, count: 100))
    Threads(threads).forEach(100) { index in visits.withLock { $0[index] += 1 } }
    #expect(visits.withLock { $0.allSatisfy { $0 == 1 } })
  }

  @Test func noMoreThreadsWorkThanAskedFor() {
    let seen = Mutex<Set<ObjectIdentifier>>([])
    Threads(2).forEach(64) { _ in
      seen.withLock { _ = $0.insert(ObjectIdentifier(Thread.current)) }
      usleep(200)
    }
    #expect(seen.withLock { $0.count <= 2 })
  }

  @Test func fewerThanOneThreadIsOne() {
    #expect(Threads(0) == .one)
    #expect(Threads(-3).count == 1)
  }
}
