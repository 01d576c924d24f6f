import Foundation
import SweepConfig
import SweepSearch
import SweepStore
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What a process that is killed leaves behind.
@Suite struct StudyStoreKillTests {
  @Test func nothingAcknowledgedIsLost() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("s.db")
    let study = try StudyStore(path: path).createOrMatch(Sample.study(), now: 1)
    for round in 0..<3 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, round = round as Int] in
        let store = try StudyStore(path: path, access: .write)
        let trials = try store.reconcile(store.study())
        try store.run(trials[0], score: Double(round), model: "\(round)")
        let attempt = try store.begin(
          trials[1], worker: .current(), now: 0, provenance: [:], inputs: [])
        guard let attempt else { return }
        for step in 0...round { try store.append(Sample.evaluation(step), to: attempt) }
        kill(getpid(), SIGKILL)
      }
      let store = try StudyStore(path: path)
      let trials = try store.trials(of: study)
      #expect(trials.prefix(round + 1).allSatisfy { $0.state == .done })
      #expect(trials[round + 1].isLost)
      #expect(try store.evaluations(of: trials[round + 1]).count == round + 1)
      #expect(try store.reconcile(study).map(\.number) == Array((round + 1)..<6))
      #expect(try store.model(of: trials[round]).count == 2)
    }
  }
}
