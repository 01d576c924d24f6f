import SweepConfig
import Testing

struct ConfigOverrideTests {
  @Test func readsTheFormsOfTheCommandLine() throws {
    let overrides = try ConfigOverride.parsing(arguments: [
      "--training.dropout", "0.3", "--paths.train=data/x.spacy", "--training.use-averages=true",
      "--a.flag", "--a.neg", "-1", "--a.list", "[1, \"b\"]", "--a.word", "007", "--a.empty=",
    ])
    #expect(
      overrides == [
        ConfigOverride("training.dropout", 0.3),
        ConfigOverride("paths.train", "data/x.spacy"),
        ConfigOverride("training.use_averages", true),
        ConfigOverride("a.flag", true),
        ConfigOverride("a.neg", -1),
        ConfigOverride("a.list", [1, "b"]),
        ConfigOverride("a.word", "007"),
        ConfigOverride("a.empty", ""),
      ])
  }

  @Test func refusesWhatIsNoOverride() {
    let error = #expect(throws: ConfigErrors.self) {
      try ConfigOverride.parsing(arguments: ["stray", "--dropout", "0.3", "--"])
    }
    #expect(
      error?.description == """
        command line: expected `--section.key`, found `stray`
          help: write `--section.key value` or `--section.key=value`
        command line: dropout: only a value in a section can be overridden
          help: write it with its section, such as `--training.dropout`
        command line: expected `--section.key`, found `--`
          help: write `--section.key value` or `--section.key=value`
        """)
  }

  @Test func splitsTheEnvironmentAsAShellDoes() throws {
    let overrides = try ConfigOverride.parsing(
      environment: #"--a.b 2 --c.d='x y'  --e.f "q\"r \s" --g.h="$x"\ z"#)
    let origin = "SPACY_CONFIG_OVERRIDES"
    #expect(
      overrides == [
        ConfigOverride("a.b", 2, origin: origin),
        ConfigOverride("c.d", "x y", origin: origin),
        ConfigOverride("e.f", #"q"r \s"#, origin: origin),
        ConfigOverride("g.h", "$x z", origin: origin),
      ])
    #expect(try ConfigOverride.parsing(environment: "  ") == [])
    let error = #expect(throws: ConfigErrors.self) {
      try ConfigOverride.parsing(environment: "--a.b 'x")
    }
    #expect(
      error?.description == """
        SPACY_CONFIG_OVERRIDES: expected `--section.key`, found `--a.b 'x`
          help: write `--section.key value` or `--section.key=value`
        """)
  }

  @Test(arguments: ["[a]", "a=b", "#a", "a:b"])
  func refusesKeysThatNoFileCanHave(key: String) throws {
    let config = try Config(parsing: "[training]\nseed = 0\n", file: "c.cfg")
    let error = #expect(throws: ConfigErrors.self) {
      try config.overriding([ConfigOverride("training.\(key)", 1)])
    }
    #expect("\(try #require(error))".contains("expected a key, found"))
  }

  @Test func reachesEveryVariable() throws {
    let text = "[p]\nx = 1\n[a]\nb = ${p.x}\nc = \"v${p.x}\"\n[a.s]\nk = 2"
    let config = try Config(parsing: text, file: "c.cfg").overriding([
      ConfigOverride("p.x", 5), ConfigOverride("a.s", ["@f": "g.v1", "r": "${p.x}"]),
    ])
    #expect(try config.interpolated()["a"] == ["s": ["@f": "g.v1", "r": 5], "b": 5, "c": "v5"])
    #expect(config.location(of: "p.x").description == "command line: [p] x")
    #expect(config.location(of: "a.s.r").description == "command line: [a.s] r")
    #expect(config.location(of: "a.b").description == "c.cfg:4: [a] b")
  }
}
