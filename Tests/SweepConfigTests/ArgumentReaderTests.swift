import SweepConfig
import Testing

struct ArgumentReaderTests {
  private struct Thing: Equatable {
    var name: String
    var size = 0
    var parts: [Thing] = []
  }

  private static let things = RegistryKind<Thing>("things")
  private static let entries: [any RegistryEntryProtocol] = [
    RegistryEntry(
      things, "leaf.v1", [Parameter("size", .integer), Parameter("name", .string, default: "leaf")]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      Thing(name: try arguments.string("name"), size: try arguments.integer("size"))
    },
    RegistryEntry(things, "tree.v1", [Parameter("root", .function(["things"]))]) {
      (arguments: inout ArgumentReader) throws(ConfigError) in
      var parts = [try arguments.object("root", things)]
      if let other = try arguments.optionalObject("other", things) { parts.append(other) }
      parts += try arguments.positionalObjects(things)
      return Thing(name: "tree", parts: parts)
    },
  ]
  private let registry = Registry(entries)

  private func reader(_ text: String) throws -> ArgumentReader {
    let config = try Config(parsing: "[s]\n" + text, file: "c.cfg")
    return try ArgumentReader(section: "s", of: config, registry: registry)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test func readsTypedValues() throws {
    var reader = try reader(
      """
      n = 1
      f = 0.5
      b = true
      t = "x"
      quoted = "7"
      none = null
      list = [1, 2.5]
      words = ["a", "b"]
      whole = [1, 2]
      """)
    #expect(try reader.integer("n") == 1)
    #expect(try reader.number("n") == 1)
    #expect(try reader.number("f") == 0.5)
    #expect(try reader.bool("b"))
    #expect(try reader.string("t") == "x")
    #expect(try reader.integer("quoted") == 7)
    #expect(try reader.number("quoted") == 7)
    #expect(try reader.optionalNumber("none") == nil)
    #expect(try reader.optionalInteger("absent") == nil)
    #expect(try reader.optionalString("t") == "x")
    #expect(try reader.integer("none", default: 3) == 3)
    #expect(try reader.integer("absent", default: 4) == 4)
    #expect(try reader.numbers("list") == [1, 2.5])
    #expect(try reader.strings("words") == ["a", "b"])
    #expect(try reader.integers("whole") == [1, 2])
    #expect(try reader.strings("absent", default: []) == [])
    try reader.finish()
  }

  @Test func refusesOtherTypes() throws {
    var reader = try reader("b = true\nf = 1.5\nt = \"x\"\nn = null\nl = [1, \"a\"]\nv = ${s.t}")
    #expect(
      message { _ = try reader.number("b") } == "c.cfg:2: [s] b: expected a number, found true")
    #expect(
      message { _ = try reader.integer("f") }
        == "c.cfg:3: [s] f: expected a whole number, found the number 1.5")
    #expect(
      message { _ = try reader.bool("t") }
        == "c.cfg:4: [s] t: expected true or false, found the string \"x\"")
    #expect(
      message { _ = try reader.string("n") } == "c.cfg:5: [s] n: expected a value, found null")
    #expect(
      message { _ = try reader.integers("l") }
        == "c.cfg:6: [s] l: expected a list of whole numbers, found a list")
    #expect(
      message { _ = try reader.string("v") }
        == "c.cfg:7: [s] v: the variable in `${s.t}` has not been filled in")
    #expect(
      message { _ = try reader.string("gone") } == """
        c.cfg:1: [s] gone: a value is required here, but the key is missing
          help: add `gone` to [s]
        """)
  }

  @Test func makesObjectsInsideObjects() throws {
    let config = try Config(
      parsing: """
        [a]
        @things = "tree.v1"
        [a.root]
        @things = "leaf.v1"
        size = 1
        [a.*.second]
        @things = "leaf.v1"
        size = 2
        name = "two"
        [a.*.first]
        @things = "leaf.v1"
        size = 3
        """, file: "c.cfg")
    #expect(
      try registry.make(Self.things, at: "a", in: config)
        == Thing(
          name: "tree",
          parts: [
            Thing(name: "leaf", size: 1), Thing(name: "two", size: 2), Thing(name: "leaf", size: 3),
          ]))
  }

  @Test func refusesUnknownKeysAndFunctions() throws {
    func make(_ text: String) -> String {
      message {
        let config = try Config(parsing: "[a]\n" + text, file: "c.cfg")
        _ = try registry.make(Self.things, at: "a", in: config)
      }
    }
    #expect(
      make("@things = \"leaf.v1\"\nsize = 1\nnmae = \"x\"") == """
        c.cfg:4: [a] nmae: this section has no such key
          help: did you mean `name`?
        """)
    #expect(
      make("@things = \"leave.v1\"") == """
        c.cfg:2: [a] @things: no function "leave.v1" is registered under @things
          help: did you mean `leaf.v1`?
        """)
    #expect(
      make("x = 1") == """
        c.cfg:1: [a]: a function of @things is required here
          help: name one, as in `@things = "…"`
        """)
    #expect(
      make("@things = \"tree.v1\"\nroot = 5")
        == "c.cfg:3: [a] root: expected a section with @things, found the number 5")
  }

  @Test func saysThatAKnownFunctionIsNotRunHere() throws {
    let config = Config(["m": ["@architectures": "spacy.TorchBiLSTMEncoder.v1"]], file: "c.cfg")
    let kind = RegistryKind<Int>("architectures")
    #expect(
      message { _ = try registry.make(kind, at: "m", in: config) } == """
        c.cfg: [m] @architectures: the function "spacy.TorchBiLSTMEncoder.v1" of @architectures is \
        known but cannot be run here
        """)
  }

  @Test func findsOldNamesUnderSpacyLegacy() throws {
    let kind = RegistryKind<Int>("architectures")
    let registry = Registry([
      RegistryEntry(kind, "spacy-legacy.HashEmbedCNN.v1", []) {
        (arguments: inout ArgumentReader) throws(ConfigError) in try arguments.integer("width")
      }
    ])
    let config = Config(["m": ["@architectures": "spacy.HashEmbedCNN.v1", "width": 8]])
    #expect(try registry.make(kind, at: "m", in: config) == 8)
    #expect(registry.names(of: kind) == ["spacy-legacy.HashEmbedCNN.v1"])
    #expect(registry.canMake(registry: "architectures", name: "spacy.HashEmbedCNN.v1"))
    #expect(!registry.canMake(registry: "architectures", name: "spacy.HashEmbedCNN.v2"))
    for (name, kind) in [
      ("spacy.ConsoleLogger.v1", "loggers"), ("spacy.TransitionBasedParser.v1", "architectures"),
      ("spacy.Tok2Vec.v1", "architectures"), ("spacy.MultiHashEmbed.v1", "architectures"),
      ("spacy.MaxoutWindowEncoder.v1", "architectures"), ("spacy.TextCatBOW.v1", "architectures"),
    ] {
      #expect(
        registry.signature(registry: kind, name: name)?.name
          == name.replacing("spacy.", with: "spacy-legacy."))
    }
  }
}
