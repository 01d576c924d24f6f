import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `attribute_ruler` component: sets attributes of words where patterns fit.
///
/// - Source: spaCy 3.8 `AttributeRuler`.
struct AttributeRuler: PipelineComponent {
  /// Patterns, and what the word at a place of each match is given.
  struct Rule: Sendable {
    var patterns: [WordPattern]
    var values: [(attribute: Attribute, text: String)]
    /// The place; negative from the end.
    var index: Int
  }

  let name: String
  let rules: [Rule]
  /// The content of the `patterns` file.
  let content: [UInt8]

  var strings: [String] { rules.flatMap { $0.values.map(\.text) } }

  /// Later rules have precedence.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let patterns = rules.flatMap(\.patterns)
    for index in docs.indices {
      let words = PatternWords(docs[index], patterns)
      for rule in rules {
        let found = rule.patterns.flatMap { words.matches($0) }.sorted {
          ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        for range in found {
          let word = rule.index < 0 ? range.upperBound + rule.index : range.lowerBound + rule.index
          guard range.contains(word) else { continue }
          for value in rule.values { docs[index].set(value.attribute, value.text, of: word) }
        }
      }
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    for (attribute, key) in [(Attribute.tag, "tag"), (.pos, "pos"), (.morph, "morph")] {
      found.scores.merge(Scorer.attribute(examples, attribute, key: key))
    }
    found.scores.merge(Scorer.features(examples))
    found.scores.merge(Scorer.attribute(examples, .lemma, key: "lemma"))
  }

  func files() -> [PipelineFile] { [PipelineFile("\(name)/patterns", content)] }

  func write(to writer: inout StateWriter) { writer.write(files()) }
}

extension Doc {
  /// Sets an attribute of a word to a text.
  fileprivate mutating func set(_ attribute: Attribute, _ text: String, of word: Int) {
    let (id, count) = (strings.add(text), count)
    func put(_ column: inout [UInt64]?) {
      if column == nil { column = [UInt64](repeating: 0, count: count) }
      column?[word] = id
    }
    switch attribute {
    case .tag: put(&tags)
    case .pos: put(&pos)
    case .lemma: put(&lemmas)
    case .morph: put(&morphs)
    case .norm: put(&norms)
    case .dep: put(&deps)
    default: break
    }
  }
}

/// What a config says about an `attribute_ruler` component.
struct AttributeRulerPlan: RulerPlan {
  let name: String
  let factory = "attribute_ruler"

  var empty: any PipelineComponent { AttributeRuler(name: name, rules: [], content: [0x90]) }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    guard let content = files.optionalBytes("patterns") else {
      return empty
    }
    guard let items = try? MessagePack.read(content).arrayValue else {
      throw files.bad("patterns", expected: "a MessagePack list of rules")
    }
    var rules: [AttributeRuler.Rule] = []
    for (number, item) in items.enumerated() {
      do throws(WordPattern.Fault) {
        rules.append(try Self.rule(item))
      } catch {
        throw files.bad(
          "patterns", expected: "rules that are supported; rule \(number): \(error.what)")
      }
    }
    return AttributeRuler(name: name, rules: rules, content: content)
  }

  private static func rule(
    _ item: MessagePack.Value
  ) throws(WordPattern.Fault) -> AttributeRuler.Rule {
    guard let patterns = item["patterns"]?.json?.arrayValue, let attributes = item["attrs"]?.json
    else { throw WordPattern.Fault(what: "expected patterns and attrs") }
    var rule = AttributeRuler.Rule(
      patterns: [], values: [], index: item["index"]?.intValue ?? 0)
    for pattern in patterns { rule.patterns.append(try WordPattern(reading: pattern)) }
    for (key, value) in attributes.objectValue?.entries ?? [] {
      let known: [Attribute] = [.tag, .pos, .lemma, .morph, .norm, .dep]
      guard let attribute = Attribute(name: key.uppercased()), known.contains(attribute),
        let text = value.stringValue
      else { throw WordPattern.Fault(what: "it sets \"\(key)\", which is not supported") }
      rule.values.append(
        (attribute, attribute == .morph ? MorphFeatures(text).text : text))
    }
    return rule
  }
}

extension MessagePack.Value {
  /// The value as JSON; `nil` for bytes and what else JSON has not.
  fileprivate var json: JSONValue? {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .integer(let number): return .integer(Int(number))
    case .unsigned(let number): return .unsigned(number)
    case .number(let number): return .number(number)
    case .string(let text): return .string(text)
    case .array(let items):
      let values = items.map(\.json)
      return values.contains(nil) ? nil : .array(values.compactMap(\.self))
    case .map(let entries):
      var object = JSONObject()
      for entry in entries {
        guard let key = entry.key.stringValue, let value = entry.value.json else { return nil }
        object[key] = value
      }
      return .object(object)
    case .binary, .extended: return nil
    }
  }
}

extension ComponentFactory {
  /// Attributes of words, by patterns.
  static let attributeRuler = ComponentFactory(name: "attribute_ruler") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    _ = arguments.raw("validate")
    return AttributeRulerPlan(name: name)
  }
}
