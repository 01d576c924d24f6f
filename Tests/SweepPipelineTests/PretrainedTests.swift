import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Weights of `spacy pretrain` that do not go where the config wants them;
/// `CategoryVariantTests` has those that do.
@Suite struct PretrainedTests {
  static let problems: [(key: String, value: JSONValue, expected: String)] = [
    ("pretraining", .object(JSONObject()), "there is no [pretraining]"),
    (
      "pretraining.component", "ner",
      "expected the component that the weights are for, found \"ner\""
    ),
    ("pretraining.layer", "nothing", "\"textcat\" has no layer \"nothing\""),
    ("pretraining.layer", "", "expected the weights of \"textcat\": "),
    (
      "components.textcat.model.tok2vec.width", 12,
      "as in the config, not ["
    ),
    ("initialize.init_tok2vec", 3, "expected null or the path of a file"),
  ]

  @Test(arguments: problems)
  func saysWhyWeightsCannotBeTaken(key: String, value: JSONValue, expected: String) throws {
    var config = try config()
    config[key] = value
    #expect(
      try problem(config, Fixture.bytes("category_variants/pretrained.bin")).contains(expected))
  }

  @Test func saysThatAFileHoldsNoWeights() throws {
    let text = try problem(config(), Array("no weights".utf8))
    #expect(text.contains("expected the weights of tok2vec of \"textcat\""))
    #expect(text.contains("help: pretrain with the network that this config describes"))
  }

  private func config() throws -> Config {
    try Config(
      parsing: Fixture.text("category_variants/pretrained.cfg"), file: "pretrained.cfg")
  }

  private func problem(_ config: Config, _ weights: [UInt8]) throws -> String {
    var (random, resources) = (SpacyRandom(seed: 0), PipelineResources())
    resources.initialTok2Vec = weights
    let examples = try fixtureExamples("train_full")
    do throws(PipelineError) {
      _ = try Pipeline.initialize(
        config, registry: registry, examples: examples, resources: resources, random: &random,
        backend: .exact)
      return "no problem"
    } catch {
      return "\(error)"
    }
  }
}
