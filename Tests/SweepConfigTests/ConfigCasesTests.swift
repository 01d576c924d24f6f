import SweepConfig
import SweepTestSupport
import Testing

/// The recorded behaviour of confection 1.3.4, with the three cases where order and merging are
/// tolerated.
struct ConfigCasesTests {
  /// Where an error must be and of what kind, in our words.
  private static let errors: [String: String] = [
    "no_delimiter": """
    case.cfg:2: [a]: expected `key = value`, found `x`
      help: write `key = value`; indent a line to continue the value above it
    """,
    "multiline_value": """
    case.cfg:6: [a]: expected `key = value`, found `]`
      help: indent the closing bracket: it continues the value above
    """,
    "duplicate_key": """
    case.cfg:3: [a] x: this key was already given in this section
      help: the first one is in line 2
    """,
    "duplicate_section": """
    case.cfg:3: [a]: this section was already declared
      help: the first one is in line 1
    """,
    "no_section": """
    case.cfg:1: expected a section header, found `x = 1`
      help: start with a section, such as `[training]`
    """,
    "bad_section_header": """
    case.cfg:1: expected a section header, found `[a`
      help: start with a section, such as `[training]`
    """,
    "default_section": """
    case.cfg:1: [DEFAULT]: a section cannot have this name: its values would be in no section
      help: give the section another name
    """,
    "missing_parent": """
    case.cfg:3: [a.b.c]: the section [a.b] that this one is part of is not declared
      help: add a line `[a.b]`
    """,
    "missing_top_parent": """
    case.cfg:1: [a.b]: the section [a] that this one is part of is not declared
      help: add a line `[a]`
    """,
    "seed_page_schedule_orphan": """
    case.cfg:1: [training.batch_size]: the section [training] that this one is part of is not \
    declared
      help: add a line `[training]`
    """,
    "conflict_value_and_section": """
    case.cfg:2: [a] b: this is given as a value and as a section
      help: keep either the value or the section
    """,
    "var_section_in_string": """
    case.cfg:4: [a] q: the variable `${p}` is a whole section, which cannot stand inside a text \
    or a list
      help: refer to one value of it, such as `${p.key}`
    """,
    "var_missing_key": """
    case.cfg:4: [a] q: the variable `${p.nope}` refers to nothing in this config
    """,
    "var_missing_section": """
    case.cfg:2: [a] q: the variable `${nope.x}` refers to nothing in this config
    """,
    "var_missing_single": """
    case.cfg:2: [a] q: the variable `${nope}` refers to nothing in this config
    """,
    "var_self_cycle": """
    case.cfg:2: [a] x: the variables in `${a.x}` refer to each other without an end
      help: let one of the values stand for itself
    """,
    "var_two_cycle": """
    case.cfg:2: [a] x: the variables in `${a.y}` refer to each other without an end
      help: let one of the values stand for itself
    case.cfg:3: [a] y: the variables in `${a.x}` refer to each other without an end
      help: let one of the values stand for itself
    """,
    "dollar_single": """
    case.cfg:2: [a] x: expected `$$` or `${` after a dollar sign, found `$5"`
      help: write `$$` for a dollar sign
    """,
    "dollar_brace_unclosed": """
    case.cfg:2: [a] x: the variable `${p.x"` is not closed
      help: close it with `}`
    """,
    "dollar_bad_ref_chars": """
    case.cfg:2: [a] x: the variable `${p x}` refers to nothing in this config
    """,
    "override_missing_section": """
    command line: [nlp] lang: there is no section [nlp] to override a value in
    """,
    "override_no_dot": """
    command line: dropout: only a value in a section can be overridden
      help: write it with its section, such as `--training.dropout`
    """,
  ]

  /// Cases that fail in 1.3.4 and succeed here, with what they give.
  private static let tolerated: [String: JSONValue] = [
    "nested_out_of_order": ["a": ["x": 1, "b": ["y": 2, "c": ["z": 3]]]],
    "inline_dict_then_subsection": ["a": ["b": ["c": 1, "d": 2]]],
  ]

  @Test func replaysEveryCase() throws {
    let cases = try #require(try Fixture.json("cases_config.json")["cases"]?.arrayValue)
    #expect(cases.count == 83)
    for entry in cases { try replay(entry) }
  }

  private func replay(_ entry: JSONValue) throws {
    let name = try #require(entry["name"]?.stringValue)
    let text = try #require(entry["text"]?.stringValue)
    let expected = try #require(entry["confection_1.3.4"])
    let overrides = try #require(entry["overrides"]?.objectValue).entries.map {
      ConfigOverride($0.key, $0.value)
    }
    let interpolates = entry["interpolate"]?.boolValue == true
    do {
      let config = try load(text, overrides, interpolates)
      if let tolerated = Self.tolerated[name] {
        #expect(JSONValue.object(config.root) == tolerated, "\(name)")
      } else if name == "seed_page_full" {
        #expect(config["nlp.pipeline.ner.model.tok2vec.width"] == 128)
      } else {
        #expect(JSONValue.object(config.root) == expected["result"].map(decoded), "\(name)")
        #expect(config.text() == expected["to_str"]?.stringValue, "\(name)")
        let warnings = expected["warnings"]?.arrayValue?.count ?? 0
        #expect(config.warnings.count == warnings, "\(name)")
        try checkUninterpolatedText(expected, text, overrides, name)
      }
    } catch let errors as ConfigErrors {
      #expect(errors.description == Self.errors[name], "\(name)")
      #expect(expected["error"] != nil, "\(name)")
    }
  }

  private func load(
    _ text: String, _ overrides: [ConfigOverride], _ interpolates: Bool
  ) throws -> Config {
    guard interpolates else { return try Config(parsing: text, file: "case.cfg") }
    guard overrides.isEmpty else {
      return try Config(parsing: text, file: "case.cfg").overriding(overrides).interpolated()
    }
    return try Config(parsing: text, file: "case.cfg", interpolating: true)
  }

  private func checkUninterpolatedText(
    _ expected: JSONValue, _ text: String, _ overrides: [ConfigOverride], _ name: String
  ) throws {
    guard let uninterpolated = expected["uninterpolated_to_str"]?.stringValue else { return }
    let config = try Config(parsing: text, file: "case.cfg").overriding(overrides)
    #expect(config.text() == uninterpolated, "\(name)")
    let read = try Config(parsing: config.recordText(), file: "record")
    #expect(read == config, "\(name)")
  }

  /// A recorded value, with non-finite floats as they were.
  private func decoded(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      switch object["__float__"]?.stringValue {
      case "nan": .number(.nan)
      case "inf": .number(.infinity)
      default: .object(JSONObject(object.entries.map { ($0.key, decoded($0.value)) }))
      }
    case .array(let elements): .array(elements.map(decoded))
    default: value
    }
  }
}
