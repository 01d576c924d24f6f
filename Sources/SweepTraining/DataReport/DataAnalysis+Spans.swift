import SweepBase
import SweepConfig
import SweepText

extension DataAnalysis {
  func addEntities(to report: inout DataReport) {
    let gold = train.entities
    let labels = modelLabels(["ner", "beam_ner"], in: gold.labels)
    report.begin("Named Entity Recognition")
    report.add(.info, "\(labels.count) label(s)")
    report.add(.text, "\(gold.missingCount) missing value(s) (tokens with '-' label)")
    if gold.labels.isEmpty {
      report.add(
        .error,
        gold.hasAnnotation
          ? "No entities for 'ner' in the train data"
          : "The train data says nothing of entities, which 'ner' learns from")
    }
    if gold.labels.contains("") { report.add(.error, "Empty label found in train data") }
    report.detail("Labels in train data: \(DataTexts.counted(gold.labels.mostCommon))")
    addMissing(labels, in: gold.labels, to: &report)
    addOneSided(gold.labels, dev.entities.labels, to: &report)
    if gold.whiteSpaceCount > 0 {
      report.add(.error, "\(gold.whiteSpaceCount) invalid whitespace entity spans")
    }
    let (isLow, isNeverAbsent) = addLowEntityCounts(to: &report)
    if gold.misalignedCount > 0 {
      report.add(
        .warning,
        "\(gold.misalignedCount) entity span(s) whose borders are inside of tokens; they are missing "
          + "in training")
    }
    if gold.crossingCount > 0 {
      report.add(.warning, "\(gold.crossingCount) entity span(s) crossing sentence boundaries")
    }
    if !isLow { report.add(.good, "Good amount of examples for all labels") }
    if !isNeverAbsent {
      report.add(.good, "Examples without occurrences available for all labels")
    }
    if gold.whiteSpaceCount == 0 {
      report.add(.good, "No entities consisting of or starting/ending with whitespace")
    }
    if gold.crossingCount == 0 { report.add(.good, "No entities crossing sentence boundaries") }
    if isLow {
      report.detail(
        "To train a new entity type, your data should include at least \(Self.labelLimit) "
          + "instances of the new label")
    }
    if isNeverAbsent {
      report.detail(
        "Training data should always include examples of entities in context, as well as examples "
          + "without a given entity type.")
    }
    if gold.whiteSpaceCount > 0 {
      report.add(
        .text,
        "Entity spans consisting of or starting/ending with whitespace characters are considered "
          + "invalid.")
    }
  }

  /// Warns of rare labels, and of those that no text is without.
  private func addLowEntityCounts(
    to report: inout DataReport
  ) -> (isLow: Bool, isNeverAbsent: Bool) {
    var (isLow, isNeverAbsent) = (false, false)
    for label in DataTexts.sorted(train.entities.labels.labels) {
      let count = train.entities.labels[label]
      guard count <= Self.labelLimit else { continue }
      report.add(.warning, "Low number of examples for label '\(label)' (\(count))")
      isLow = true
      if EntityStatistics.count(of: train.examples, without: label) == 0 {
        report.add(.warning, "No examples for texts WITHOUT new label '\(label)'")
        isNeverAbsent = true
      }
    }
    return (isLow, isNeverAbsent)
  }

  func addSpans(to report: inout DataReport) {
    report.begin("Span Categorization")
    let labels = keys.map { key in
      let own = components.filter { $0.spansKey == key }
      return DataTexts.sorted(
        own.flatMap { $0.labels ?? train.spans(key)?.labels.labels ?? [] }
          .reduce(into: LabelCounts()) { $0.add($1) }.labels)
    }
    report.table(
      header: ["Spans Key", "Labels"],
      rows: zip(keys, labels).map { [$0, "{\(DataTexts.quoted($1))}"] })
    report.detail("Label counts in train data: ")
    for (key, statistics) in train.spans {
      report.detail("Key: \(key), \(DataTexts.counted(statistics.labels.entries))")
    }
    var (isLow, isNeverAbsent) = (false, false)
    let corpus = SpanStatistics.distribution(of: train.examples)
    for (key, labels) in zip(keys, labels) {
      guard let spans = train.spans(key) else {
        report.add(.error, "No spans under the key '\(key)' in the train data")
        continue
      }
      addCounts(spans, key, labels, &isLow, &isNeverAbsent, to: &report)
      addCharacteristics(spans, key, corpus, to: &report)
      addOneSided(spans.labels, dev.spans(key)?.labels ?? LabelCounts(), to: &report)
    }
    if isLow {
      report.detail(
        "To train a new span type, your data should include at least \(Self.labelLimit) instances "
          + "of the new label")
    } else {
      report.add(.good, "Good amount of examples for all labels")
    }
    if isNeverAbsent {
      report.detail(
        "Training data should always include examples of spans in context, as well as examples "
          + "without a given span type.")
    } else {
      report.add(.good, "Examples without occurrences available for all labels")
    }
  }

