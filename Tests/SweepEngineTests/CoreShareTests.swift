import SweepEngine
import Testing

@Suite struct CoreShareTests {
  @Test(arguments: [
    (cores: 1, trials: 8, jobs: 1, threads: 1), (cores: 8, trials: 8, jobs: 8, threads: 1),
    (cores: 8, trials: 100, jobs: 8, threads: 1), (cores: 8, trials: 2, jobs: 2, threads: 4),
    (cores: 8, trials: 3, jobs: 3, threads: 3), (cores: 8, trials: 0, jobs: 1, threads: 8),
  ])
  func putsTrialsSideBySideFirst(cores: Int, trials: Int, jobs: Int, threads: Int) {
    let share = CoreShare(CoreRequest(cores: cores), trials: trials)
    #expect(share.jobs == jobs)
    #expect(share.threads(running: jobs) == threads)
  }

  @Test func givesWhatDoesNotDivideToTheFirstOnes() {
    let share = CoreShare(CoreRequest(cores: 8), trials: 3)
    #expect((0..<3).map { share.threads(rank: $0, running: 3) } == [3, 3, 2])
    #expect(share.description == "3 at a time on 8 cores, 2 or 3 threads each")
    #expect(
      CoreShare(CoreRequest(cores: 1), trials: 1).description
        == "1 at a time on 1 core, 1 thread each")
  }

  @Test func doesAsItIsTold() {
    let jobs = CoreShare(CoreRequest(cores: 2, jobs: 5), trials: 9)
    #expect(jobs.jobs == 5)
    #expect(jobs.threads(running: 5) == 1)
    let threads = CoreShare(CoreRequest(cores: 8, threads: 4), trials: 9)
    #expect(threads.jobs == 2)
    #expect(threads.threads(running: 1) == 4)
    let both = CoreShare(CoreRequest(cores: 2, jobs: 3, threads: 4), trials: 9)
    #expect(both.description == "3 at a time on 2 cores, 4 threads each")
  }

  @Test func givesTheCoresOfThoseThatLeftToTheOthers() {
    let running = RunningTrials(CoreShare(CoreRequest(cores: 5), trials: 3))
    let seats = (0..<3).map { _ in running.join() }
    #expect(seats.map { running.threads(of: $0) } == [2, 2, 1])
    running.leave(seats[0])
    #expect(seats[1...].map { running.threads(of: $0) } == [3, 2])
    running.leave(seats[1])
    #expect(running.threads(of: seats[2]) == 5)
    #expect(running.join() == 0)
  }

  @Test func readsLimitsOfContainers() {
    #expect(Cores.available >= 1)
    #expect(Cores.cores(ofQuota: "max 100000\n") == nil)
    #expect(Cores.cores(ofQuota: "-1\n 100000\n") == nil)
    #expect(Cores.cores(ofQuota: "") == nil)
    #expect(Cores.cores(ofQuota: "150000 100000\n") == 2)
    #expect(Cores.cores(ofQuota: "100000 100000") == 1)
    #expect(Cores.count(ofList: "\t0-3,8\n") == 5)
    #expect(Cores.count(ofList: " 0") == 1)
    #expect(Cores.count(ofList: " 3-1") == nil)
    #expect(Cores.count(ofList: "") == nil)
  }
}
