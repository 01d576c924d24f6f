import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import Testing

@Suite struct ArchitectureTests {
  private func check(_ replacements: [(String, String)]) throws -> [String] {
    var text = try Fixture.text("model_ner/config.cfg")
    for (old, new) in replacements {
      #expect(text.contains(old))
      text = text.replacing(old, with: new)
    }
    do throws(ConfigErrors) {
      try Pipeline.check(Config(parsing: text, file: "ner.cfg"), registry: registry)
      return []
    } catch {
      return error.errors.map { "\($0)" }
    }
  }

  @Test func acceptsTheFixture() throws {
    #expect(try check([]) == [])
  }

  @Test func rejectsBeamSearch() throws {
    let problems = try check([("moves = null", "moves = null\nbeam_width = 4")])
    #expect(
      problems == [
        """
        ner.cfg:106: [components.ner] beam_width: beam search is not supported
          help: set beam_width to 1 and beam_update_prob to 0.0: decoding is greedy; engine = \
        "spacy" in a sweep file runs it by spaCy
        """
      ])
  }

  /// A network of two parts in place of the fixture's.
  private func parts(_ version: String, embed: String, encode: String) throws -> [String] {
    var config = try fixtureConfig("model_ner")
    var network: JSONObject = ["@architectures": .string("spacy.Tok2Vec.\(version)")]
    network["embed"] = [
      "@architectures": .string("spacy.\(embed)"), "width": 16, "rows": 20, "nM": 4, "nC": 3,
      "include_static_vectors": false,
    ]
    network["encode"] = [
      "@architectures": .string("spacy.\(encode)"), "width": 16, "window_size": 1, "depth": 1,
    ]
    config["components.ner.model.tok2vec"] = .object(network)
    do throws(ConfigErrors) {
      try Pipeline.check(config, registry: registry)
      return []
    } catch {
      return error.errors.map { "\($0)" }
    }
  }

  @Test func takesCharactersAndMish() throws {
    #expect(try parts("v2", embed: "CharacterEmbed.v2", encode: "MishWindowEncoder.v2") == [])
    #expect(try parts("v1", embed: "CharacterEmbed.v1", encode: "MishWindowEncoder.v1") == [])
    #expect(try parts("v1", embed: "CharacterEmbed.v2", encode: "MishWindowEncoder.v2") == [])
  }

  @Test func rejectsAnEncoderThatCannotTakeDocuments() throws {
    let problems = try parts("v2", embed: "CharacterEmbed.v2", encode: "MishWindowEncoder.v1")
    #expect(
      problems.first?.contains("found one of version 1, which goes with spacy.Tok2Vec.v1") == true)
  }

  @Test(arguments: [
    ("nC", 0, "a whole number of at least 1"), ("nC", 70000, "at most 65536 bytes of a word"),
    ("nM", 1 << 40, "expected sizes that make at most"),
  ])
  func rejectsSizesOfCharacters(key: String, value: Int, expected: String) throws {
    var config = try fixtureConfig("model_ner")
    config["components.ner.model.tok2vec"] = [
      "@architectures": "spacy.Tok2Vec.v2",
      "embed": [
        "@architectures": "spacy.CharacterEmbed.v2", "width": 16, "rows": 20, "nM": 4, "nC": 3,
        "include_static_vectors": false, "feature": "SHAPE",
      ],
      "encode": [
        "@architectures": "spacy.MishWindowEncoder.v2", "width": 16, "window_size": 1, "depth": 1,
      ],
    ]
    config["components.ner.model.tok2vec.embed.\(key)"] = .integer(value)
    let error = #expect(throws: ConfigErrors.self) {
      try Pipeline.check(config, registry: registry)
    }
    #expect("\(try #require(error))".contains(expected))
  }

  @Test func takesStaticVectors() throws {
    #expect(try check([("pretrained_vectors = null", "pretrained_vectors = true")]) == [])
  }

  @Test func asksForStaticVectors() throws {
    var config = try fixtureConfig("model_ner")
    config["components.ner.model.tok2vec.pretrained_vectors"] = true
    let error = #expect(throws: PipelineError.self) {
      var random = SpacyRandom(seed: 0)
      _ = try Pipeline.initialize(
        config, registry: registry, examples: fixtureExamples("train_full"), random: &random,
        backend: .exact)
    }
    #expect("\(try #require(error))".contains("ner: expected static word vectors, found none"))
  }

  @Test func rejectsTheStatesOfAParser() throws {
    let problems = try check([("state_type = \"ner\"", "state_type = \"parser\"")])
    #expect(
      problems.first?.contains("expected state_type = \"ner\", found \"parser\"") == true)
  }

  @Test func rejectsOtherComponents() throws {
    let problems = try check([("factory = \"ner\"", "factory = \"entity_linker\"")])
    #expect(
      problems.first?.contains("the component factory \"entity_linker\" is not built in") == true)
  }

  @Test func reportsAListenerWithoutASource() throws {
    let text = """
      [nlp]
      lang = "en"
      pipeline = ["ner"]

      [components]

      [components.ner]
      factory = "ner"

      [components.ner.model]
      @architectures = "spacy.TransitionBasedParser.v2"
      state_type = "ner"
      extra_state_tokens = false
      hidden_width = 16
      maxout_pieces = 2
      use_upper = true

      [components.ner.model.tok2vec]
      @architectures = "spacy.Tok2VecListener.v1"
      width = 16
      """
    let error = #expect(throws: ConfigErrors.self) {
      try Pipeline.check(Config(parsing: text, file: "ner.cfg"), registry: registry)
    }
    #expect(
      error?.errors.map { "\($0)" } == [
        """
        ner.cfg:19: [components.ner.model.tok2vec] @architectures: it listens to a tok2vec \
        component, and none comes before it in the pipeline
          help: put "tok2vec" first in nlp.pipeline
        """
      ])
  }
}
