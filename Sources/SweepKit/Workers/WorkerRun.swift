import Dispatch
import Foundation
import SweepBase
public import SweepConfig
import SweepEngine
import SweepPipeline
import SweepStore
import SweepTensors
public import SweepTraining
import Synchronization

/// The training of one trial in a process of its own: `sweep worker`.
///
/// It reads a spec, writes events as numbered lines, the end mark last, and listens to its standard
/// input: after each evaluation it waits for `go`, so that whoever started it decides as if it trained
/// itself; at the end of the input it leaves at once, so that it never outlives who started it.
public struct WorkerRun: Sendable {
  private let spec: WorkerSpec
  private let events: String
  private let output: String
  private let registry: Registry
  private let inputs: InputSource

  /// Prepares a worker.
  ///
  /// - Parameters:
  ///   - spec: The file that says what to train.
  ///   - events: The file that gets the events, such as `/dev/fd/3`.
  ///   - output: A folder for the model.
  ///   - registry: The functions that the config may call.
  ///   - inputs: Where corpora are read from.
  /// - Throws: `FileError`, or what is wrong with the spec.
  public init(
    spec: String, events: String, output: String, registry: Registry, inputs: InputSource
  ) throws {
    self.spec = try WorkerSpec(contentsOf: spec)
    (self.events, self.output, self.registry, self.inputs) = (events, output, registry, inputs)
  }

  /// Trains.
  ///
  /// - Parameter isInteractive: Whether to wait for `go` after each evaluation and to leave at the end of
  ///   standard input.
  /// - Returns: Whether there is a result; what went wrong is the last event.
  /// - Throws: `FileError` when the events cannot be written.
  public func run(isInteractive: Bool) throws -> Bool {
    let writer = try EventWriter(path: events, marksEnd: output + "/exit.json")
    let commands = isInteractive ? WorkerCommands() : nil
    do {
      let end = try train(writer, commands)
      try writer.end(end)
      return true
    } catch let error as FileError where error.path == events {
      throw error
    } catch {
      try writer.end(["failed": .string(describe(error))])
      return false
    }
  }

  private func train(_ writer: EventWriter, _ commands: WorkerCommands?) throws -> JSONObject {
    let task = TrialTask(
      number: 0, config: try Config(parsing: spec.config, file: spec.trial))
    let trainer = NativeTrainer(
      corpora: CorpusCache(source: inputs), states: nil, registry: registry)
    try checkInputs(trainer.expect(task))
    var threads = spec.threads
    var steps = try begin(trainer, task)
    try writer.write(["start": .object(start(steps))])
    let clock = ContinuousClock()
    var lastWord = clock.now
    var best: Evaluation?
    var last: TrainingStep?
    while let step = try steps.next(threads: threads) {
      last = step
      if let evaluation = step.evaluation {
        if evaluation.isBest {
          best = evaluation
          steps.keepModel()
        }
        try writer.write(event(step, evaluation, row: steps.row(evaluation)))
        while let command = commands?.next() {
          if let count = command["threads"]?.intValue { threads = max(1, count) }
          if command["go"] != nil { break }
          if let path = command["checkpoint"]?.stringValue {
            try writer.write(["checkpoint": .string(try write(steps.checkpoint(), to: path))])
          }
        }
        lastWord = clock.now
      } else if clock.now - lastWord > .milliseconds(100) {
        lastWord = clock.now
        try writer.write(["progress": .integer(step.number), "words": .integer(step.words)])
      }
    }
    // A training that went on from a checkpoint behind its best evaluation still has its model.
    let trained = steps.result(
      best: best ?? .none, steps: (last?.number ?? -1) + 1, words: last?.words ?? 0)
    for file in trained.modelFiles {
      let path = "\(output)/out/\(file.path)"
      try FileBytes.makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try Data(file.bytes).write(to: URL(fileURLWithPath: path))
      try writer.write([
        "artifact": .string(path), "name": .string(file.path),
        "sha256": .string(Fingerprint.hex(of: file.bytes)), "bytes": .integer(file.bytes.count),
      ])
    }
    return ["done": true, "steps": .integer(trained.steps), "words": .integer(trained.words)]
  }

  private func begin(_ trainer: NativeTrainer, _ task: TrialTask) throws -> any TrialSteps {
    guard let path = spec.resume else { return try trainer.start(task) }
    guard let steps = try trainer.resume(task, from: try FileBytes.read(path)) else {
      throw WorkerError("the state in \(path) cannot be gone on from")
    }
    return steps
  }

