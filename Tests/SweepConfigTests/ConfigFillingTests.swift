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
}
