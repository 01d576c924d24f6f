import Foundation
import SweepBase
import SweepConfig
import SweepEngine
import SweepPipeline
import SweepStore
import SweepTraining
import Synchronization

/// Trains each trial with the core in a process of its own, so that a crash takes one trial only.
///
/// Every decision stays here: the worker waits after each evaluation until the next step is asked for.
final class IsolatedTrainer: Trainer {
  private let core: NativeTrainer
  /// The program whose command `worker` is run, and what it is.
  private let program: String
  private let stamp: FileStamp?
  private let folders: String
  private let here: String
  private let environment: [String: String]
  private let guardian: ProcessGuard
  private let inputs = Mutex<[Int: [InputRecord]]>([:])

  /// - Parameters:
  ///   - core: Says which files trials read.
  ///   - program: The file of this program.
  ///   - folders: Where trials get their folders, absolute.
  ///   - here: The working directory, which paths of corpora are relative to.
  ///   - environment: What workers get.
  init(
    core: NativeTrainer, program: String, folders: String, here: String,
    environment: [String: String]
  ) {
    (self.core, self.program, self.folders, self.here) = (core, program, folders, here)
    self.environment = environment
    stamp = FileStamp.numbers(of: program).flatMap { numbers in
      (try? ProgramInputs(folder: "/").hash(of: program)).map {
        FileStamp(numbers: numbers, sha256: $0.sha256)
      }
    }
    guardian = ProcessGuard(mark: ProgramTrainer.newMark())
  }

  deinit {
    // The folder of folders goes where no trial has left anything.
    rmdir(folders)
  }

  func expect(_ task: TrialTask) -> [InputRecord] {
    let records = core.expect(task)
    inputs.withLock { $0[task.number] = records }
    return records
  }

  func forget(_ task: TrialTask) { core.forget(task) }

  func start(_ task: TrialTask) throws -> any TrialSteps { try start(task, resume: nil) }

  func resume(_ task: TrialTask, from state: [UInt8]) throws -> (any TrialSteps)? {
    try start(task, resume: state)
  }

  private func start(_ task: TrialTask, resume state: [UInt8]?) throws -> any TrialSteps {
    let folder = try TrialFolder(path: "\(folders)/\(task.name.study)-\(task.number)")
    var spec = WorkerSpec(
      task: task, inputs: inputs.withLock { $0[task.number] } ?? [], threads: 1)
    spec.program = stamp
    if let state {
      let path = folder.file("resume.state")
      try Data(state).write(to: URL(fileURLWithPath: path))
      spec.resume = path
    }
    try folder.write(spec.json.serialized(.compact), "spec.json")
    var variables = environment
    variables[ProcessGuard.variable] = guardian.mark
    let request = ChildProcess.Request(
      path: program,
      arguments: [
        "sweep", "worker", "--spec", folder.file("spec.json"), "--events", "/dev/fd/3", "--out",
        folder.path,
      ], environment: variables, folder: here, hasInput: true)
    let child: ChildProcess
    do {
      child = try ChildProcess(request)
    } catch {
      throw ProgramError(.cannotStart(error.description))
    }
    guardian.add(child)
    let connection = WorkerConnection(child: child, guardian: guardian)
    do {
      while true {
        switch try connection.next() {
        case .started(let start):
          return IsolatedSteps(connection: connection, folder: folder, start: start)
        case .ended(let end):
          guard case .failed(let text) = end.status else { continue }
          throw WorkerError(text)
        default: continue
        }
      }
    } catch {
      connection.close()
      folder.remove()
      throw error
    }
  }
}

/// A training in a worker.
private struct IsolatedSteps: TrialSteps {
  let connection: WorkerConnection
  let folder: TrialFolder
  let heading: [String]
  let maxSteps: Int
  private var last: TrainingStep?
  private var row = ""
  /// Whether the worker waits behind the evaluation that was given last.
  private var isHeld = false
  private var files: [PipelineFile] = []
  private var isOver = false

  init(connection: WorkerConnection, folder: TrialFolder, start: ReportEvent.Start) {
    (self.connection, self.folder) = (connection, folder)
    (heading, maxSteps) = (start.heading, start.maxSteps)
  }

  var residentBytes: Int? { connection.residentBytes }

  func row(_ evaluation: Evaluation) -> String { row }

  /// The worker has done so.
  mutating func keepModel() {}

  mutating func takeLog() -> [String] { connection.takeLog() }

  mutating func next(threads: Int) throws -> TrainingStep? {
    if isOver { return nil }
    if isHeld {
      connection.send(["go": true, "threads": .integer(threads)])
      isHeld = false
    }
    while let event = try connection.next(within: 100) {
      switch event {
      case .evaluated(let report): return try step(report)
      case .progressed(let progress):
        last = TrainingStep(
          number: progress.step, epoch: last?.epoch ?? 0, words: progress.words ?? 0,
          evaluation: nil)
        return last
      case .artifact(let artifact): files.append(try read(artifact))
      case .ended(let end): return try finish(end)
      case .started, .logged, .beat, .checkpoint: break
      }
    }
    // A look at the clock.
    return last ?? TrainingStep(number: -1, epoch: 0, words: 0, evaluation: nil)
  }

