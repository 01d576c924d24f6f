import Dispatch
import SweepBase
import SweepEngine
import SweepSearch
import SweepStore
import SweepTraining
import Synchronization

/// Trains one trial: the place where search and training meet.
///
/// Pruning, limits and interrupts are decided here, by no longer pulling steps from the run. A
/// training may wait at a rung and go on later, on another thread; a class because it is the same
/// training then. It owns its lock.
final class TrialTraining: Sendable {
  let task: TrialTask
  private let trainer: any Trainer
  private let metric: Metric
  private let stop: StopSignal
  private let state = Mutex<TrialState?>(nil)
  /// How often it has failed here, and the step of the checkpoint that the last try went on from.
  private let tries = Mutex<(failures: Int, resumed: Int?)>((0, nil))

  /// A training that has not begun.
  ///
  /// - Parameters:
  ///   - task: What to train.
  ///   - trainer: Who trains it.
  ///   - metric: The score whose curve a pruner looks at.
  ///   - stop: Watched before each step.
  init(task: TrialTask, trainer: any Trainer, metric: Metric, stop: StopSignal) {
    (self.task, self.trainer, self.metric, self.stop) = (task, trainer, metric, stop)
  }

  /// Runs the trial to its end, or to an evaluation at a step or behind it, and reports what happens.
  ///
  /// Nothing is thrown: a trial that fails says so in its last event.
  ///
  /// - Parameters:
  ///   - rung: The step to wait at; `nil` for the end.
  ///   - threads: How many threads may be used now; asked before each step.
  ///   - isAlone: Whether no other trial runs now.
  ///   - send: Told of everything.
  func run(
    through rung: Int? = nil, threads: () -> Int = { 1 }, isAlone: () -> Bool = { true },
    _ send: (TrialEvent) -> Void
  ) {
    while true {
      do {
        send(try attempt(rung, threads, isAlone, send))
        return
      } catch {
        let text = describe(error)
        send(.logged("error: \(text)"))
        guard isTriedAgain else {
          send(.failed(text))
          return
        }
        send(.retried(error: text))
      }
    }
  }

  /// Trains to the end, or to the rung.
  ///
  /// - Returns: The last event, which is still to be sent.
  private func attempt(
    _ rung: Int?, _ threads: () -> Int, _ isAlone: () -> Bool, _ send: (TrialEvent) -> Void
  ) throws -> TrialEvent {
    var state = try self.state.withLock { $0.take() } ?? begin(send)
    let last: TrialEvent
    do {
      last = try train(&state, rung, threads, isAlone, send)
    } catch {
      state.close(hasFailed: true, send)
      throw error
    }
    switch last {
    case .paused:
      state.steps.wait()
      // Kept before it is said: another worker may go on with it at once.
      self.state.withLock { $0 = state }
    case .done: state.close(hasFailed: false, send)
    case .pruned(let end):
      state.close(hasFailed: false, send)
      send(.logged(end.reason))
    default:
      state.close(hasFailed: false, send)
      send(.logged("stopped after step \(max(0, state.last?.number ?? 0))"))
    }
    return last
  }

  /// Lets a training go that waits at a rung.
  ///
  /// - Parameter inBackground: Whether nobody is to wait for a program that takes its time to end.
  func close(inBackground: Bool) {
    guard let waiting = state.withLock({ $0.take() }) else { return }
    @Sendable func close() {
      var waiting = waiting
      waiting.close(hasFailed: false) { _ in }
    }
    if inBackground { DispatchQueue.global().async { close() } } else { close() }
  }

  /// Counts a failure.
  private var isTriedAgain: Bool {
    let failures = tries.withLock { tries in
      tries.failures += 1
      return tries.failures
    }
    return failures <= task.retries && stop.request == .none
  }

  private func begin(_ send: (TrialEvent) -> Void) throws -> TrialState {
    if let state = resumed(send) { return state }
    var state = TrialState(steps: try trainer.start(task))
    for line in state.steps.heading { log(line, &state, send) }
    return state
  }

  /// The training where its checkpoint has left it; `nil` where there is none that is of use.
  private func resumed(_ send: (TrialEvent) -> Void) -> TrialState? {
    guard let plan = task.checkpoint else { return nil }
    do {
      guard let checkpoint = try CheckpointFile.read(plan.path, plan.key) else { return nil }
      let last = tries.withLock { $0.resumed }
      guard plan.isTrusted, last != checkpoint.last.number else {
        throw StateError("earlier attempts went on from it and came no further")
      }
      guard let steps = try trainer.resume(task, from: checkpoint.state) else { return nil }
      tries.withLock { $0.resumed = checkpoint.last.number }
      var state = TrialState(steps: steps)
      state.restore(checkpoint, metric)
      send(
        .resumed(
          ResumedTrial(
            step: checkpoint.last.number, evaluations: checkpoint.evaluations,
            log: checkpoint.log, seconds: checkpoint.seconds)))
      log("resumed after step \(checkpoint.last.number) from a checkpoint", &state, send)
      return state
    } catch {
      send(
        .remarked(
          "the checkpoint \(plan.path) is not used: \(describe(error)); "
            + "the trial starts from its beginning"))
      return nil
    }
  }

