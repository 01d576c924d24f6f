package import SweepText

extension Scorer {
  /// `KEY_acc`: the F-score of a value per word, such as a tag.
  ///
  /// Gold words without a value are left out, and so are predicted words of white space, or without
  /// exactly one partner. Null if nothing could be counted.
  package static func attribute(
    _ examples: [Example], _ attribute: Attribute, key: String
  ) -> Scores {
    var score = PRFScore()
    for example in examples {
      let gold = (0..<example.reference.count).map { example.reference.value(attribute, $0) }
      var seen: Set<WordValue<UInt64>> = []
      for (word, text) in example.predicted.words.enumerated() where !PythonText.isSpace(text) {
        guard let partner = example.alignment.xToY.only(word), gold[partner] != 0 else { continue }
        let value = example.predicted.value(attribute, word)
        if !example.alignment.isIdentity {
          guard seen.insert(WordValue(word: partner, value: value)).inserted else { continue }
        }
        if value == gold[partner] { score.truePositives += 1 } else { score.falsePositives += 1 }
        if value == gold[partner] { score.falseNegatives -= 1 }
      }
      score.falseNegatives += gold.count { $0 != 0 }
    }
    var scores = Scores()
    scores["\(key)_acc"] = score.isEmpty ? .null : .number(score.fScore)
    return scores
  }

  /// `morph_micro_p`, `morph_micro_r`, `morph_micro_f` and `morph_per_feat`: the features of words,
  /// one by one.
  ///
  /// Gold words without features are left out.
  package static func features(_ examples: [Example]) -> Scores {
    var types: [(name: String, score: PRFScore)] = []
    func type(_ name: String) -> Int {
      if let known = types.firstIndex(where: { same($0.name, name) }) { return known }
      types.append((name, PRFScore()))
      return types.count - 1
    }
    for example in examples {
      var gold: [Int: [(type: Int, value: String)]] = [:]
      for word in 0..<example.reference.count {
        let own = features(example.reference, word)
        if !own.isEmpty { gold[word] = own.map { (type($0.name), $0.value) } }
      }
      var found: Set<WordValue<FeatureValue>> = []
      for (word, text) in example.predicted.words.enumerated() where !PythonText.isSpace(text) {
        guard let partner = example.alignment.xToY.only(word), let expected = gold[partner] else {
          continue
        }
        for feature in features(example.predicted, word) {
          let value = FeatureValue(type: type(feature.name), text: feature.value)
          guard found.insert(WordValue(word: partner, value: value)).inserted else { continue }
          let isRight = expected.contains {
            $0.type == value.type && same($0.value, feature.value)
          }
          if isRight {
            types[value.type].score.truePositives += 1
            types[value.type].score.falseNegatives -= 1
          } else {
            types[value.type].score.falsePositives += 1
          }
        }
      }
      for feature in gold.values.joined() { types[feature.type].score.falseNegatives += 1 }
    }
    return scores(of: types)
  }

  private static func scores(of types: [(name: String, score: PRFScore)]) -> Scores {
    var total = PRFScore()
    for type in types { total += type.score }
    var scores = Scores()
    let isKnown = !total.isEmpty
    scores["morph_micro_p"] = isKnown ? .number(total.precision) : .null
    scores["morph_micro_r"] = isKnown ? .number(total.recall) : .null
    scores["morph_micro_f"] = isKnown ? .number(total.fScore) : .null
    scores["morph_per_feat"] =
      isKnown ? .perType(types.map { Scores.TypeScore($0.name, $0.score) }) : .null
    return scores
  }

  /// The features of a word; none where nothing or nothing special is known.
  private static func features(_ doc: Doc, _ word: Int) -> [(name: String, value: String)] {
    guard let id = doc.morphs?[word], id != 0, let text = doc.strings[id] else { return [] }
    return MorphFeatures(text).entries
  }
}

/// A value on a gold word.
private struct WordValue<Value: Hashable>: Hashable {
  let word: Int
  let value: Value
}

/// The value of a feature.
private struct FeatureValue: Hashable {
  let type: Int
  let text: String
}

extension Scores.TypeScore {
  /// The scores of counts.
  init(_ label: String, _ score: PRFScore) {
    self.init(
      label: label, precision: score.precision, recall: score.recall, fScore: score.fScore)
  }
}
