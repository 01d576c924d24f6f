import SweepEngine
import SweepSearch
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
    do {
      var state = try state.withLock { $0.take() } ?? begin(send)
      try train(&state, rung, threads, isAlone, send)
      guard state.isWaiting else { return }
      // Kept before it is said: another worker may go on with it at once.
      let end = state.ended("")
      self.state.withLock { $0 = state }
      send(.paused(end))
    } catch {
      send(.logged("error: \(describe(error))"))
      send(.failed(describe(error)))
    }
  }

  private func begin(_ send: (TrialEvent) -> Void) throws -> TrialState {
    let steps = try trainer.start(task)
    for line in steps.heading { send(.logged(line)) }
    return TrialState(steps: steps)
  }

  private func train(
    _ state: inout TrialState, _ rung: Int?, _ threads: () -> Int, _ isAlone: () -> Bool,
    _ send: (TrialEvent) -> Void
  ) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let secondsBefore = state.seconds
    var lastReport = start
    state.isWaiting = false
    while let step = try state.steps.next(threads: threads()) {
      state.last = step
      if let evaluation = step.evaluation { take(evaluation, &state, send) }
      let now = clock.now
      state.seconds = secondsBefore + (now - start).seconds
      if now - lastReport > .milliseconds(250) || step.number == 0 {
        lastReport = now
        send(.progressed(state.progress))
      }
      if step.evaluation != nil, let rung, step.number >= rung {
        state.isWaiting = true
        return
      }
      if let end = try reasonToEnd(state, step, isAlone) {
        send(.logged(end.reason))
        send(.pruned(end))
        return
      }
      if stop.request == .now {
        send(.logged("stopped after step \(step.number)"))
        send(.stopped)
        return
      }
    }
    guard let best = state.best else { throw TrialError.noEvaluation }
    send(
      .done(
        state.steps.result(
          best: best, steps: (state.last?.number ?? -1) + 1, words: state.last?.words ?? 0)))
  }

  private func take(
    _ evaluation: Evaluation, _ state: inout TrialState, _ send: (TrialEvent) -> Void
  ) {
    send(.logged(state.steps.row(evaluation)))
    send(.evaluated(evaluation))
    if evaluation.isBest {
      state.best = evaluation
      state.steps.keepModel()
    }
    state.curve.append(step: evaluation.step, value: metric.loss(of: evaluation))
  }

  /// The end that a pruner, a limit or the record asks for after a step.
  private func reasonToEnd(
    _ state: TrialState, _ step: TrainingStep, _ isAlone: () -> Bool
  ) throws -> EndedTrial? {
    if let last = task.lastStep, step.number >= last {
      return state.ended("ended after step \(step.number), as recorded")
    }
    if step.evaluation != nil, let pruning = task.pruning,
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
    if let most = task.bytes, step.number % 16 == 0, isAlone(), Memory.resident > most {
      throw TrialError.memory(megabytes: most / 1_000_000)
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
  /// Whether it waits at a rung.
  var isWaiting = false

  init(steps: any TrialSteps) { self.steps = steps }

  var progress: TrialProgress {
    TrialProgress(
      step: last?.number ?? 0, maxSteps: steps.maxSteps, words: last?.words ?? 0,
      seconds: seconds, bestScore: best?.score)
  }

  func ended(_ reason: String) -> EndedTrial {
    EndedTrial(
      best: best, step: last?.number ?? 0, words: last?.words ?? 0, reason: reason, limit: nil)
  }
}

/// Why a training has no result.
enum TrialError: Error, CustomStringConvertible {
  case noEvaluation
  case timeBeforeEvaluation(seconds: Double)
  case memory(megabytes: Int)

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
    }
  }
}

extension Metric {
  /// The metric at an evaluation, less being better; infinite where there is none.
  func loss(of evaluation: Evaluation) -> Double { loss(evaluation.value(of: name)) }

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