  private func log(_ line: String, _ state: inout TrialState, _ send: (TrialEvent) -> Void) {
    state.log.append(line)
    send(.logged(line))
  }

  /// Leaves a checkpoint of a training that waits, if checkpoints are wanted.
  func leaveCheckpoint() {
    state.withLock { state in
      if let state { leaveCheckpoint(of: state) }
    }
  }

  private func leaveCheckpoint(of state: TrialState) {
    guard let plan = task.checkpoint, plan.seconds > 0, let last = state.last else { return }
    let clock = ContinuousClock()
    let start = clock.now
    guard let bytes = state.steps.checkpoint() else { return }
    let checkpoint = TrialCheckpoint(
      last: last, seconds: state.seconds, best: state.best, evaluations: state.evaluations,
      log: state.log, state: bytes)
    plan.desk.write(checkpoint, plan, heldUp: (clock.now - start).seconds)
  }

  private func train(
    _ state: inout TrialState, _ rung: Int?, _ threads: () -> Int, _ isAlone: () -> Bool,
    _ send: (TrialEvent) -> Void
  ) throws -> TrialEvent {
    let clock = ContinuousClock()
    let start = clock.now
    let secondsBefore = state.seconds
    var lastReport = start
    // A checkpoint may be of a step behind the rung: what becomes of the trial is to be decided first.
    if let rung, let last = state.curve.lastStep, last >= rung { return .paused(state.ended("")) }
    while let step = try state.steps.next(threads: threads()) {
      state.last = step
      for line in state.steps.takeLog() { log(line, &state, send) }
      if let evaluation = step.evaluation { take(evaluation, &state, send) }
      let now = clock.now
      state.seconds = secondsBefore + (now - start).seconds
      if now - lastReport > .milliseconds(250) || step.number == 0 {
        lastReport = now
        send(.progressed(state.progress))
      }
      if step.isDeciding, let rung, step.number >= rung { return .paused(state.ended("")) }
      if let end = try reasonToEnd(state, step, isAlone) { return .pruned(end) }
      if stop.request == .now {
        leaveCheckpoint(of: state)
        task.checkpoint?.desk.finish()
        return .stopped
      }
      // Behind all that could end the trial here: who goes on from it does not look back.
      if step.evaluation != nil { leaveCheckpointIfDue(&state, send) }
    }
    if let reason = state.steps.ownEnd {
      var end = state.ended(reason)
      end.limit = "program"
      return .pruned(end)
    }
    guard let best = state.best else { throw TrialError.noEvaluation }
    if best.value(of: metric.name)?.isNaN ?? true {
      send(
        .remarked(
          "\(metric.name) was never a number, so that the trial counts as the worst of all\n"
            + "  help: `sweep log` shows what it reported"))
    }
    return .done(
      state.steps.result(
        best: best, steps: (state.last?.number ?? -1) + 1, words: state.last?.words ?? 0))
  }

  private func leaveCheckpointIfDue(_ state: inout TrialState, _ send: (TrialEvent) -> Void) {
    guard let plan = task.checkpoint, plan.seconds > 0 else { return }
    if let problem = plan.desk.takeProblem() {
      send(.remarked("no checkpoint could be written: \(problem)"))
    }
    // One at a time: what cannot be written as fast is left out.
    guard state.seconds - state.secondsAtCheckpoint >= plan.seconds, !plan.desk.isBusy(plan.path)
    else { return }
    leaveCheckpoint(of: state)
    state.secondsAtCheckpoint = state.seconds
  }

  private func take(
    _ evaluation: Evaluation, _ state: inout TrialState, _ send: (TrialEvent) -> Void
  ) {
    log(state.steps.row(evaluation), &state, send)
    send(.evaluated(evaluation))
    if task.checkpoint != nil {
      state.evaluations.append(
        evaluation.record(milliseconds: Int(state.seconds * 1000)))
    }
    if evaluation.isBest {
      state.best = evaluation
      state.steps.keepModel()
    }
    if evaluation.deciding != .nothing {
      state.curve.append(step: evaluation.step, value: metric.loss(of: evaluation))
    }
  }

