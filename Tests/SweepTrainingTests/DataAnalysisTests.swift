import SweepTestSupport
import SweepText
import SweepTraining
import Testing

/// The report on data, beside spaCy's `debug data`, whose lines on the fixtures stand here.
struct DataAnalysisTests {
  private func corpus(_ name: String) throws -> [Example] {
    try DocBin(contentsOf: Fixture.path("docbin/\(name).spacy")).docs.map {
      Example(reference: $0)
    }
  }

  private func component(_ factory: String) -> DataAnalysis.Component {
    DataAnalysis.Component(name: factory, factory: factory, spansKey: "sc")
  }

  private func report(
    _ factories: [String], _ train: [Example], _ dev: [Example]
  ) -> DataReport {
    DataAnalysis(
      language: "en", components: factories.map(component), train: train, dev: dev
    ).report
  }

  /// The lines with their marks, details included.
  private func lines(_ report: DataReport) -> [String] {
    let marks: [DataReport.Kind: String] = [
      .info: "i ", .good: "+ ", .warning: "! ", .error: "x ", .text: "",
    ]
    return report.sections.flatMap(\.lines).compactMap { line in
      switch line {
      case .message(let kind, let text, _): (marks[kind] ?? "") + text
      case .list(let kind, let title, let items): "\(marks[kind] ?? "")\(title) \(items)"
      case .table: nil
      }
    }
  }

