import SweepBase
import SweepStore
import SweepTraining

/// What a trial has come to between two steps: enough to go on from it as if nothing had happened.
///
/// It holds the evaluations up to there itself, not the place in the record where they are: the record
/// may have lost the last of them in a power cut, or be a copy.
struct TrialCheckpoint: Sendable {
  /// The last step.
  var last: TrainingStep
  /// How long it has trained.
  var seconds: Double
  /// The evaluation whose model is kept.
  var best: Evaluation?
  /// All evaluations.
  var evaluations: [EvaluationRecord]
  /// The lines of the log.
  var log: [String]
  /// What `TrialSteps.checkpoint()` gave.
  var state: [UInt8]
}

extension TrialCheckpoint {
  /// Writes the checkpoint but for the bytes of the state, which come last.
  func writeHead(to writer: inout StateWriter) {
    for number in [last.number, last.epoch, last.words] { writer.write(number) }
    writer.write(seconds)
    writer.write(optional: best) { $1.write(to: &$0) }
    // Names recur in each evaluation.
    var numbers: [String: Int] = [:]
    var names: [String] = []
    for value in evaluations.flatMap({ $0.scores + $0.losses }) where numbers[value.name] == nil {
      numbers[value.name] = names.count
      names.append(value.name)
    }
    writer.write(list: names) { $0.write($1) }
    writer.write(list: evaluations) { writer, evaluation in
      writer.write(evaluation.step)
      writer.write(evaluation.epoch)
      writer.write(optional: evaluation.words) { $0.write($1) }
      writer.write(optional: evaluation.milliseconds) { $0.write($1) }
      for values in [evaluation.scores, evaluation.losses] {
        writer.write(list: values) { writer, value in
          writer.write(numbers[value.name] ?? 0)
          writer.write(optional: value.value) { $0.write($1) }
        }
      }
    }
    writer.write(list: log) { $0.write($1) }
    writer.write(state.count)
  }

  /// A checkpoint as it was written.
  ///
  /// - Throws: `StateError` when there is none.
  init(reading reader: inout StateReader) throws(StateError) {
    last = TrainingStep(
      number: try reader.int(), epoch: try reader.int(), words: try reader.int(), evaluation: nil)
    seconds = try reader.double()
    best = try reader.optional { reader throws(StateError) in try Evaluation(reading: &reader) }
    let names = try reader.list { reader throws(StateError) in try reader.text() }
    func values(_ reader: inout StateReader) throws(StateError) -> [EvaluationRecord.Value] {
      try reader.list { reader throws(StateError) in
        let number = try reader.int()
        guard names.indices.contains(number) else { throw StateError("a score without a name") }
        let value = try reader.optional { reader throws(StateError) in try reader.double() }
        return EvaluationRecord.Value(names[number], value)
      }
    }
    evaluations = try reader.list { reader throws(StateError) in
      let (step, epoch) = (try reader.int(), try reader.int())
      let words = try reader.optional { reader throws(StateError) in try reader.int() }
      let time = try reader.optional { reader throws(StateError) in try reader.int() }
      return EvaluationRecord(
        step: step, epoch: epoch, scores: try values(&reader), losses: try values(&reader),
        words: words, milliseconds: time)
    }
    log = try reader.list { reader throws(StateError) in try reader.text() }
    state = try reader.block()
  }
}