  private mutating func step(_ report: ReportEvent.Evaluation) throws -> TrainingStep {
    guard let bytes = report.state.flatMap({ Data(base64Encoded: $0) }) else {
      throw WorkerError("the worker has sent an evaluation without its numbers")
    }
    var reader = StateReader([UInt8](bytes))
    let evaluation = try Evaluation(reading: &reader)
    (row, isHeld) = (report.row ?? "", true)
    var step = TrainingStep(
      number: report.step ?? evaluation.step, epoch: report.epoch, words: report.words ?? 0,
      evaluation: nil)
    last = step
    step.evaluation = evaluation
    return step
  }

  private func read(_ artifact: ReportEvent.Artifact) throws -> PipelineFile {
    let file = PipelineFile(artifact.name ?? artifact.path, try FileBytes.read(artifact.path))
    guard try ProgramInputs(folder: "/").hash(of: artifact.path).sha256 == artifact.sha256 else {
      throw WorkerError("the worker's file \(artifact.path) is not what it has told")
    }
    return file
  }

  private mutating func finish(_ end: ReportEvent.End) throws -> TrainingStep? {
    isOver = true
    if case .failed(let text) = end.status { throw WorkerError(text) }
    guard end.count == connection.lineCount - 1 else {
      throw WorkerError(
        "the worker has sent \(end.count ?? 0) events before its end mark, of which "
          + "\(connection.lineCount - 1) have come")
    }
    guard let steps = end.steps, steps > 0 else { return nil }
    // The last step may have had no evaluation.
    let step = TrainingStep(
      number: steps - 1, epoch: last?.epoch ?? 0, words: end.words ?? 0, evaluation: nil)
    return step.number > last?.number ?? -1 ? step : nil
  }

  func checkpoint() -> [UInt8]? {
    guard isHeld else { return nil }
    let path = folder.file("checkpoint.state")
    connection.send(["checkpoint": .string(path)])
    while let event = try? connection.next() {
      guard case .checkpoint(let written) = event else { return nil }
      guard !written.isEmpty else { return nil }
      return try? FileBytes.read(path)
    }
    return nil
  }

  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial {
    TrainedTrial(
      best: best, modelFiles: files, modelHash: ModelHash.of(files: files), steps: steps,
      words: words)
  }

  mutating func close(hasFailed: Bool) {
    connection.close()
    folder.remove()
  }
}

/// The events of a worker and what it is told.
///
/// A class because it owns the process; it owns its lock.
private final class WorkerConnection: Sendable {
  private struct State {
    /// Its own events may be long: the counts of a large development corpus.
    var stream = ReportStream(largestLine: 1 << 28)
    var items: [ReportStream.Item] = []
    var output = ProgramLog()
    var hasEnded = false
  }

  private let child: ChildProcess
  private let guardian: ProcessGuard
  private let state = Mutex(State())
  private let memory = GroupMemory()

  init(child: ChildProcess, guardian: ProcessGuard) {
    (self.child, self.guardian) = (child, guardian)
  }

  var residentBytes: Int { memory.bytes(of: child.pid) }

  var lineCount: Int { state.withLock { $0.stream.lineCount - $0.items.count } }

  func send(_ command: JSONObject) { child.send(command.serialized(.compact) + "\n") }

  func takeLog() -> [String] { state.withLock { $0.output.take() } }

  /// Waits for the next event, however long it takes.
  ///
  /// - Throws: `ProgramError` when the worker has ended without one.
  func next() throws -> ReportEvent {
    while true {
      if let event = try next(within: 1_000) { return event }
    }
  }

  /// The next event, or `nil` when none has come within a time.
  ///
  /// - Throws: `ProgramError` when the worker has ended without its end mark, `WorkerError` for an
  ///   event that is none.
  func next(within milliseconds: Int) throws -> ReportEvent? {
    let deadline = ContinuousClock().now + .milliseconds(milliseconds)
    while true {
      if let item = state.withLock({ $0.items.isEmpty ? nil : $0.items.removeFirst() }) {
        switch item {
        case .event(let event, _):
          if case .ended = event { state.withLock { $0.hasEnded = true } }
          return event
        case .problem(let text, let line):
          throw WorkerError("event \(line) of the worker: \(text)")
        }
      }
      let arrived = child.read(within: milliseconds)
      take(arrived)
      guard arrived.isEmpty else { continue }
      if let exit = child.exit {
        while true {
          let arrived = child.read(within: 0)
          if arrived.isEmpty { break }
          take(arrived)
        }
        if state.withLock({ !$0.items.isEmpty }) { continue }
        throw ProgramError(.workerExited(exit, errors: state.withLock { $0.output.errorLines }))
      }
      if ContinuousClock().now > deadline { return nil }
    }
  }

  private func take(_ arrived: ChildProcess.Arrived) {
    state.withLock { state in
      state.items += state.stream.read(arrived.reports)
      state.output.add(arrived.output, from: .output)
      state.output.add(arrived.errors, from: .errors)
    }
  }

  /// Ends the worker.
  func close() {
    guardian.remove(child)
    child.kill()
    state.withLock { $0.output.finish() }
  }
}
