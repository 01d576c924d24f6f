import Foundation
import SweepEngine
import Synchronization
import Testing

@Suite struct LocalEngineTests {
  @Test(arguments: [1, 2, 8])
  func runsEveryJobOnceWhateverTheNumberOfWorkers(workers: Int) throws {
    var finished: [Int] = []
    var events: [Int: [Int]] = [:]
    try LocalEngine(workers: workers).run(
      Array(0..<40), stop: StopSignal(),
      perform: { job, send in for step in 0..<3 { send(job * 10 + step) } },
      receive: { message in
        switch message {
        case .finished(let job, _): finished.append(job)
        case .event(let job, _, let event): events[job, default: []].append(event)
        case .started, .tick: break
        }
      })
    #expect(finished.sorted() == Array(0..<40))
    for job in 0..<40 { #expect(events[job] == [job * 10, job * 10 + 1, job * 10 + 2]) }
  }

  @Test func startsNothingNewAfterAStopAndFinishesWhatRuns() throws {
    let stop = StopSignal()
    var finished: [Int] = []
    try LocalEngine(workers: 1).run(
      Array(0..<10), stop: stop,
      perform: { (job: Int, _: (Int) -> Void) in if job == 3 { stop.raise() } },
      receive: { message in
        if case .finished(let job, _) = message { finished.append(job) }
      })
    #expect(finished == [0, 1, 2, 3])
    #expect(stop.request == .afterRunningTrials)
    #expect(stop.raise() == .now)
    #expect(stop.raise() == .now)
  }

  @Test func runsAsManyJobsAtOnceAsItHasWorkers() throws {
    let arrived = Atomic(0)
    let met = Atomic(0)
    try LocalEngine(workers: 6).run(
      Array(0..<6), stop: StopSignal(),
      perform: { (_: Int, _: (Int) -> Void) in
        arrived.add(1, ordering: .relaxed)
        let deadline = ContinuousClock.now + .seconds(20)
        while arrived.load(ordering: .relaxed) < 6, ContinuousClock.now < deadline { usleep(1000) }
        if arrived.load(ordering: .relaxed) == 6 { met.add(1, ordering: .relaxed) }
      },
      receive: { _ in })
    #expect(met.load(ordering: .relaxed) == 6)
  }

  /// What a chatty program prints arrives faster than it is recorded.
  @Test(.timeLimit(.minutes(1)))
  func keepsTheOrderOfManyEventsThatWait() throws {
    let count = 300_000
    let isSent = Atomic(false)
    var events: [Int] = []
    try LocalEngine(workers: 1).run(
      [0], stop: StopSignal(),
      perform: { (_: Int, send: (Int) -> Void) in
        for number in 0..<count { send(number) }
        isSent.store(true, ordering: .sequentiallyConsistent)
      },
      receive: { message in
        guard case .event(_, _, let number) = message else { return }
        events.append(number)
        while number == 1, !isSent.load(ordering: .sequentiallyConsistent) { usleep(1000) }
      })
    #expect(events == Array(0..<count))
  }

  @Test func endsTheRunWhenTheReceiverThrows() {
    struct DiskFull: Error {}
    let stop = StopSignal()
    #expect(throws: DiskFull.self) {
      try LocalEngine(workers: 2).run(
        Array(0..<1000), stop: stop,
        perform: { (_: Int, send: (Int) -> Void) in send(1) },
        receive: { message in
          if case .event = message { throw DiskFull() }
        })
    }
    #expect(stop.request == .now)
  }
}
