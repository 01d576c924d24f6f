import BenchmarkSuite
import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepText
import Testing

@Suite struct OperationsTests {
  /// The operations of a config's pipeline for an example.
  private func operations(_ config: String, _ doc: Doc) throws -> Operations {
    let registry = Registry(Registry.nn + Registry.pipeline)
    var random = SpacyRandom(seed: 0)
    let pipeline = try Pipeline.initialize(
      try Config(parsing: Array(config.utf8), file: "test.cfg").filled(with: registry),
      registry: registry, examples: [Example(reference: doc)], random: &random, backend: .exact)
    return Operations(pipeline)
  }

  /// A pipeline with the sizes of `configs/ner-v3.cfg` and two types of entities: 10 classes.
  private func operations() throws -> Operations {
    let config = """
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
      hidden_width = 64
      maxout_pieces = 2
      use_upper = true

      [components.ner.model.tok2vec]
      @architectures = "spacy.HashEmbedCNN.v2"
      width = 96
      depth = 4
      embed_size = 100
      window_size = 1
      maxout_pieces = 3
      subword_features = true
      pretrained_vectors = null
      """
    var doc = Doc(words: ["a", "b", "c"])
    doc.setEntities([EntitySpan(0, 1, "A"), EntitySpan(2, 3, "B")])
    return try operations(config, doc)
  }

  @Test func textsHaveARowInTheLayersOfCategories() throws {
    let config = """
      [nlp]
      lang = "en"
      pipeline = ["textcat"]

      [components]

      [components.textcat]
      factory = "textcat"

      [components.textcat.model]
      @architectures = "spacy.TextCatEnsemble.v2"
      nO = null

      [components.textcat.model.linear_model]
      @architectures = "spacy.TextCatBOW.v3"
      exclusive_classes = true
      ngram_size = 1
      no_output_layer = false

      [components.textcat.model.tok2vec]
      @architectures = "spacy.HashEmbedCNN.v2"
      width = 32
      depth = 1
      embed_size = 100
      window_size = 1
      maxout_pieces = 3
      subword_features = true
      pretrained_vectors = null
      """
    var doc = Doc(words: ["a", "b", "c"])
    doc.cats = [Category("A", 1), Category("B", 0)]
    let operations = try operations(config, doc)
    let size = Operations.Size(words: 100, documents: 5, different: 60)
    let (mixer, layer) = (96 * 128, 96 * 96)
    let texts = 5 * (96 * 32 + 2 * 34)
    #expect(operations.forward(size) == 2 * Double(100 * mixer + 105 * layer + texts))
    // One word's padding reaches none of the single layer, and its first word repeats.
    let least = 60 * mixer + 100 * layer + texts - 40 * layer / 3
    #expect(operations.leastForward(size) == 2 * Double(least))
  }

  @Test func countsTheDenseProducts() throws {
    let operations = try operations()
    let (mixer, layer, others) = (288 * 384, 288 * 288, 64 * 96 + 384 * 64 + 10 * 64)
    let size = Operations.Size(words: 100, documents: 5, different: 60)
    let forward = 2 * Double(100 * (mixer + others) + 4 * (100 + 4 * 5) * layer)
    #expect(operations.forward(size) == forward)
    #expect(operations.training(size) == 3 * forward)
  }

  @Test func leavesOutWhatNeedNotBeMultiplied() throws {
    let operations = try operations()
    let (mixer, layer, lower, others) = (288 * 384, 288 * 288, 128 * 64, 64 * 96 + 10 * 64)
    let size = Operations.Size(words: 100, documents: 5, different: 60)
    // Rows of padding that the four layers need for each document: 4, 4, 2, 0.
    let rows = 4 * 100 + 10 * 5
    let forward = 60 * mixer + rows * layer + 100 * (others + lower)
    #expect(operations.leastForward(size) == 2 * Double(forward - 40 * layer / 3))
    let backward = 60 * mixer / 3 + rows * layer / 3 + 100 * (others + lower / 2)
    #expect(abs(operations.leastTraining(size) - 2 * Double(forward + 2 * backward)) < 1e-3)
  }
}