  private func addCounts(
    _ spans: SpanStatistics, _ key: String, _ known: [String], _ isLow: inout Bool,
    _ isNeverAbsent: inout Bool, to report: inout DataReport
  ) {
    for (label, count) in spans.labels.entries {
      if !known.contains(where: { $0.utf8.elementsEqual(label.utf8) }) {
        report.add(
          .warning,
          "Label '\(label)' is not present in the model labels of key '\(key)'. Performance may "
            + "degrade after training.")
      }
      if count <= Self.labelLimit {
        report.add(
          .warning, "Low number of examples for label '\(label)' in key '\(key)' (\(count))")
        isLow = true
      }
      let isEverywhere = train.examples.allSatisfy { example in
        let groups = example.reference.spanGroups.filter { $0.key.utf8.elementsEqual(key.utf8) }
        let id = StringStore.id(of: label)
        return groups.contains { $0.group.spans.contains { $0.label == id } }
      }
      if isEverywhere {
        report.add(.warning, "No examples for texts WITHOUT new label '\(label)'")
        isNeverAbsent = true
      }
    }
  }

  private func addCharacteristics(
    _ spans: SpanStatistics, _ key: String, _ corpus: LabelCounts, to report: inout DataReport
  ) {
    let types = spans.characteristics(corpus)
    guard !types.isEmpty else { return }
    report.add(.info, "Span characteristics for spans_key '\(key)'")
    report.add(.info, "SD = Span Distinctiveness, BD = Boundary Distinctiveness")
    func average(_ value: (SpanStatistics.Characteristics) -> Double) -> Double {
      types.reduce(0) { $0 + value($1) * Double($1.count) }
        / types.reduce(0) { $0 + Double($1.count) }
    }
    let own = average(\.distinctiveness)
    let border = average(\.borderDistinctiveness)
    report.table(
      header: ["Span Type", "Length", "SD", "BD", "N"],
      rows: types.map { type in
        [type.label]
          + [type.length, type.distinctiveness, type.borderDistinctiveness]
          .map { fixed($0, decimals: 2) } + ["\(type.count)"]
      },
      footer: ["Wgt. Average"]
        + [average(\.length), own, border].map { fixed($0, decimals: 2) } + ["-"])
    addLengths(spans, to: &report)
    let words = spans.commonWords
    report.add(
      own < 1 ? .warning : .good,
      own < 1
        ? "Spans may not be distinct from the rest of the corpus"
        : "Spans are distinct from the rest of the corpus")
    report.detail("10 most common span tokens: \(DataTexts.quoted(words.spans.prefix(10)))")
    report.add(
      border < 1 ? .warning : .good,
      border < 1
        ? "Boundary tokens are not distinct from the rest of the corpus"
        : "Boundary tokens are distinct from the rest of the corpus")
    report.detail(
      "10 most common span boundary tokens: \(DataTexts.quoted(words.borders.prefix(10)))")
  }

  private func addLengths(_ spans: SpanStatistics, to report: inout DataReport) {
    let shares = spans.lengthShares
    var (common, total) = ([(length: Int, percent: Double)](), 0.0)
    for share in shares where total < 90 {
      common.append(share)
      total += share.percent
    }
    func text(_ shares: [(length: Int, percent: Double)]) -> String {
      shares.sorted { $0.length < $1.length }
        .map { "\($0.length) (\(JSONValue.number($0.percent).serialized(.python))%)" }
        .joined(separator: ", ")
    }
    report.add(
      .info,
      "Over 90% of spans have lengths of 1 -- \(common.map(\.length).max() ?? 0) "
        + "(min=\(spans.lengths.min() ?? 0), max=\(spans.lengths.max() ?? 0)). The most common span "
        + "lengths are: \(text(common)). If you are using the n-gram suggester, note that omitting "
        + "infrequent n-gram lengths can greatly improve speed and memory usage.")
    report.detail("Full distribution of span lengths: \(text(shares))")
  }
}
