public import SweepText

/// Compares predicted with gold annotation, as spaCy's scorers do.
///
/// - Source: spaCy 3.8 `scorer.py`.
public enum Scorer {
  /// `token_acc`, `token_p`, `token_r`, `token_f`: how well tokens agree with gold.
  ///
  /// Texts whose white space is unknown are left out, and so are tokens of white space.
  public static func tokens(_ examples: [Example]) -> Scores {
    var (accuracy, spans) = (PRFScore(), PRFScore())
    for example in examples where !example.reference.hasUnknownSpaces {
      let gold = characterSpans(example.reference)
      let predicted = characterSpans(example.predicted)
      for (index, word) in example.predicted.words.enumerated() where !PythonText.isSpace(word) {
        if example.alignment.xToY.only(index) != nil {
          accuracy.truePositives += 1
        } else {
          accuracy.falsePositives += 1
        }
      }
      let common = predicted.intersection(gold).count
      spans.truePositives += common
      spans.falsePositives += predicted.count - common
      spans.falseNegatives += gold.count - common
    }
    var scores = Scores()
    let isKnown = !accuracy.isEmpty
    scores["token_acc"] = isKnown ? .number(accuracy.precision) : .null
    scores["token_p"] = isKnown ? .number(spans.precision) : .null
    scores["token_r"] = isKnown ? .number(spans.recall) : .null
    scores["token_f"] = isKnown ? .number(spans.fScore) : .null
    return scores
  }

  /// Only sizes of these sets are used, so their order never shows.
  private static func characterSpans(_ doc: Doc) -> Set<Range<Int>> {
    var spans = Set<Range<Int>>()
    for (start, word) in zip(doc.characterOffsets, doc.words) where !PythonText.isSpace(word) {
      spans.insert(start..<start + word.unicodeScalars.count)
    }
    return spans
  }

  /// `ents_p`, `ents_r`, `ents_f`, `ents_per_type`: how many entities agree in label and words.
  ///
  /// Texts without gold entities or gold "no entity" are left out; so are predictions on words
  /// whose gold is missing. All scores are null if nothing could be counted.
  public static func entities(_ examples: [Example]) -> Scores {
    countedEntities(examples).scores
  }

  /// The scores of `entities`, and what each example adds to them.
  package static func countedEntities(_ examples: [Example]) -> PipelineScores {
    var types: [(label: String, score: PRFScore)] = []
    var cells: [EntityConfusion.Cell: Int] = [:]
    let counts = examples.map { example in
      example.reference.hasEntityAnnotation ? score(example, &types, &cells) : EntityCounts()
    }
    var total = PRFScore()
    for type in types { total += type.score }
    var scores = Scores()
    let isKnown = !total.isEmpty
    scores["ents_p"] = isKnown ? .number(total.precision) : .null
    scores["ents_r"] = isKnown ? .number(total.recall) : .null
    scores["ents_f"] = isKnown ? .number(total.fScore) : .null
    let perType = types.map { label, score in
      Scores.TypeScore(
        label: label, precision: score.precision, recall: score.recall, fScore: score.fScore)
    }
    scores["ents_per_type"] = isKnown ? .perType(perType) : .null
    return PipelineScores(
      scores: scores, entities: counts, confusion: EntityConfusion(types.map(\.label), cells))
  }

  private static func score(
    _ example: Example, _ types: inout [(label: String, score: PRFScore)],
    _ cells: inout [EntityConfusion.Cell: Int]
  ) -> EntityCounts {
    func index(_ label: String) -> Int {
      if let known = types.firstIndex(where: { same($0.label, label) }) { return known }
      types.append((label, PRFScore()))
      return types.count - 1
    }
    var gold = example.reference.entities
    var counts = EntityCounts(expected: gold.count)
    var wrong: [(type: Int, words: Range<Int>)] = []
    for entity in example.predicted.entities {
      let type = index(entity.label)
      let links = example.alignment.xToY[entity.range]
      guard let first = links.first, let last = links.last, first <= last else { continue }
      let words = first...last
      if words.contains(where: { (example.reference.entIOB?[$0] ?? 0) == 0 }) { continue }
      let match = gold.firstIndex {
        $0.start == first && $0.end == last + 1 && same($0.label, entity.label)
      }
      counts.predicted += 1
      if let match {
        counts.correct += 1
        gold.remove(at: match)
        types[type].score.truePositives += 1
        cells[EntityConfusion.Cell(expected: type, predicted: type), default: 0] += 1
      } else {
        types[type].score.falsePositives += 1
        wrong.append((type, first..<last + 1))
      }
    }
    for entity in gold {
      let type = index(entity.label)
      types[type].score.falseNegatives += 1
      let other = wrong.firstIndex { $0.words == entity.range }.map { wrong.remove(at: $0).type }
      cells[EntityConfusion.Cell(expected: type, predicted: other), default: 0] += 1
    }
    for entity in wrong {
      cells[EntityConfusion.Cell(expected: nil, predicted: entity.type), default: 0] += 1
    }
    return counts
  }
}
