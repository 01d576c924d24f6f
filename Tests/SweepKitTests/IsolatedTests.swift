import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import Testing

@Suite struct IsolatedTests {
  /// The program itself, which is built beside the tests.
  private static let program: String = {
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    return folder.appendingPathComponent("sweep").path
  }()

  private func isolated(_ bench: Bench, store: String? = nil) throws -> StudyRun {
    var run = try bench.studyRun(store: store)
    run.isolates = true
    run.workerProgram = Self.program
    return run
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
  func givesTheSameBitsAsInProcess() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2, 0.4] }"#)
    _ = try bench.run(store: bench.folder + "/inside.db")
    _ = try isolated(bench).run(stop: StopSignal()) { _ in }
    #expect(try bench.record() == bench.record(bench.folder + "/inside.db"))
    let store = try StudyStore(path: bench.store, access: .read)
    let other = try StudyStore(path: bench.folder + "/inside.db", access: .read)
    for (trial, twin) in zip(
      try store.trials(of: store.study()), try other.trials(of: other.study()))
    {
      #expect(trial.steps == twin.steps && trial.words == twin.words)
      #expect(trial.bestStep == twin.bestStep && trial.scores?.count == twin.scores?.count)
      let (log, otherLog) = (try store.log(of: trial), try other.log(of: twin))
      #expect(log?.split(separator: "\n").count == otherLog?.split(separator: "\n").count)
      #expect(try store.inputs(of: trial) == other.inputs(of: twin))
      #expect(try store.documentCounts(of: trial) == other.documentCounts(of: twin))
    }
    #expect(try bench.rerun(3).isIdentical)
    #expect(!FileBytes.exists(bench.store + ".trials/small-0"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
  func losesOneTrialWhenItsWorkerIsKilled() throws {
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.2, 0.4] }"#, maxSteps: 40)
    var isKilled = false
    let outcome = try isolated(bench).run(stop: StopSignal()) { event in
      guard case .evaluated(let label, _, _) = event, label.number == 2, !isKilled else { return }
      isKilled = true
      for pid in Self.workers(of: bench.store + ".trials/small-2/") { kill(pid, SIGKILL) }
    }
    #expect(isKilled)
    #expect(outcome.failedCount == 1)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.filter { $0.state == .done }.count == 5)
    #expect(trials[2].state == .failed)
    #expect(trials[2].error?.hasPrefix("the worker was ended by signal 9 (SIGKILL)") == true)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
  func triesAKilledWorkerAgainWithTheSameBits() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#, maxSteps: 40)
    _ = try bench.run(store: bench.folder + "/inside.db")
    var run = try isolated(bench)
    run.retries = 1
    var isKilled = false
    _ = try run.run(stop: StopSignal()) { event in
      guard case .evaluated(let label, _, _) = event, label.number == 1, !isKilled else { return }
      isKilled = true
      for pid in Self.workers(of: bench.store + ".trials/small-1/") { kill(pid, SIGKILL) }
    }
    #expect(isKilled)
    #expect(try bench.record() == bench.record(bench.folder + "/inside.db"))
  }

  /// A worker gives its state away now and then, from which another one goes on.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
  func goesOnFromACheckpointWithTheSameBits() throws {
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.2] }"#,
      options: "checkpoint_seconds = 1e-9\nkeep_models = \"all\"", maxSteps: 40)
    _ = try bench.run(store: bench.folder + "/inside.db")
    var steps: [Int] = []
    // On a busy machine the first state to arrive may be that of the first step.
    for _ in 0..<20 where !steps.contains(where: { $0 > 0 }) {
      let stop = StopSignal()
      var left = 4
      _ = try isolated(bench).run(stop: stop) { event in
        if case .resumed(_, let step) = event { steps.append(step) }
        guard case .evaluated = event else { return }
        left -= 1
        if left == 0 { for _ in 0..<2 { stop.raise() } }
      }
    }
    #expect(steps.contains { $0 > 0 })
    // The last part in this process: a checkpoint is the same wherever it was made.
    _ = try bench.run()
    #expect(try bench.record() == bench.record(bench.folder + "/inside.db"))
    #expect(!FileBytes.exists(bench.store + ".trials/small-0"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
  func leavesNoOrphanWhenTheSweepIsKilled() throws {
    let bench = try ProgramBench(
      """
      setsid sleep 600 &
      echo '{"metrics": {"acc": 1}}' >&3
      sleep 600
      """)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = ["run", "sh.toml", "--store", bench.store, "--jobs", "2", "--quiet"]
    process.currentDirectoryURL = URL(fileURLWithPath: bench.folder)
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    let mark = "SWEEP_FOLDER=\(bench.store).trials"
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while bench.processes(with: mark).count < 6, clock.now < deadline { usleep(20_000) }
    #expect(bench.processes(with: mark).count >= 6)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    while !bench.processes(with: mark).isEmpty, clock.now < deadline { usleep(20_000) }
    #expect(bench.processes(with: mark).isEmpty)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
  func writesNumberedEventsAndTheEndMarkLast() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    let config = try bench.plan().trials[0].configText
    let spec: JSONValue = [
      "version": 1, "trial": "small/0", "config": .string(config), "threads": 1, "inputs": [],
    ]
    try FileBytes.write(spec.serialized(.compact), to: bench.folder + "/spec.json")
    let events = bench.folder + "/events.jsonl"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = [
      "worker", "--spec", "spec.json", "--events", events, "--out", ".", "--alone",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: bench.folder)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let items = ReportStream.items(of: try FileBytes.read(events), largestLine: 1 << 28)
    guard case .event(.ended(let end), let line)? = items.last else {
      Issue.record("no end mark")
      return
    }
    #expect(end.status == .done && end.count == line - 1 && items.count == line)
    #expect(FileBytes.exists(bench.folder + "/exit.json"))
    #expect(FileBytes.exists(bench.folder + "/out/config.cfg"))
    // A worker that nobody has any more leaves at once.
    let left = Process()
    left.executableURL = process.executableURL
    left.arguments = ["worker", "--spec", "spec.json", "--events", events, "--out", "."]
    left.currentDirectoryURL = process.currentDirectoryURL
    left.standardInput = FileHandle.nullDevice
    try left.run()
    left.waitUntilExit()
    #expect(left.terminationStatus == 75)
  }

  /// The workers whose spec lies in a folder.
  private static func workers(of folder: String) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { pid in
      guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
        return false
      }
      return String(decoding: bytes, as: UTF8.self).contains(folder)
    }
  }
}
