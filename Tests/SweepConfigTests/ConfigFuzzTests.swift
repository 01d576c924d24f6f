import SweepConfig
import SweepTestSupport
import Testing

/// Broken input of all kinds: an error at most, never a crash.
struct ConfigFuzzTests {
  /// A fixed sequence of numbers, so that a failure repeats.
  private struct Numbers {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }

  private static let pieces = [
    "[", "]", "{", "}", "\"", "'", "=", ":", "\n", "\n  ", "$", "${", "${a.b}", "$$", ".", "*", "@",
    "@optimizers = \"Adam.v1\"", "[a]", "[nlp]", "[nlp.pipeline.ner]", "[components]", "#", ";",
    "null", "1e999", "-", "99999999999999999999", "\\ud800", "é", "\u{0}", "\r", "[training]",
    "x = ${training}", "[training.optimizer]", "factory = \"ner\"", "pipeline = [\"ner\"]", ",",
  ]

  /// Does everything that can be done with a text, and says how far it came.
  private func exercise(_ text: String) -> Int {
    do throws(ConfigErrors) {
      let config = try Config(parsing: text, file: "fuzz.cfg")
      _ = config.text()
      let read = try? Config(parsing: config.recordText(), file: "record")
      _ = read?.canonicalText()
      let changed = try config.overriding([ConfigOverride("a.b", "${a.c}")])
      _ = try changed.interpolated()
      _ = try config.filled(with: Registry()).interpolated()
      return 2
    } catch {
      return error.description.isEmpty ? 0 : 1
    }
  }

  @Test func survivesRandomTexts() {
    var numbers = Numbers(state: 1)
    for _ in 0..<3000 {
      let text = (0..<numbers.below(40)).map { _ in Self.pieces[numbers.below(Self.pieces.count)] }
      #expect(exercise(text.joined()) > 0)
    }
  }

  @Test func survivesDamagedConfigs() throws {
    let cases = try #require(try Fixture.json("fill_cases.json")["cases"]?.arrayValue)
    var numbers = Numbers(state: 2)
    for entry in cases {
      let bytes = Array(try #require(entry["input"]?.stringValue).utf8)
      for _ in 0..<8 {
        var damaged = bytes
        for _ in 0...numbers.below(3) {
          let place = numbers.below(damaged.count)
          let piece = Array(Self.pieces[numbers.below(Self.pieces.count)].utf8)
          damaged.replaceSubrange(
            place..<min(damaged.count, place + numbers.below(20)), with: piece)
        }
        #expect(exercise(String(decoding: damaged, as: UTF8.self)) > 0)
      }
    }
  }

  @Test func survivesWhatIsDeepOrLong() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(exercise("[a]\nb = \(deep)") == 1)
    #expect(exercise(deep) == 1)
    #expect(exercise("[\(String(repeating: "a.", count: 50_000))a]") == 1)
    #expect(exercise("[nlp.pipeline.\(String(repeating: "a.", count: 50_000))a]") == 1)
    #expect(exercise("[a]\nb = \(String(repeating: "${a.c}", count: 20_000))\nc = 1") == 1)
    let levels = (0..<9).map {
      "k\($0) = ${a.k\($0 + 1)}${a.k\($0 + 1)}${a.k\($0 + 1)}${a.k\($0 + 1)}"
    }
    #expect(exercise("[a]\n\(levels.joined(separator: "\n"))\nk9 = x") == 1)
    #expect(exercise("[a]\nb = \(String(repeating: "9", count: 5000))") == 1)
  }

  @Test func refusesSectionsThatContainThemselves() {
    for text in ["[a]\nb = ${a}", "[a]\nb = ${c}\n[c]\nd = ${a}", "[a]\n[a.b]\nc = [${a}]"] {
      let error = #expect(throws: ConfigErrors.self) {
        try Config(parsing: text, file: "c.cfg").interpolated()
      }
      #expect(error?.errors.first?.help == "let one of the values stand for itself")
    }
  }

  @Test func survivesBytesThatAreNotText() {
    var numbers = Numbers(state: 3)
    for _ in 0..<200 {
      let bytes = (0..<numbers.below(60)).map { _ in UInt8(numbers.below(256)) }
      _ = try? Config(parsing: bytes, file: "bytes.cfg")
      _ = try? JSONValue(parsing: bytes)
    }
  }
}
