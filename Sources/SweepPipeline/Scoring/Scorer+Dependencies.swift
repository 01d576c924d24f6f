package import SweepText

extension Scorer {
  /// `dep_uas`, `dep_las` and `dep_las_per_type`: F-scores of heads, and of heads with labels.
  ///
  /// Labels count in lower case; words with the labels `p` and `punct` are left out, and so are gold
  /// words without a label. As in spaCy, a place where one text lacks a label is left out of the
  /// predictions of all later texts. Null if nothing could be counted.
  ///
  /// - Source: spaCy 3.8 `Scorer.score_deps`, `parser_score`.
  package static func dependencies(_ examples: [Example]) -> Scores {
    var counts = DependencyCounts()
    for example in examples { counts.add(example) }
    var scores = Scores()
    let isKnown = !counts.unlabelled.isEmpty
    scores["dep_uas"] = isKnown ? .number(counts.unlabelled.fScore) : .null
    scores["dep_las"] = isKnown ? .number(counts.labelled.fScore) : .null
    scores["dep_las_per_type"] =
      isKnown
      ? .perType(counts.types.map { Scores.TypeScore($0.label, $0.score) }) : .null
    return scores
  }
}

/// The counts behind the scores of trees.
private struct DependencyCounts {
  var unlabelled = PRFScore()
  var labelled = PRFScore()
  /// Those of each label, in the order in which labels were met.
  private(set) var types: [(label: String, score: PRFScore)] = []
  private var missing: Set<Int> = []
  /// The numbers of labels by their ids: −1 for none, −2 for those that are left out.
  private var numbers: [UInt64: Int] = [:]

  /// An arc in gold words.
  private struct Arc: Hashable {
    let word: Int
    let head: Int
    let type: Int
  }

  private mutating func type(of id: UInt64, _ doc: Doc) -> Int {
    if let known = numbers[id] { return known }
    let label = PythonText.lowercased(doc.strings[id] ?? "")
    var number = -1
    if label == "p" || label == "punct" {
      number = -2
    } else if !label.isEmpty {
      number = types.firstIndex { same($0.label, label) } ?? types.count
      if number == types.count { types.append((label, PRFScore())) }
    }
    numbers[id] = number
    return number
  }

  mutating func add(_ example: Example) {
    let (gold, predicted) = (example.reference, example.predicted)
    let goldTypes = (0..<gold.count).map { type(of: gold.deps?[$0] ?? 0, gold) }
    for (word, type) in goldTypes.enumerated() where type == -1 { missing.insert(word) }
    var arcs: Set<Arc> = []
    var heads: Set<Arc> = []
    for (word, text) in predicted.words.enumerated() where !PythonText.isSpace(text) {
      let partner = example.alignment.xToY.only(word)
      if let partner, missing.contains(partner) { continue }
      let type = type(of: predicted.deps?[word] ?? 0, predicted)
      if type == -2 { continue }
      guard let partner, let head = example.alignment.xToY.only(predicted.head(of: word)) else {
        unlabelled.falsePositives += 1
        labelled.falsePositives += 1
        continue
      }
      let isHead = goldTypes[partner] >= 0 && gold.head(of: partner) == head
      if heads.insert(Arc(word: partner, head: head, type: 0)).inserted {
        count(isHead, \.unlabelled)
      }
      guard arcs.insert(Arc(word: partner, head: head, type: type)).inserted else { continue }
      let isRight = isHead && goldTypes[partner] == type
      count(isRight, \.labelled)
      guard type >= 0 else { continue }
      if isRight {
        types[type].score.truePositives += 1
        types[type].score.falseNegatives -= 1
      } else {
        types[type].score.falsePositives += 1
      }
    }
    for type in goldTypes where type >= 0 {
      unlabelled.falseNegatives += 1
      labelled.falseNegatives += 1
      types[type].score.falseNegatives += 1
    }
  }

  private mutating func count(
    _ isRight: Bool, _ score: WritableKeyPath<DependencyCounts, PRFScore>
  ) {
    if isRight {
      self[keyPath: score].truePositives += 1
      self[keyPath: score].falseNegatives -= 1
    } else {
      self[keyPath: score].falsePositives += 1
    }
  }
}
