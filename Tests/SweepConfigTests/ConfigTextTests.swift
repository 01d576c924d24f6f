import SweepConfig
import Testing

struct ConfigTextTests {
  @Test func readsItsOwnRecordTextBack() throws {
    let config = Config([
      "a": [
        "s": "cost $5 and $$", "n": .number(.nan), "q": "5", "o": ["x=y": 1, " ": 2], "e": [:],
        "multi": "${p.x}\nmore", "*": ["one": ["@f": "g"], "two": 2], "d": ["k.l": ["m": 1]],
        "list": ["${p.x}", ["deep": "é"]], "t": "True", "quote": "'x'",
        "empty": ["*": [:]], "blanks": ["before": " ${p.x}", "after": "${p.x} \n"],
      ],
      "p": ["x": 1],
    ])
    let read = try Config(parsing: config.recordText(), file: "record")
    #expect(read == config)
    #expect(read.recordText() == config.recordText())
  }

  @Test func dropsTheBlanksOfAnOverrideThatIsAVariable() throws {
    let config = try Config(parsing: "[a]\nb = 1\n[c]\nd = 2\n", file: "a.cfg")
      .overriding([ConfigOverride("c.d", " ${a.b}\n"), ConfigOverride("a.b", " x ")])
    #expect(config["c.d"] == "${a.b}")
    #expect(config["a.b"] == " x ")
    #expect(try Config(parsing: config.recordText(), file: "record") == config)
  }

  /// An empty section of positional arguments outside of all sections has no line to be.
  @Test func readsAnEmptyTopSectionOfArgumentsBack() throws {
    let config = try Config(parsing: "[*]\n[a]\n[a.*]\n", file: "a.cfg")
    #expect(try Config(parsing: config.recordText(), file: "record") == config)
  }

  @Test func isTheSameForEqualConfigsInAnyOrder() throws {
    let a = try Config(parsing: "[b]\ny = 1\nx = 2\n[a]\n[b.*.p]\nv = 1\n[b.*.q]\nw = 2", file: "a")
    let b = try Config(parsing: "[a]\n[b]\nx = 2\ny = 1\n[b.*.p]\nv = 1\n[b.*.q]\nw = 2", file: "b")
    let c = try Config(parsing: "[a]\n[b]\nx = 2\ny = 1\n[b.*.q]\nw = 2\n[b.*.p]\nv = 1", file: "c")
    #expect(a.text() != b.text())
    #expect(a.canonicalText() == b.canonicalText())
    #expect(a.canonicalText() != c.canonicalText())
  }

  @Test func readsLinesThatEndInAnyWay() throws {
    for end in ["\n", "\r\n", "\r"] {
      let text = ["\u{FEFF}[a]", "x = [1,", "  2]", "# comment", "y = 3"].joined(separator: end)
      #expect(try Config(parsing: text, file: "c").root == ["a": ["x": [1, 2], "y": 3]])
    }
  }

  @Test func listsWhereTwoConfigsDiffer() {
    let a = Config(["t": ["x": 1, "o": ["@f": "Adam.v1", "lr": 0.1], "gone": [:]]])
    let b = Config(["t": ["x": 1.0, "o": 5], "new": ["k": nil]])
    #expect(
      Config.diff(a, b) == [
        Config.Difference(key: "t.x", a: 1, b: 1.0),
        Config.Difference(key: "t.o.@f", a: "Adam.v1", b: nil),
        Config.Difference(key: "t.o.lr", a: 0.1, b: nil),
        Config.Difference(key: "t.gone", a: [:], b: nil),
        Config.Difference(key: "t.o", a: nil, b: 5),
        Config.Difference(key: "new.k", a: nil, b: nil),
      ].dropLast() + [Config.Difference(key: "new.k", a: nil, b: .null)])
    #expect(Config.diff(a, a).isEmpty)
  }

  @Test func setsValuesByPath() {
    var config = Config()
    config["a.b.c"] = 1
    #expect(config.root == ["a": ["b": ["c": 1]]])
    config["a.b"] = nil
    #expect(config.root == ["a": [:]])
    #expect(config["a.b.c"] == nil)
  }
}
