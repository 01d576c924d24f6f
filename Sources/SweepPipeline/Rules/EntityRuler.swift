import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `entity_ruler` component: entities by patterns of words and by phrases.
///
/// A phrase fits words whose texts are the phrase, white space between them included.
///
/// - Source: spaCy 3.8 `EntityRuler`.
struct EntityRuler: PipelineComponent {
  /// What makes words an entity.
  enum Match: Sendable {
    case words(WordPattern)
    case phrase(String)
  }

  /// A pattern with the label, and the id if there is one, of what it finds.
  struct Rule: Sendable {
    var label: String
    var id: String?
    var match: Match
  }

  let name: String
  let rules: [Rule]
  /// Whether entities that a text comes with give way.
  let overwrites: Bool
  /// Whether phrases fit in any case.
  let ignoresCase: Bool
  /// The content of its files.
  let content: [PipelineFile]

  var labels: [String] {
    var labels: [String] = []
    for rule in rules where !labels.contains(where: { same($0, rule.label) }) {
      labels.append(rule.label)
    }
    return labels.sorted { precedes($0, $1) }
  }

  var strings: [String] { rules.compactMap(\.id) }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let patterns = rules.compactMap { rule in
      if case .words(let pattern) = rule.match { pattern } else { nil }
    }
    for index in docs.indices where !docs[index].isEmpty {
      annotate(&docs[index], matches(in: docs[index], patterns))
    }
  }

  /// Where rules fit, longer ones first.
  private func matches(
    in doc: Doc, _ patterns: [WordPattern]
  ) -> [(rule: Int, range: Range<Int>)] {
    let words = PatternWords(doc, patterns)
    let phrases = PhraseWords(doc, ignoresCase: ignoresCase)
    var found: [(rule: Int, range: Range<Int>)] = []
    for (number, rule) in rules.enumerated() {
      let ranges =
        switch rule.match {
        case .words(let pattern): words.matches(pattern)
        case .phrase(let phrase): phrases.matches(phrase)
        }
      found += ranges.map { (number, $0) }
    }
    return found.sorted { a, b in
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
      let rule = rules[number]
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
    let entities = Scorer.countedEntities(examples)
    for (key, value) in entities.scores.entries { found.scores[key] = value }
    found.entities = entities.entities
    found.confusion = entities.confusion
  }

  func files() -> [PipelineFile] { content }

  func write(to writer: inout StateWriter) { writer.write(content) }
}

/// The words of a document as phrases look at them.
private struct PhraseWords {
  private let texts: [[Unicode.Scalar]]
  private let spaces: [Bool]
  private let ignoresCase: Bool

  init(_ doc: Doc, ignoresCase: Bool) {
    self.ignoresCase = ignoresCase
    texts = doc.words.map { Self.scalars($0, ignoresCase) }
    spaces = doc.spaces
  }

  private static func scalars(_ text: String, _ ignoresCase: Bool) -> [Unicode.Scalar] {
    Array((ignoresCase ? PythonText.lowercased(text) : text).unicodeScalars)
  }

  /// The ranges of words whose text is a phrase.
  func matches(_ phrase: String) -> [Range<Int>] {
    let phrase = Self.scalars(phrase, ignoresCase)
    guard !phrase.isEmpty else { return [] }
    return texts.indices.compactMap { start in
      var (place, word) = (0, start)
      while word < texts.count {
        let text = texts[word]
        guard phrase[place...].starts(with: text) else { return nil }
        place += text.count
        if place == phrase.count { return start..<word + 1 }
        guard !spaces[word] || phrase[place] == " " else { return nil }
        place += spaces[word] ? 1 : 0
        word += 1
        if place == phrase.count { return nil }
      }
      return nil
    }
  }
}

/// What a config says about an `entity_ruler` component.
struct EntityRulerPlan: RulerPlan {
  let name: String
  let factory = "entity_ruler"
  let overwrites: Bool
  let ignoresCase: Bool

  var empty: any PipelineComponent {
    EntityRuler(
      name: name, rules: [], overwrites: overwrites, ignoresCase: ignoresCase,
      content: [PipelineFile("\(name)/patterns.jsonl", [])])
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    var (overwrites, ignoresCase, content) = (overwrites, ignoresCase, [PipelineFile]())
    if let cfg = files.optionalBytes("cfg") {
      let settings = try files.object("cfg")
      overwrites = settings["overwrite"]?.boolValue ?? overwrites
      if let attribute = settings["phrase_matcher_attr"]?.stringValue {
        guard let ignores = Self.ignoresCase(attribute) else {
          throw files.bad("cfg", expected: "phrase_matcher_attr to be ORTH, LOWER or null")
        }
        ignoresCase = ignores
      }
      content.append(PipelineFile("\(name)/cfg", cfg))
    }
    let lines = files.optionalBytes("patterns.jsonl") ?? []
    content.append(PipelineFile("\(name)/patterns.jsonl", lines))
    var rules: [EntityRuler.Rule] = []
    for (number, line) in lines.split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(WordPattern.Fault) {
        rules.append(try Self.rule(String(decoding: line, as: UTF8.self)))
      } catch {
        throw files.bad(
          "patterns.jsonl",
          expected: "patterns that are supported; line \(number + 1): \(error.what)")
      }
    }
    return EntityRuler(
      name: name, rules: rules, overwrites: overwrites, ignoresCase: ignoresCase, content: content)
  }

  /// Whether phrases that are compared by an attribute fit in any case; `nil` for other attributes.
  static func ignoresCase(_ attribute: String) -> Bool? {
    switch attribute.uppercased() {
    case "ORTH", "TEXT": false
    case "LOWER": true
    default: nil
    }
  }

  private static func rule(_ line: String) throws(WordPattern.Fault) -> EntityRuler.Rule {
    guard let json = try? JSONValue(parsing: line), let label = json["label"]?.stringValue,
      let pattern = json["pattern"]
    else { throw WordPattern.Fault(what: "expected an object with label and pattern") }
    let match: EntityRuler.Match =
      if let phrase = pattern.stringValue {
        .phrase(phrase)
      } else {
        .words(try WordPattern(reading: pattern))
      }
    return EntityRuler.Rule(label: label, id: json["id"]?.stringValue, match: match)
  }
}

extension ComponentFactory {
  /// Entities, by patterns.
  static let entityRuler = ComponentFactory(name: "entity_ruler") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    for key in ["validate", "ent_id_sep", "matcher_fuzzy_compare"] { _ = arguments.raw(key) }
    let attribute = try arguments.optionalString("phrase_matcher_attr") ?? "ORTH"
    guard let ignoresCase = EntityRulerPlan.ignoresCase(attribute) else {
      throw arguments.invalid("phrase_matcher_attr", "ORTH, LOWER or null", attribute)
    }
    return EntityRulerPlan(
      name: name, overwrites: try arguments.bool("overwrite_ents", default: false),
      ignoresCase: ignoresCase)
  }
}
