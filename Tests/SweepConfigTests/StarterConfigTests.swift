import SweepConfig
import SweepTestSupport
import Testing

/// What spaCy's `init config` writes; `make_init_config.py` wrote the fixture.
struct StarterConfigTests {
  private let registry = Registry()

  @Test func writesWhatSpacyWrites() throws {
    let fixture = try Fixture.json("init_config_cases.json")
    let blocks = try #require(fixture["blocks"]?.arrayValue).compactMap(\.stringValue)
    let cases = try #require(fixture["cases"]?.arrayValue)
    #expect(cases.count > 70)
    for entry in cases {
      let name = entry.serialized(.compact).prefix { $0 != "[" }
      let pipeline = try #require(entry["pipeline"]?.arrayValue).compactMap(\.stringValue)
      let optimization = StarterConfig.Optimization(
        rawValue: try #require(entry["optimize"]?.stringValue))
      let starter = StarterConfig(
        language: try #require(entry["lang"]?.stringValue), pipeline: pipeline,
        optimization: try #require(optimization),
        isPretraining: entry["pretraining"]?.boolValue ?? false)
      let config = try starter.filled(with: registry)
      let expected = try #require(entry["sections"]?.arrayValue).compactMap(\.intValue)
        .map { blocks[$0] }.joined(separator: "\n\n")
      let ours = config.text()
      if ours != expected {
        for (a, b) in zip(ours.split(separator: "\n"), expected.split(separator: "\n"))
        where a != b {
          Issue.record("\(name) \(pipeline): expected `\(b)`, found `\(a)`")
          break
        }
      }
      #expect(ours == expected, "\(name) \(pipeline)")
      // Filling a complete config changes nothing.
      #expect(try config.filled(with: registry) == config, "\(name) \(pipeline)")
    }
  }

  @Test func namesEveryComponentThatThereIsNoneOf() throws {
    let starter = StarterConfig(pipeline: ["nre", "tagger", "spell_checker"])
    let error = #expect(throws: ConfigErrors.self) { try starter.filled(with: registry) }
    let reasons = try #require(error).errors.map(\.reason)
    #expect(
      reasons == [
        .unknownFactory(name: "nre", nearest: "ner"),
        .unknownFactory(name: "spell_checker", nearest: nil),
      ])
  }
}
