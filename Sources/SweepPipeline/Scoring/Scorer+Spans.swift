public import SweepText

extension Scorer {
  /// `spans_KEY_p`, `_r`, `_f` and `_per_type`: how many spans under a key agree in label and words.
  ///
  /// Texts whose gold lacks the key are left out. Predicted spans whose borders fall inside a gold
  /// token count for nothing. Without labels, spans are told apart by their words alone, and nothing
  /// is said per type.
  public static func spans(_ examples: [Example], key: String, hasLabels: Bool = true) -> Scores {
    var types: [(label: String, score: PRFScore)] = []
    var total = PRFScore()
    for example in examples {
      guard example.reference.hasSpans(under: key) else { continue }
      let gold = Set(
        example.reference.spans(under: key).map { Item($0, hasLabel: hasLabels) })
      let predicted = example.predicted.spans(under: key)
      let found = Set(example.alignedToReference(predicted).map { Item($0, hasLabel: hasLabels) })
      total += PRFScore(found, gold)
      guard hasLabels else { continue }
      var labels: [String] = []
      for label in example.reference.spans(under: key).map({ example.reference.strings[$0.label] })
        + predicted.map({ example.predicted.strings[$0.label] })
      {
        let label = label ?? ""
        if !labels.contains(where: { same($0, label) }) { labels.append(label) }
      }
      for label in labels {
        let index = types.firstIndex { same($0.label, label) } ?? types.count
        if index == types.count { types.append((label, PRFScore())) }
        let id = StringStore.id(of: label)
        let score = PRFScore(
          found.filter { $0.label == id }, gold.filter { $0.label == id })
        types[index].score += score
      }
    }
    var scores = Scores()
    let isKnown = !total.isEmpty
    scores["spans_\(key)_p"] = isKnown ? .number(total.precision) : .null
    scores["spans_\(key)_r"] = isKnown ? .number(total.recall) : .null
    scores["spans_\(key)_f"] = isKnown ? .number(total.fScore) : .null
    guard hasLabels else { return scores }
    let perType = types.map { label, score in
      Scores.TypeScore(
        label: label, precision: score.precision, recall: score.recall, fScore: score.fScore)
    }
    scores["spans_\(key)_per_type"] = isKnown ? .perType(perType) : .null
    return scores
  }

  /// A span for comparison; only sizes of sets of them are used, so their order never shows.
  private struct Item: Hashable {
    let label: UInt64
    let start: Int32
    let end: Int32

    init(_ span: GroupedSpan, hasLabel: Bool) {
      (label, start, end) = (hasLabel ? span.label : 0, span.start, span.end)
    }
  }
}

extension PRFScore {
  /// The counts of a set of predictions beside a set of gold items.
  fileprivate init<Item: Hashable>(_ predicted: Set<Item>, _ gold: Set<Item>) {
    truePositives = predicted.intersection(gold).count
    falsePositives = predicted.count - truePositives
    falseNegatives = gold.count - truePositives
  }
}

extension Doc {
  /// Whether there is a list of spans under a key, even an empty one.
  func hasSpans(under key: String) -> Bool { spanGroups.contains { same($0.key, key) } }

  /// The spans under a key; none where there is no such key.
  func spans(under key: String) -> [GroupedSpan] {
    spanGroups.first { same($0.key, key) }?.group.spans ?? []
  }
}
