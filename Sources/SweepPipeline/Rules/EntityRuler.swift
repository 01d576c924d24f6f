import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `entity_ruler` component: entities by patterns of words and by phrases.
///
/// - Source: spaCy 3.8 `EntityRuler`.
struct EntityRuler: PipelineComponent {
  let name: String
  let rules: SpanRules
  /// Whether entities that a text comes with give way.
  let overwrites: Bool
  /// The content of its files.
  let content: [PipelineFile]

  var labels: [String] { rules.labels }

  var strings: [String] { rules.ids }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    for index in docs.indices where !docs[index].isEmpty {
      annotate(&docs[index], matches(in: docs[index]))
    }
  }

  /// Where rules fit, longer ones first.
  private func matches(in doc: Doc) -> [(rule: Int, range: Range<Int>)] {
    rules.matches(in: doc).sorted { a, b in
      if a.range.count != b.range.count { return a.range.count > b.range.count }
      if a.range.lowerBound != b.range.lowerBound { return a.range.lowerBound < b.range.lowerBound }
      return a.rule < b.rule
    }
  }

  private func annotate(_ doc: inout Doc, _ found: [(rule: Int, range: Range<Int>)]) {
    var (kept, added) = (doc.entities, [EntitySpan]())
    var used = [Bool](repeating: false, count: doc.count)
    let types = doc.entTypes
    for (number, range) in found {
      let isTaken = range.contains { types?[$0] ?? 0 != 0 }
      if isTaken && !overwrites || used[range.lowerBound] || used[range.upperBound - 1] { continue }
      let rule = rules.rules[number]
      added.append(
        EntitySpan(
          range.lowerBound, range.upperBound, rule.label,
          id: rule.id.map { doc.strings.add($0) } ?? 0))
      kept.removeAll { $0.range.overlaps(range) }
      for word in range { used[word] = true }
    }
    guard !added.isEmpty || doc.entIOB != nil else { return doc.setEntities([]) }
    doc.setEntities((kept + added).sorted { $0.start < $1.start })
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.addEntities(Scorer.countedEntities(examples))
  }

  func files() -> [PipelineFile] { content }

  func write(to writer: inout StateWriter) { writer.write(content, dividedBy: rules.tokenizer) }
}

/// What a config says about an `entity_ruler` component.
struct EntityRulerPlan: RulerPlan {
  let name: String
  let factory = "entity_ruler"
  let overwrites: Bool
  /// What phrases are compared by, as the config has it.
  let attribute: JSONValue
  /// What divides labels and ids where spaCy joins them.
  let separator: String

  func files(
    learningFrom corpus: InitialCorpus
  ) throws(PipelineError) -> [PipelineFile] {
    try check(corpus.settings, knows: ["patterns"])
    let lines = try SpanRules.lines(corpus.settings["patterns"], of: name)
    let settings: JSONObject = [
      "overwrite": .bool(overwrites), "phrase_matcher_attr": attribute,
      "ent_id_sep": .string(separator),
    ]
    return [
      PipelineFile("cfg", Array(settings.serialized(.srsly).utf8)),
      PipelineFile("patterns.jsonl", SpanRules.file(Self.ordered(lines))),
    ]
  }

  /// The patterns as spaCy writes them: those of words first, each kind by label and id.
  private static func ordered(_ lines: [JSONValue]) -> [JSONValue] {
    var groups: [(key: [String], isPhrase: Bool, lines: [JSONValue])] = []
    for line in lines {
      let isPhrase = line["pattern"]?.stringValue != nil
      var entry: JSONObject = [:]
      for key in ["label", "pattern", "id"] {
        if let value = line[key], !value.isNull { entry[key] = value }
      }
      // What is not understood stays as it is, for the message.
      let kept = line.objectValue == nil ? line : .object(entry)
      let key = [line["label"]?.stringValue ?? "", line["id"]?.stringValue ?? ""]
      let known = groups.firstIndex { group in
        group.isPhrase == isPhrase && group.key.elementsEqual(key, by: same)
      }
      if let known {
        groups[known].lines.append(kept)
      } else {
        groups.append((key, isPhrase, [kept]))
      }
    }
    return groups.filter { !$0.isPhrase }.flatMap(\.lines)
      + groups.filter(\.isPhrase).flatMap(\.lines)
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    var (overwrites, attribute, content) = (overwrites, attribute, [PipelineFile]())
    if let cfg = files.optionalBytes("cfg") {
      let settings = try files.object("cfg")
      overwrites = settings["overwrite"]?.boolValue ?? overwrites
      attribute = settings["phrase_matcher_attr"] ?? attribute
      content.append(PipelineFile("\(name)/cfg", cfg))
    }
    guard let compared = Phrases.attribute(attribute) else {
      throw files.bad("cfg", expected: "phrase_matcher_attr to be \(Phrases.attributes)")
    }
    let lines = files.optionalBytes("patterns.jsonl") ?? []
    content.append(PipelineFile("\(name)/patterns.jsonl", lines))
    return EntityRuler(
      name: name, rules: try files.rules("patterns.jsonl", attribute: compared),
      overwrites: overwrites, content: content)
  }
}

extension PipelineScores {
  /// Takes the scores of entities.
  mutating func addEntities(_ found: PipelineScores) {
    for (key, value) in found.scores.entries { scores[key] = value }
    entities = found.entities
    confusion = found.confusion
  }
}

extension ComponentFactory {
  /// Entities, by patterns.
  static let entityRuler = ComponentFactory(name: "entity_ruler") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    _ = arguments.raw("validate")
    return EntityRulerPlan(
      name: name, overwrites: try arguments.bool("overwrite_ents", default: false),
      attribute: try arguments.phraseAttribute(),
      separator: try arguments.string("ent_id_sep", default: "||"))
  }
}

extension ArgumentReader {
  /// What phrases are compared by, under `phrase_matcher_attr`, and that texts are compared as usual.
  ///
  /// - Throws: `ConfigError` for attributes that phrases have no values of.
  mutating func phraseAttribute() throws(ConfigError) -> JSONValue {
    let compare = raw("matcher_fuzzy_compare")?["@misc"]?.stringValue
    guard compare == nil || compare == "spacy.levenshtein_compare.v1" else {
      throw invalid(
        "matcher_fuzzy_compare", "@misc = \"spacy.levenshtein_compare.v1\"", "\"\(compare ?? "")\"")
    }
    let attribute = raw("phrase_matcher_attr") ?? .null
    guard Phrases.attribute(attribute) != nil else {
      throw invalid("phrase_matcher_attr", Phrases.attributes, attribute.kindDescription)
    }
    return attribute
  }
}
