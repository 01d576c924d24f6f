public import SweepConfig
public import SweepPipeline

extension TrainingSettings {
  /// The score that decides: the sum of all scores that have a weight.
  ///
  /// - Throws: `TrainingError.noScore` when none of the weighted scores is a number.
  public func mainScore(of scores: Scores) throws(TrainingError) -> Double {
    let wanted = scoreWeights.filter { $0.weight != nil }
    let counted = wanted.compactMap { entry in scores.number(entry.name).map { (entry, $0) } }
    guard !counted.isEmpty || wanted.isEmpty else {
      throw .noScore(wanted: wanted.map(\.name))
    }
    return counted.reduce(0) { $0 + $1.1 * ($1.0.weight ?? 0) }
  }

  /// What `meta.json` keeps of an evaluation: each score of `[training.score_weights]`, then the
  /// losses.
  package func performance(_ evaluation: Evaluation) -> JSONObject {
    var performance = JSONObject()
    for entry in scoreWeights {
      let value = evaluation.scores[entry.name]
      performance[entry.name] = value == nil || value == .null ? .number(0) : value?.json
    }
    for loss in evaluation.losses { performance["\(loss.name)_loss"] = .number(loss.value) }
    return performance
  }
}

extension Evaluation {
  /// The evaluation as a line of spaCy's JSON log; scores are ×100 except speed.
  ///
  /// - Source: spaCy 3.8 `spacy.ConsoleLogger.v3` with `output_file`.
  public var json: JSONValue {
    var lossObject = JSONObject()
    for loss in losses { lossObject[loss.name] = .number(loss.value) }
    var scoreObject = JSONObject()
    for (key, value) in scores.entries {
      if case .number(let number) = value {
        scoreObject[key] = .number(key == "speed" ? number : number * 100)
      }
    }
    return .object([
      "epoch": .integer(epoch), "step": .integer(step), "losses": .object(lossObject),
      "scores": .object(scoreObject), "score": .number(score),
    ])
  }
}
