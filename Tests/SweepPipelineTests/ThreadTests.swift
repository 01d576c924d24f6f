import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// What threads must not change: losses, gradients, weights and predictions, to the bit.
@Suite struct ThreadTests {
  /// Settings of the entity recognizer's network that take different ways through the code.
  struct Variant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let settings: [String: JSONValue]
  }

  static let variants = [
    Variant(testDescription: "as configured", settings: [:]),
    Variant(
      testDescription: "many pieces of documents",
      settings: ["components.ner.update_with_oracle_cut_size": 4]),
    Variant(
      testDescription: "six features, three pieces",
      settings: [
        "components.ner.model.extra_state_tokens": true,
        "components.ner.model.maxout_pieces": 3,
      ]),
    Variant(
      testDescription: "one piece, no upper layer",
      settings: [
        "components.ner.model.maxout_pieces": 1, "components.ner.model.use_upper": false,
      ]),
    Variant(
      testDescription: "a width that needs dense products",
      settings: ["components.ner.model.hidden_width": 20]),
    Variant(
      testDescription: "word vectors that need dense products",
      settings: ["components.ner.model.tok2vec.width": 20]),
    Variant(
      testDescription: "wide windows, two pieces",
      settings: [
        "components.ner.model.tok2vec.window_size": 2,
        "components.ner.model.tok2vec.maxout_pieces": 2,
        "components.ner.model.tok2vec.depth": 1,
      ]),
  ]

  @Test(arguments: variants, [2, 3, 8])
  func changeNoBit(variant: Variant, threads: Int) throws {
    #expect(try trained(variant, threads: threads) == trained(variant, threads: 1))
  }

  /// What a training of a few steps leaves behind.
  private struct Result: Equatable {
    var losses: [UInt64] = []
    var gradients: [[UInt32]] = []
    var weights: [[UInt32]] = []
    var entities: [[UInt8]] = []
    var fScore: Double?
  }

  private func trained(_ variant: Variant, threads: Int) throws -> Result {
    var config = try fixtureConfig("model_ner")
    for (key, value) in variant.settings { config[key] = value }
    let examples = try fixtureExamples("train_full")
    let prepared = PreparedExample.prepare(examples)
    var random = SpacyRandom(seed: 2)
    var pipeline = try Pipeline.initialize(
      config, registry: registry, examples: examples, random: &random, backend: .exact)
    pipeline.threads = Threads(threads)
    var optimizer = Optimizer.adam(0.01)
    var result = Result()
    for step in 0..<3 {
      var losses: [String: Double] = [:]
      // The second update adds to the gradients of the first.
      let batch = Array(prepared.dropFirst(step * 10).prefix(40))
      try pipeline.update(batch, dropout: 0.1, random: &random, losses: &losses)
      result.losses.append(try #require(losses["ner"]).bitPattern)
      result.gradients += pipeline.parameters.ids.map {
        pipeline.gradient(of: $0).map(\.bitPattern)
      }
      if step > 0 { pipeline.finishUpdate(&optimizer) }
    }
    result.weights = pipeline.parameters.ids.map { pipeline.parameters[$0].map(\.bitPattern) }
    // Several times, for several chunks of words.
    let docs = (0..<20).flatMap { _ in examples.map { Doc(words: $0.predicted.words) } }
    result.entities = pipeline.predict(docs).map { $0.entIOB ?? [] }
    result.fScore = pipeline.evaluate(prepared).number("ents_f")
    return result
  }
}
