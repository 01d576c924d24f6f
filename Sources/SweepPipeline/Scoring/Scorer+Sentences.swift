package import SweepText

extension Scorer {
  /// `sents_p`, `sents_r`, `sents_f`: sentences with the right words.
  ///
  /// Texts whose gold has no sentences are left out. Null if nothing could be counted.
  package static func sentences(_ examples: [Example]) -> Scores {
    var score = PRFScore()
    for example in examples where example.reference.hasSentenceAnnotation {
      let gold = Set(example.reference.sentences)
      let found = Set(alignedSentences(example))
      let right = gold.intersection(found).count
      score.truePositives += right
      score.falsePositives += found.count - right
      score.falseNegatives += gold.count - right
    }
    var scores = Scores()
    let isKnown = !score.isEmpty
    scores["sents_p"] = isKnown ? .number(score.precision) : .null
    scores["sents_r"] = isKnown ? .number(score.recall) : .null
    scores["sents_f"] = isKnown ? .number(score.fScore) : .null
    return scores
  }

  /// The predicted sentences in gold words; those whose borders are inside of gold words are left out.
  private static func alignedSentences(_ example: Example) -> [Range<Int>] {
    let sentences = example.predicted.sentences
    if example.alignment.isIdentity { return sentences }
    var used: Set<Int> = []
    return sentences.compactMap { sentence in
      let words = example.alignment.xToY[sentence].filter { !used.contains($0) }
      guard let first = words.first, let last = words.last, first <= last else { return nil }
      let range = first..<last + 1
      let isSame = PythonText.areEqual(
        example.reference.comparableText(range), example.predicted.comparableText(sentence))
      guard isSame else { return nil }
      used.formUnion(words)
      return range
    }
  }
}
