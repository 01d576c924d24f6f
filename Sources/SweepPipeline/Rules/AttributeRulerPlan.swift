import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about an `attribute_ruler` component.
struct AttributeRulerPlan: RulerPlan {
  let name: String
  let factory = "attribute_ruler"

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let content = files.optionalBytes("patterns") ?? [0x90]
    guard let items = try? MessagePack.read(content).arrayValue else {
      throw files.bad("patterns", expected: "a MessagePack list of rules")
    }
    var (rules, problems) = ([AttributeRuler.Rule](), [String]())
    for (number, item) in items.enumerated() {
      do throws(WordPattern.Fault) {
        rules.append(try Self.rule(item))
      } catch {
        problems.append("rule \(number): \(error.what)")
      }
    }
    guard problems.isEmpty else {
      throw files.bad(
        "patterns", expected: "rules that are supported; " + problems.joined(separator: "; "))
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

  // MARK: - Settings

  /// The rules of `[initialize.components.NAME]`: patterns, then a map of tags, then rules of words.
  func files(
    learningFrom corpus: InitialCorpus
  ) throws(PipelineError) -> [PipelineFile] {
    try check(corpus.settings, knows: ["patterns", "tag_map", "morph_rules"])
    var (rules, problems) = ([MessagePack.Value](), [String]())
    for (number, item) in try list("patterns", corpus.settings).enumerated() {
      let others = item.objectValue?.keys.first { !["patterns", "attrs", "index"].contains($0) }
      guard let patterns = item["patterns"], patterns.arrayValue != nil,
        let attributes = item["attrs"],
        attributes.objectValue != nil, others == nil
      else {
        problems.append(
          "patterns: item \(number + 1): expected an object with patterns, attrs and index")
        continue
      }
      rules.append(Self.rule(patterns, attributes, item["index"]?.intValue ?? 0))
    }
    for (tag, attributes) in try object("tag_map", corpus.settings).entries {
      guard let attributes = attributes.objectValue, let values = Self.values(attributes) else {
        problems.append("tag_map: \(tag): expected an object of attributes with texts")
        continue
      }
      rules.append(Self.rule([[["TAG": .string(tag)]]], .object(values), 0))
    }
    for (tag, words) in try object("morph_rules", corpus.settings).entries {
      guard let words = words.objectValue else {
        problems.append("morph_rules: \(tag): expected an object of words")
        continue
      }
      for (word, attributes) in words.entries {
        guard let attributes = attributes.objectValue,
          let values = Self.values(attributes, isEmptyLeftOut: true)
        else {
          problems.append(
            "morph_rules: \(tag): \(word): expected an object of attributes with texts")
          continue
        }
        let pattern: JSONValue = [[["ORTH": .string(word), "TAG": .string(tag)]]]
        rules.append(Self.rule(pattern, .object(values), 0))
      }
    }
    guard problems.isEmpty else {
      throw .corpus(
        component: name, what: problems.joined(separator: "; "),
        help: "correct [initialize.components.\(name)], or the files that it names")
    }
    return [PipelineFile("patterns", MessagePack.bytes(.array(rules)))]
  }

  /// A rule as the file has it.
  private static func rule(
    _ patterns: JSONValue, _ attributes: JSONValue, _ index: Int
  ) -> MessagePack.Value {
    .map([
      MessagePack.Entry(.string("patterns"), MessagePack.Value(patterns)),
      MessagePack.Entry(.string("attrs"), MessagePack.Value(attributes)),
      MessagePack.Entry(.string("index"), .integer(Int64(index))),
    ])
  }

  /// The attributes of a tag or word, with all that are none as one text of features; `nil` for
  /// features that are no texts.
  ///
  /// Words without features keep those that they have, tags do not.
  private static func values(
    _ attributes: JSONObject, isEmptyLeftOut: Bool = false
  ) -> JSONObject? {
    var (values, features) = (JSONObject(), MorphFeatures())
    for (key, value) in attributes.entries {
      if StringStore.isSymbol(key) {
        values[key] = value
      } else if let text = value.stringValue {
        features[key] = text
      } else {
        return nil
      }
    }
    if let given = values["MORPH"] {
      guard let text = given.stringValue else { return nil }
      values["MORPH"] = .string(MorphFeatures(text).text)
    } else if !isEmptyLeftOut || !features.entries.isEmpty {
      values["MORPH"] = .string(features.text)
    }
    return values
  }

  private func list(
    _ key: String, _ settings: JSONObject
  ) throws(PipelineError) -> [JSONValue] {
    guard let value = settings[key], !value.isNull else { return [] }
    guard let items = value.arrayValue else { throw wrong(key, "a list of rules", value) }
    return items
  }

  private func object(
    _ key: String, _ settings: JSONObject
  ) throws(PipelineError) -> JSONObject {
    guard let value = settings[key], !value.isNull else { return [:] }
    guard let object = value.objectValue, !object.keys.contains(where: { $0.hasPrefix("@") })
    else {
      throw wrong(key, "an object of tags", value)
    }
    return object
  }

  private func wrong(_ key: String, _ expected: String, _ value: JSONValue) -> PipelineError {
    .corpus(
      component: name, what: "expected \(key) to be \(expected), found \(value.kindDescription)",
      help: "give it as it is, or [initialize.components.\(name).\(key)] with @readers = "
        + "\"srsly.read_json.v1\" and the path of a file")
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
