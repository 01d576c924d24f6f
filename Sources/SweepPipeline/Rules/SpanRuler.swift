import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `span_ruler` component, and the `future_entity_ruler`: spans by patterns of words and by
/// phrases, under a key, as entities, or both.
///
/// - Source: spaCy 3.8 `SpanRuler`.
struct SpanRuler: PipelineComponent {
  /// What is done with the spans that are found.
  struct Settings: Equatable, Sendable {
    /// Where they are put; `nil` for nowhere.
    var key: String?
    var filter: SpanFilter?
    /// Whether they become entities.
    var annotatesEntities = false
    var entityFilter = SpanFilter.firstLongest
    /// Whether what there is gives way, whatever is found.
    var overwrites = true
    /// What is scored.
    var score: Score?
  }

  /// A scorer: spans under a key, or entities.
  enum Score: Equatable, Sendable {
    case spans(String)
    case entities
  }

  let name: String
  let settings: Settings
  let rules: SpanRules
  /// The content of its file.
  let content: [UInt8]

  var labels: [String] { rules.labels }

  var strings: [String] { rules.ids }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    for index in docs.indices {
      let found = matches(in: &docs[index])
      if let key = settings.key { put(found, under: key, in: &docs[index]) }
      if settings.annotatesEntities { setEntities(found, in: &docs[index]) }
    }
  }

  /// The spans that rules find, in the order of the text, then of the ids of their labels.
  private func matches(in doc: inout Doc) -> [GroupedSpan] {
    let starts = doc.characterOffsets
    var spans = rules.matches(in: doc).map { number, range in
      let (rule, last) = (rules.rules[number], range.upperBound - 1)
      return GroupedSpan(
        start: Int32(range.lowerBound), end: Int32(range.upperBound),
        label: doc.strings.add(rule.label), id: rule.id.map { doc.strings.add($0) } ?? 0,
        startCharacter: Int32(starts[range.lowerBound]),
        endCharacter: Int32(starts[last] + doc.words[last].unicodeScalars.count))
    }
    spans.sort { a, b in
      if a.startCharacter != b.startCharacter { return a.startCharacter < b.startCharacter }
      if a.endCharacter != b.endCharacter { return a.endCharacter < b.endCharacter }
      return a.label != b.label ? a.label < b.label : a.id < b.id
    }
    return spans.enumerated().filter { $0.offset == 0 || spans[$0.offset - 1] != $0.element }
      .map(\.element)
  }

  private func put(_ found: [GroupedSpan], under key: String, in doc: inout Doc) {
    let known = doc.spanGroups.firstIndex { same($0.key, key) }
    var group = SpanGroup(name: key, spans: [])
    if let known, !settings.overwrites { group = doc.spanGroups[known].group }
    // As in spaCy, a filter's result is added to the spans that it has chosen from.
    group.spans +=
      settings.filter?.chosen(old: group.spans, new: found, range: \.words) ?? found
    if let known {
      doc.spanGroups[known].group = group
    } else {
      doc.spanGroups.append(KeyedSpanGroup(key, group))
    }
  }

  private func setEntities(_ found: [GroupedSpan], in doc: inout Doc) {
    let new = found.map { span in
      EntitySpan(
        Int(span.start), Int(span.end), doc.strings[span.label] ?? "", id: span.id)
    }
    let chosen = settings.entityFilter.chosen(
      old: settings.overwrites ? [] : doc.entities, new: new, range: \.range)
    doc.setEntities(chosen.sorted { $0.start < $1.start })
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    switch settings.score {
    case .spans(let key):
      for (key, value) in Scorer.spans(examples, key: key).entries { found.scores[key] = value }
    case .entities: found.addEntities(Scorer.countedEntities(examples))
    case nil: break
    }
  }

  func files() -> [PipelineFile] { [PipelineFile("\(name)/patterns", content)] }

  func write(to writer: inout StateWriter) { writer.write(files(), dividedBy: rules.tokenizer) }
}

extension GroupedSpan {
  /// The tokens.
  fileprivate var words: Range<Int> { Int(start)..<Int(end) }
}

/// What a config says about a `span_ruler` or `future_entity_ruler` component.
struct SpanRulerPlan: RulerPlan {
  let name: String
  let factory: String
  let settings: SpanRuler.Settings
  /// What phrases are compared by.
  let attribute: Attribute

  func files(
    learningFrom corpus: InitialCorpus
  ) throws(PipelineError) -> [PipelineFile] {
    try check(corpus.settings, knows: ["patterns"])
    let lines = try SpanRules.lines(corpus.settings["patterns"], of: name)
    return [PipelineFile("patterns", SpanRules.file(lines))]
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    SpanRuler(
      name: name, settings: settings, rules: try files.rules("patterns", attribute: attribute),
      content: files.optionalBytes("patterns") ?? [])
  }
}

extension ComponentFactory {
  /// Spans, by patterns.
  static let spanRuler = ComponentFactory(name: "span_ruler") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    _ = arguments.raw("validate")
    var settings = SpanRuler.Settings()
    settings.key =
      arguments.raw("spans_key") == nil ? "ruler" : try arguments.optionalString("spans_key")
    settings.filter = try arguments.spanFilter("spans_filter")
    settings.annotatesEntities = try arguments.bool("annotate_ents", default: false)
    settings.entityFilter = try arguments.spanFilter("ents_filter") ?? .firstLongest
    settings.overwrites = try arguments.bool("overwrite", default: true)
    settings.score = try arguments.spanScore()
    return SpanRulerPlan(
      name: name, factory: "span_ruler", settings: settings,
      attribute: Phrases.attribute(try arguments.phraseAttribute()) ?? .orth)
  }

  /// Entities, by patterns, as a `span_ruler` finds them.
  static let futureEntityRuler = ComponentFactory(name: "future_entity_ruler") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    for key in ["validate", "ent_id_sep"] { _ = arguments.raw(key) }
    var settings = SpanRuler.Settings()
    settings.annotatesEntities = true
    settings.entityFilter =
      try arguments.bool("overwrite_ents", default: false) ? .prioritizeNew : .prioritizeExisting
    settings.overwrites = false
    settings.score = .entities
    return SpanRulerPlan(
      name: name, factory: "future_entity_ruler", settings: settings,
      attribute: Phrases.attribute(try arguments.phraseAttribute()) ?? .orth)
  }
}

extension ArgumentReader {
  /// What a `span_ruler` is scored by.
  ///
  /// - Throws: `ConfigError` for another function.
  fileprivate mutating func spanScore() throws(ConfigError) -> SpanRuler.Score? {
    guard let scorer = raw("scorer") else { return .spans("ruler") }
    if scorer.isNull { return nil }
    switch scorer["@scorers"]?.stringValue ?? "" {
    case "spacy.overlapping_labeled_spans_scorer.v1":
      return .spans(scorer["spans_key"]?.stringValue ?? "ruler")
    case "spacy.entity_ruler_scorer.v1", "spacy.ner_scorer.v1": return .entities
    case "spacy.spancat_scorer.v1": return .spans("sc")
    case let name:
      throw invalid(
        "scorer", "@scorers = \"spacy.overlapping_labeled_spans_scorer.v1\"", "\"\(name)\"")
    }
  }
}