  @Test func saysWhatSpacySays() throws {
    let report = report(
      ["tok2vec", "tagger", "morphologizer", "parser", "ner", "textcat", "spancat"],
      try corpus("train_full"), try corpus("dev_full"))
    let found = lines(report)
    for expected in [
      "180 training docs", "40 evaluation docs",
      "! 3 training examples also in evaluation data",
      "! Low number of examples to train a new pipeline (180)",
      "i 2586 total word(s) in the data (118 unique)",
      "10 most common words: '.' (242), 'in' (97), 'for' (92), 'A' (66), '$' (51), 'Where' (48), "
        + "'does' (48), '?' (48), 'that' (43), 'nobody' (43)",
      "Key: sc, 'INGREDIENT' (48), 'TRIP' (37), 'ASSET' (41), 'DURATION' (41), 'DEAL' (51), "
        + "'TARGET' (51)",
      "! Low number of examples for label 'TRIP' in key 'sc' (37)",
      "+ Spans are distinct from the rest of the corpus",
      "10 most common span tokens: 'for', 'minutes', 'in', 'twelve', 'harbor', 'mills', 'to', "
        + "'ten', '$', 'quayside'",
      "+ Boundary tokens are distinct from the rest of the corpus",
      "10 most common span boundary tokens: '.', 'for', 'buy', 'needs', 'million', 'billion', "
        + "'!', 'wants', 'sell', 'paid'",
      "Full distribution of span lengths: 2 (26.39%), 3 (14.5%), 4 (12.27%), 5 (31.23%), "
        + "6 (15.61%)",
      "i 6 label(s)", "0 missing value(s) (tokens with '-' label)",
      "Labels in train data: 'ORG' (143), 'PERSON' (126), 'GPE' (56), 'MONEY' (51), 'TIME' (41), "
        + "'DATE' (37)",
      "! Low number of examples for label 'DATE' (37)",
      "+ Examples without occurrences available for all labels",
      "+ No entities consisting of or starting/ending with whitespace",
      "+ No entities crossing sentence boundaries", "i Text Classification: 3 label(s)",
      "i 18 label(s) in train data", "i 0.886240 is the normalised label entropy",
      "i 22 label(s) in train data",
      "i Found 309 sentence(s) with an average length of 8.4 words.",
      "i Found 39 nonprojective train sentence(s)", "i 18 label(s) in projectivized train data",
    ] {
      #expect(found.contains(expected), "\(expected)")
    }
    #expect(report.count(.warning) == 8)
    #expect(report.count(.error) == 0)
    let tables = report.sections.flatMap(\.lines).compactMap { line -> [[String]]? in
      if case .table(_, let rows, let footer) = line {
        rows + (footer.map { [$0] } ?? [])
      } else {
        nil
      }
    }
    #expect(
      tables.last == [
        ["INGREDIENT", "3.55", "2.63", "2.48", "48"], ["TRIP", "4.50", "2.42", "2.61", "37"],
        ["ASSET", "4.66", "1.99", "2.56", "41"], ["DURATION", "2.00", "3.45", "2.40", "41"],
        ["DEAL", "5.75", "1.78", "2.45", "51"], ["TARGET", "2.73", "2.09", "2.45", "51"],
        ["Wgt. Average", "3.87", "2.37", "2.49", "-"],
      ])
  }

  @Test func saysThatTextsWithOneLabelNeedNoMultilabelClassifier() throws {
    let found = lines(
      report(["textcat_multilabel"], try corpus("train_full"), try corpus("dev_full")))
    #expect(
      found.contains(
        "! The train data contains only instances with mutually-exclusive classes. You can "
          + "potentially use the component 'textcat' instead of 'textcat_multilabel'."))
  }

  @Test func namesEverythingThatIsWrongAtOnce() {
    var words = Doc(words: ["In", " ", "Zürich", "rain", "falls"])
    words.setEntities([EntitySpan(1, 3, "GPE"), EntitySpan(3, 5, "EVENT")])
    words.sentStarts = [1, -1, -1, -1, 1]
    words.strings = StringStore(["GPE", "EVENT", "dep", "root", "X"])
    // `rain` and `falls` are each other's heads.
    words.deps = Array(repeating: words.strings.add("dep"), count: 5)
    words.heads = [1, 0, -1, 1, -1]
    words.cats = [Category("A", 1), Category("B", 1), Category("C", 0.5)]
    var other = Doc(words: ["It", "rains"])
    other.cats = [Category("A", 1)]
    let report = report(
      ["ner", "parser", "textcat", "tagger", "morphologizer", "spancat"],
      [Example(reference: words)], [Example(reference: other)])
    let found = lines(report)
    for expected in [
      "x Low number of examples to train a new pipeline (1)",
      "x 1 invalid whitespace entity spans", "! 1 entity span(s) crossing sentence boundaries",
      "! No examples for texts WITHOUT new label 'GPE'",
      "i 2 label(s) of the train data are not in the dev data: 'EVENT', 'GPE'",
      "x Unsupported values for cats: the supported values are 1.0/True and 0.0/False.",
      "x The train data contains instances without mutually-exclusive classes. Use the component "
        + "'textcat_multilabel' instead of 'textcat'.",
      "x Found 1 train text(s) with cycles: heads that lead back to where they began, as in "
        + "\"  Zürich rain falls\"",
      "x No tags for 'tagger' in the train data",
      "x No parts of speech or features for 'morphologizer' in the train data",
      "x No spans under the key 'sc' in the train data", "x 8 errors",
    ] {
      #expect(found.contains(expected), "\(expected)\n\(found.joined(separator: "\n"))")
    }
  }

  @Test func findsEntitiesWhoseBordersAreInsideOfTokens() throws {
    var reference = Doc(words: ["New", "York-", "based"], spaces: [true, false, false])
    reference.setEntities([EntitySpan(0, 1, "GPE"), EntitySpan(1, 2, "GPE")])
    let predicted = Doc(words: ["New", "York-based"], spaces: [true, false])
    let example = try Example(predicted: predicted, reference: reference)
    let found = lines(report(["ner"], [example], [example]))
    #expect(
      found.contains(
        "! 1 entity span(s) whose borders are inside of tokens; they are missing in training"))
    #expect(found.contains("! 1 misaligned tokens in the training data"))
  }

  /// As spaCy counts: a root that is two tokens of the text is none of its words.
  @Test func countsTreesByTheTokensOfTheText() throws {
    var reference = Doc(words: ["I", "can't", "see", "it"])
    reference.heads = [1, 0, -1, -1]
    reference.deps = ["nsubj", "ROOT", "xcomp", "obj"].map { reference.strings.add($0) }
    let text = Doc(
      words: ["I", "ca", "n't", "see", "it"], spaces: [true, false, true, true, true])
    let divided = try Example(predicted: text, reference: reference)
    let found = lines(report(["parser"], [divided, Example(reference: reference)], [divided]))
    #expect(found.contains("i Found 1 sentence(s) with an average length of 8.0 words."))
    #expect(found.contains("! Low number of examples for label 'ROOT' (3)"), "\(found)")
  }

  /// Of words that are equally frequent, those before spans come first, as in spaCy.
  @Test func namesTheWordsBesideSpans() throws {
    var doc = Doc(words: ["a", "b", "c", "d", "e", "f"])
    let label = doc.strings.add("X")
    let spans = ([1, 4] as [Int32]).map { (start: Int32) -> GroupedSpan in
      GroupedSpan(
        start: start, end: start + 1, label: label, startCharacter: 2 * start,
        endCharacter: 2 * start + 1)
    }
    doc.spanGroups = [KeyedSpanGroup("sc", SpanGroup(name: "sc", spans: spans))]
    let found = lines(report(["spancat"], [Example(reference: doc)], [Example(reference: doc)]))
    #expect(
      found.contains("10 most common span boundary tokens: 'a', 'd', 'c', 'f'"), "\(found)")
  }

  @Test func looksAtTheComponentsThatDataAreAnnotatedFor() throws {
    let names = DataAnalysis.components(annotatedIn: try corpus("train_full")).map(\.factory)
    #expect(
      names == ["tagger", "morphologizer", "parser", "ner", "textcat_multilabel", "spancat"]
        || names.contains("trainable_lemmatizer"))
    #expect(
      DataAnalysis.components(annotatedIn: try corpus("ner_only")).map(\.factory) == ["ner"])
  }
}
