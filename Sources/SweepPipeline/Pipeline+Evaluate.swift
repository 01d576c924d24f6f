import SweepText

extension Pipeline {
  /// Predicts the examples' texts and compares with their references: the scores of tokens, the
  /// scores of each component, and `speed` in words per second, which is the only one that depends
  /// on the clock.
  public func evaluate(_ examples: [PreparedExample]) -> Scores {
    countedScores(of: examples).scores
  }

  /// The scores of `evaluate`, and the entities of each example that they were computed from.
  public func countedScores(of examples: [PreparedExample]) -> PipelineScores {
    let clock = ContinuousClock()
    let start = clock.now
    let docs = predict(examples.map { $0.example.predicted }) { index, attributes in
      examples[index].features(attributes)
    }
    let seconds = (clock.now - start) / .seconds(1)
    let compared = zip(examples, docs).map { prepared, doc in
      var example = prepared.example
      example.predicted = doc
      return example
    }
    var found = PipelineScores(scores: Scorer.tokens(compared), entities: [])
    for component in components { component.score(compared, into: &found) }
    let words = docs.reduce(0) { $0 + $1.count }
    found.scores["speed"] = .number(Double(words) / max(seconds, 1e-9))
    return found
  }
}
