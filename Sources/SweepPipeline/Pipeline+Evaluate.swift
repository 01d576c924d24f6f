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
    let compared = predicted(examples)
    let seconds = (clock.now - start) / .seconds(1)
    var found = PipelineScores(scores: Scorer.tokens(compared), entities: [])
    for component in components { component.score(compared, into: &found) }
    let words = compared.reduce(0) { $0 + $1.count }
    found.scores["speed"] = .number(Double(words) / max(seconds, 1e-9))
    return found
  }

  /// The scores of each component by itself, those of tokens first under `tokenizer`.
  public func scoresByComponent(
    of examples: [PreparedExample]
  ) -> [(name: String, scores: Scores)] {
    let compared = predicted(examples)
    let parts = components.map { component in
      var found = PipelineScores(scores: Scores(), entities: [])
      component.score(compared, into: &found)
      return (name: component.name, scores: found.scores)
    }
    return [("tokenizer", Scorer.tokens(compared))] + parts
  }

  /// The examples with what is predicted for their texts.
  private func predicted(_ examples: [PreparedExample]) -> [Example] {
    let docs = predict(examples.map { $0.example.predicted }) { index, wanted in
      examples[index].features(wanted)
    }
    return zip(examples, docs).map { prepared, doc in
      var example = prepared.example
      example.predicted = doc
      return example
    }
  }
}