  private func checkInputs(_ found: [InputRecord]) throws(WorkerError) {
    for input in spec.inputs {
      guard let now = found.first(where: { $0.written == input.written }) else { continue }
      guard now.sha256 == input.sha256 else {
        throw WorkerError("the input \(input.written) has changed since the trial was begun")
      }
    }
  }

  private func start(_ steps: any TrialSteps) -> JSONObject {
    let program = "/proc/self/exe"
    let isKnown = spec.program.map { $0.numbers == FileStamp.numbers(of: program) } ?? false
    let hash = isKnown ? spec.program?.sha256 : try? ProgramInputs(folder: "/").hash(of: program).0
    return [
      "max_steps": .integer(steps.maxSteps), "heading": .array(steps.heading.map { .string($0) }),
      "protocol": .integer(WorkerSpec.version), "cpu": .string(cpuModel),
      "binary_sha256": hash.map { .string($0) } ?? .null,
      "pid": .integer(Int(ProcessInfo.processInfo.processIdentifier)),
    ]
  }

  private func event(
    _ step: TrainingStep, _ evaluation: Evaluation, row: String
  ) -> JSONObject {
    var state = StateWriter()
    evaluation.write(to: &state)
    return [
      "step": .integer(step.number), "epoch": .integer(step.epoch),
      "words": .integer(step.words), "score": .number(evaluation.score),
      "best": .bool(evaluation.isBest), "row": .string(row),
      "state": .string(Data(state.bytes).base64EncodedString()),
    ]
  }

  private func write(_ state: [UInt8]?, to path: String) throws -> String {
    guard let state else { return "" }
    try Data(state).write(to: URL(fileURLWithPath: path))
    return path
  }
}

extension Evaluation {
  /// Stands for one that this process has not made.
  fileprivate static var none: Evaluation {
    Evaluation(
      epoch: 0, step: 0, words: 0, losses: [], scores: Scores(), score: 0, isBest: false)
  }
}

/// What comes on the worker's standard input, a line each; its end ends the process.
///
/// A class because a thread of its own reads.
private final class WorkerCommands: Sendable {
  private let lines = Mutex<[JSONValue]>([])
  private let arrived = DispatchSemaphore(value: 0)

  init() {
    let thread = Thread { [self] in
      while let line = readLine() {
        guard let command = try? JSONValue(parsing: line) else { continue }
        lines.withLock { $0.append(command) }
        arrived.signal()
      }
      // Nobody is there any more who wants the result.
      _exit(75)
    }
    thread.start()
  }

  /// Waits for the next command.
  func next() -> JSONValue? {
    arrived.wait()
    return lines.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}

/// Writes events: line i is event i, and the last one says how many there were before it.
///
/// A class because it owns the file.
private final class EventWriter {
  private let path: String
  private let file: FileHandle
  private let exitPath: String?
  private var count = 0

  init(path: String, marksEnd exitPath: String) throws(FileError) {
    self.path = path
    var isPlain = true
    if path.hasPrefix("/dev/fd/"), let number = Int32(path.dropFirst(8)) {
      file = FileHandle(fileDescriptor: number, closeOnDealloc: false)
      isPlain = false
    } else {
      if !FileBytes.exists(path) { try FileBytes.write("", to: path) }
      guard let handle = FileHandle(forWritingAtPath: path) else {
        throw FileError(.write, path, code: 0, reason: "cannot be written")
      }
      file = handle
      _ = try? file.seekToEnd()
    }
    self.exitPath = isPlain ? exitPath : nil
  }

  func write(_ event: JSONObject) throws(FileError) {
    count += 1
    do {
      try file.write(contentsOf: Data((event.serialized(.compact) + "\n").utf8))
    } catch {
      throw FileError(.write, path, code: 0, reason: describe(error))
    }
  }

  /// Writes the end mark; where events go to a file, the end stands in a file of its own, too, which is
  /// there completely or not at all.
  func end(_ event: JSONObject) throws(FileError) {
    var event = event
    event["n"] = .integer(count)
    try write(event)
    guard let exitPath else { return }
    try? file.synchronize()
    try FileBytes.write(event.serialized(.compact) + "\n", to: exitPath)
  }
}
