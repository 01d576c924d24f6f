import SweepConfig
import SweepEngine
import SweepPipeline
import SweepTensors
import SweepTraining

/// Trains one trial: the place where search and training meet.
///
/// Pruning, limits and interrupts are decided here, by no longer pulling steps from the run.
struct TrialTraining {
  let task: TrialTask
  let corpora: CorpusCache
  var states: InitialStates?
  let registry: Registry
  let stop: StopSignal
  /// How many threads may be used now; asked before each step.
  var threads: () -> Int = { 1 }

  /// Runs the trial to its end and reports what happens.
  ///
  /// Nothing is thrown: a trial that fails says so in its last event.
  func run(_ send: (TrialEvent) -> Void) {
    do {
      try train(send)
    } catch {
      send(.logged("error: \(describe(error))"))
      send(.failed(describe(error)))
    }
  }

  private func train(_ send: (TrialEvent) -> Void) throws {
    let resolved = try task.config.interpolated()
    let backend = try MatrixBackend(reading: resolved)
    let settings = try TrainingSettings(reading: resolved, registry: registry)
    let examples = try corpora.corpora(for: settings)
    var run = try TrainingRun(
      config: task.config, settings: settings, registry: registry, corpora: examples,
      backend: backend, states: states)
    let table = run.table
    send(.logged("Pipeline: \(run.pipeline.componentNames.joined(separator: ", "))"))
    send(.logged("Initial learn rate: \(run.learnRate)"))
    for line in table.heading { send(.logged(line)) }

    // Kept as weights; files are made of them once, at the end.
    var best: (evaluation: Evaluation, pipeline: Pipeline, performance: JSONObject)?
    var last: TrainingStep?
    let clock = ContinuousClock()
    let start = clock.now
    var lastReport = start
    while let step = try nextStep(of: &run) {
      last = step
      if let evaluation = step.evaluation {
        send(.logged(table.row(evaluation)))
        send(.evaluated(evaluation))
        if evaluation.isBest {
          best = (evaluation, run.checkpoint.withoutGradients(), run.performance)
        }
      }
      let now = clock.now
      if now - lastReport > .milliseconds(250) || step.number == 0 {
        lastReport = now
        send(
          .progressed(
            TrialProgress(
              step: step.number, maxSteps: run.settings.maxSteps, words: step.words,
              seconds: (now - start).seconds, bestScore: best?.evaluation.score)))
      }
      if stop.request == .now {
        send(.logged("stopped after step \(step.number)"))
        send(.stopped)
        return
      }
    }
    guard let best else {
      throw TrainingError.emptyTrainingCorpus(path: run.settings.trainCorpus.path)
    }
    let files = best.pipeline.files(performance: best.performance)
    send(
      .done(
        TrainedTrial(
          best: best.evaluation, modelFiles: files, modelHash: ModelHash.of(files: files),
          steps: (last?.number ?? -1) + 1, words: last?.words ?? 0)))
  }
}

extension TrialTraining {
  private func nextStep(of run: inout TrainingRun) throws -> TrainingStep? {
    run.threads = Threads(threads())
    return try run.next()
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
