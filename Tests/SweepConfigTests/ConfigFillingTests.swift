import SweepConfig
import SweepTestSupport
import Testing

/// What spaCy's `init fill-config` makes of configs; `make_fill_cases.py` wrote the fixture.
struct ConfigFillingTests {
  private let registry = Registry()

  @Test func fillsAsSpacyDoes() throws {
    let cases = try #require(try Fixture.json("fill_cases.json")["cases"]?.arrayValue)
    #expect(cases.count > 40)
    for entry in cases {
      let name = try #require(entry["name"]?.stringValue)
      let input = try #require(entry["input"]?.stringValue)
      let expected = try #require(entry["filled"]?.stringValue)
      let filled = try Config(parsing: input, file: name).filled(with: registry)
      if filled.text() != expected {
        for (ours, theirs) in zip(
          filled.text().split(separator: "\n"), expected.split(separator: "\n"))
        where ours != theirs {
          Issue.record("\(name): expected `\(theirs)`, found `\(ours)`")
          break
        }
      }
      #expect(filled.text() == expected, "\(name)")
      #expect(try filled.filled(with: registry) == filled, "\(name)")
    }
  }
  /// As `nlp.get_factory_meta("lemmatizer").default_config` of spaCy 3.8.18 has them.
  @Test(arguments: [
    ("en", "rule"), ("sv", "rule"), ("it", "pos_lookup"), ("ru", "pymorphy3"), ("de", "lookup"),
    ("xx", "lookup"),
  ])
  func givesLemmatizersTheModeOfTheLanguage(language: String, mode: String) throws {
    let config = try Config(
      parsing: """
        [nlp]
        lang = "\(language)"
        pipeline = ["lemmatizer"]
        [components]
        [components.lemmatizer]
        factory = "lemmatizer"
        """, file: "lemmatizer.cfg")
    let filled = try config.filled(with: registry)
    #expect(filled["components.lemmatizer.mode"]?.stringValue == mode)
    #expect(filled["training.score_weights.lemma_acc"]?.doubleValue == 1)
  }
}