  /// The end that a pruner, a limit or the record asks for after a step.
  private func reasonToEnd(
    _ state: TrialState, _ step: TrainingStep, _ isAlone: () -> Bool
  ) throws -> EndedTrial? {
    if let last = task.lastStep, step.number >= last {
      return state.ended("ended after step \(step.number), as recorded")
    }
    if step.isDeciding, let pruning = task.pruning,
      pruning.pruner.shouldPrune(number: task.number, state.curve, after: pruning.earlier)
    {
      return state.ended("pruned after step \(step.number)")
    }
    if let most = task.seconds, state.seconds > most {
      guard state.best != nil else { throw TrialError.timeBeforeEvaluation(seconds: most) }
      var end = state.ended("ended after step \(step.number) by its limit of \(minutes(most))")
      end.limit = "trial_minutes"
      return end
    }
    // A look at the memory costs a system call.
    if let most = task.bytes {
      if let bytes = state.steps.residentBytes {
        if bytes > most { throw TrialError.programMemory(megabytes: most / 1_000_000) }
      } else if step.number % 16 == 0, isAlone(), Memory.resident > most {
        throw TrialError.memory(megabytes: most / 1_000_000)
      }
    }
    return nil
  }

  private func minutes(_ seconds: Double) -> String {
    seconds == 60 ? "1 minute" : "\(seconds / 60) minutes"
  }
}

/// A training on its way.
private struct TrialState: Sendable {
  var steps: any TrialSteps
  var best: Evaluation?
  var curve = Curve()
  var last: TrainingStep?
  /// How long it has trained.
  var seconds = 0.0
  /// How long it had trained at its last checkpoint.
  var secondsAtCheckpoint = 0.0
  /// The evaluations and the log so far, for checkpoints.
  var evaluations: [EvaluationRecord] = []
  var log: [String] = []

  init(steps: any TrialSteps) { self.steps = steps }

  /// Takes over what an earlier attempt has come to.
  mutating func restore(_ checkpoint: TrialCheckpoint, _ metric: Metric) {
    (best, last) = (checkpoint.best, checkpoint.last)
    (seconds, secondsAtCheckpoint) = (checkpoint.seconds, checkpoint.seconds)
    (evaluations, log) = (checkpoint.evaluations, checkpoint.log)
    for evaluation in evaluations {
      curve.append(step: evaluation.step, value: metric.loss(of: evaluation))
    }
  }

  var progress: TrialProgress {
    let position =
      steps.position
      ?? TrialPosition(step: last?.number ?? 0, maxSteps: steps.maxSteps, words: last?.words ?? 0)
    return TrialProgress(
      step: position.step, maxSteps: position.maxSteps, words: position.words, seconds: seconds,
      bestScore: best?.score)
  }

  /// Ends the training and hands on what it has for the log.
  mutating func close(hasFailed: Bool, _ send: (TrialEvent) -> Void) {
    steps.close(hasFailed: hasFailed)
    for line in steps.takeLog() { send(.logged(line)) }
  }

  func ended(_ reason: String) -> EndedTrial {
    EndedTrial(
      best: best, step: max(0, last?.number ?? 0), words: last?.words ?? 0, reason: reason,
      limit: nil)
  }
}

/// Why a training has no result.
enum TrialError: Error, CustomStringConvertible {
  case noEvaluation
  case timeBeforeEvaluation(seconds: Double)
  case memory(megabytes: Int)
  case programMemory(megabytes: Int)

  var description: String {
    switch self {
    case .noEvaluation:
      "the training ended without an evaluation\n  help: look at training.max_steps and training.max_epochs"
    case .timeBeforeEvaluation(let seconds):
      "the limit of \(seconds / 60) minutes passed before the first evaluation\n"
        + "  help: raise trial_minutes in [limits], or lower training.eval_frequency"
    case .memory(let megabytes):
      "the process needs more than the \(megabytes) MB that limits.memory_mb allows, with this trial alone\n"
        + "  help: raise the limit, or make batches or the model smaller"
    case .programMemory(let megabytes):
      "the trial's processes need more than the \(megabytes) MB that limits.memory_mb allows\n"
        + "  help: raise the limit, or make batches or the model smaller"
    }
  }
}

extension TrainingStep {
  /// Whether it has an evaluation by which trials are compared.
  fileprivate var isDeciding: Bool {
    guard let evaluation else { return false }
    return evaluation.deciding != .nothing
  }
}

extension Metric {
  /// The metric at an evaluation, less being better; infinite where there is none.
  func loss(of evaluation: Evaluation) -> Double { loss(evaluation.value(of: name)) }

  /// The metric at a recorded evaluation, less being better; infinite where there is none.
  func loss(of evaluation: EvaluationRecord) -> Double {
    let isLoss = name.hasPrefix("loss ")
    let values = isLoss ? evaluation.losses : evaluation.scores
    let name = isLoss ? String(name.dropFirst(5)) : name
    return loss(values.first { $0.name == name }?.value)
  }

  /// A value of the metric, less being better; infinite where there is none.
  func loss(_ value: Double?) -> Double {
    guard let value, !value.isNaN else { return .infinity }
    return goal == .minimize ? value : -value
  }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// An error in the words it has for people.
package func describe(_ error: any Error) -> String { "\(error)" }
