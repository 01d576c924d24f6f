import Foundation
import SweepBase
import SweepConfig
import SweepKit
import SweepPipeline
import SweepStore
import SweepTraining
import Synchronization

/// Trains nothing: the scores of a trial are a function of its config, and its times are random.
final class FunctionTrainer: Trainer {
  /// How long an update takes on average, in microseconds; 0 to take no time.
  let microseconds: Int
  private let generator: Mutex<SystemRandomNumberGenerator>

  init(microseconds: Int = 200) {
    self.microseconds = microseconds
    generator = Mutex(SystemRandomNumberGenerator())
  }

  func expect(_ task: TrialTask) -> [InputRecord] { [] }

  func forget(_ task: TrialTask) {}

  func start(_ task: TrialTask) throws -> any TrialSteps {
    let config = try task.config.interpolated()
    // From a half to three halves of the mean.
    let pause = generator.withLock { generator in
      Int.random(in: microseconds / 2...max(1, microseconds * 3 / 2), using: &generator)
    }
    let rate = config["training.optimizer.learn_rate"]?.doubleValue ?? 0
    if rate > 0.09 { throw FunctionError() }
    return FunctionSteps(
      rate: rate, dropout: config["training.dropout"]?.doubleValue ?? 0,
      width: config["components.ner.model.hidden_width"]?.intValue ?? 0,
      seed: config["training.seed"]?.intValue ?? 0, microseconds: microseconds == 0 ? 0 : pause)
  }
}

extension FunctionTrainer {
  func resume(_ task: TrialTask, from state: [UInt8]) throws -> (any TrialSteps)? {
    guard var steps = try start(task) as? FunctionSteps else { return nil }
    var reader = StateReader(state)
    (steps.step, steps.best) = (try reader.int(), try reader.double())
    return steps
  }
}

/// A rate that is too high.
struct FunctionError: Error, CustomStringConvertible {
  var description: String { "the rate is too high" }
}

private struct FunctionSteps: TrialSteps {
  let rate: Double
  let dropout: Double
  let width: Int
  let seed: Int
  let microseconds: Int
  var step = 0
  var best = -Double.infinity

  var heading: [String] { [] }
  var maxSteps: Int { 12 }

  mutating func next(threads: Int) throws -> TrainingStep? {
    guard step < 12 else { return nil }
    if microseconds > 0 { usleep(UInt32(microseconds)) }
    defer { step += 1 }
    // Some settings start well and end badly.
    let noise = Double((seed &* 7919 &+ step &* 104_729 &+ width &* 31) % 101) / 4_000
    let end = 0.8 - 4 * (rate - 0.02) * (rate - 0.02) * 100 - (dropout - 0.3) * (dropout - 0.3)
    let start = 0.3 + rate * 3
    let share = Double(step) / 11
    let score = start * (1 - share) + end * share + noise
    var scores = Scores()
    scores["ents_f"] = .number(score)
    scores["ents_p"] = .number(1 - dropout + noise)
    let isBest = score >= best
    best = max(best, score)
    return TrainingStep(
      number: step, epoch: 0, words: step * 10,
      evaluation: Evaluation(
        epoch: 0, step: step, words: step * 10,
        losses: [ComponentLoss(name: "ner", value: 1 - score)], scores: scores, score: score,
        isBest: isBest))
  }

  func checkpoint() -> [UInt8]? {
    var writer = StateWriter()
    writer.write(step)
    writer.write(best)
    return writer.bytes
  }

  func row(_ evaluation: Evaluation) -> String { "\(evaluation.step) \(evaluation.score)" }

  mutating func keepModel() {}

  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial {
    TrainedTrial(
      best: best, modelFiles: [], modelHash: "\(best.score.bitPattern)", steps: steps, words: words)
  }
}
