import SweepBase
import SweepPipeline

extension DataAnalysis {
  func addTrees(to report: inout DataReport) {
    let (gold, other) = (train.trees, dev.trees)
    report.begin("Dependency Parsing")
    guard !gold.labels.isEmpty || gold.cycleCount > 0 else {
      report.add(.error, "No dependency labels for 'parser' in the train data")
      return
    }
    addSentences(gold, to: &report)
    if gold.crossingCount > 0 {
      report.add(.info, "Found \(gold.crossingCount) nonprojective train sentence(s)")
    }
    if other.crossingCount > 0 {
      report.add(.info, "Found \(other.crossingCount) nonprojective dev sentence(s)")
    }
    report.add(.info, "\(gold.labels.count) label(s) in train data")
    report.add(.info, "\(gold.projectiveLabels.count) label(s) in projectivized train data")
    report.detail(DataTexts.counted(gold.labels.mostCommon))
    let isLow = addRareLabels(gold, to: &report)
    addOneSidedLabels(gold.projectiveLabels, other.projectiveLabels, to: &report)
    if isLow {
      report.detail(
        "To train a parser, your data should include at least \(Self.dependencyLimit) instances of "
          + "each label.")
    }
    if gold.roots.count > 1 {
      report.add(
        .warning,
        "Multiple root labels (\(gold.roots.labels.joined(separator: ", "))) found in training "
          + "data. spaCy's parser uses a single root label ROOT so this distinction will not be "
          + "available.")
    }
    for (trees, name) in [(gold, "train"), (other, "dev")] where trees.cycleCount > 0 {
      report.add(
        .error,
        "Found \(trees.cycleCount) \(name) text(s) with cycles: heads that lead back to where they "
          + "began, as in \"\(trees.cycle ?? "")\"")
    }
  }

  private func addSentences(_ gold: TreeStatistics, to report: inout DataReport) {
    let sentences = gold.sentenceCount
    guard sentences > 0 else { return }
    let length = Double(train.wordCount) / Double(sentences)
    report.add(
      .info,
      "Found \(sentences) sentence(s) with an average length of \(fixed(length, decimals: 1)) words."
    )
    let perText = Double(sentences) / Double(max(train.texts.count, 1))
    guard perText < 1.1 else { return }
    report.add(
      .warning,
      "The training data contains \(fixed(perText, decimals: 2)) sentences per document. When there "
        + "are very few documents containing more than one sentence, the parser will not learn how "
        + "to segment longer texts into sentences.")
  }

  private func addRareLabels(_ gold: TreeStatistics, to report: inout DataReport) -> Bool {
    var isLow = false
    for (label, count) in gold.labels.entries where count <= Self.dependencyLimit {
      report.add(.warning, "Low number of examples for label '\(label)' (\(count))")
      isLow = true
    }
    let rare = gold.projectiveLabels.entries.filter {
      $0.count <= Self.dependencyLimit && ProjectiveTree.parts(of: $0.label) != nil
    }
    guard !rare.isEmpty else { return isLow }
    report.add(
      .warning,
      "Low number of examples for \(rare.count) label(s) in the projectivized dependency trees used "
        + "for training. You may want to projectivize labels such as punct before training in order "
        + "to improve parser performance.")
    report.list(
      .warning, title: "Projectivized labels with low numbers of examples:",
      rare.map { "\($0.label): \($0.count)" })
    return true
  }

  private func addOneSidedLabels(
    _ gold: LabelCounts, _ other: LabelCounts, to report: inout DataReport
  ) {
    for (labels, name) in [
      (gold.labels(missingIn: other), "train"), (other.labels(missingIn: gold), "dev"),
    ] where !labels.isEmpty {
      report.list(
        .warning, title: "The following labels were found only in the \(name) data:", labels)
    }
  }
}
