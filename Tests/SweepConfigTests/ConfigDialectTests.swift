import SweepConfig
import SweepTestSupport
import Testing

/// The dialect of July 2020, by the config that its documentation page prints.
struct ConfigDialectTests {
  private let registry = Registry()

  private func page() throws -> Config {
    let bytes = try Fixture.bytes(at: Fixture.packageRoot + "/configs/ner.cfg")
    return try Config(parsing: bytes, file: "configs/ner.cfg")
  }

  @Test func mapsThePageToSpacy3() throws {
    let config = try page()
    #expect(config.isPreRelease)
    let filled = try config.filled(with: registry)
    #expect(filled.warnings == [])
    #expect(
      filled.text().hasPrefix(
        """
        [paths]
        train = null
        dev = null
        vectors = null
        init_tok2vec = null

        [system]
        seed = 0
        gpu_allocator = null

        [nlp]
        lang = "en"
        pipeline = ["ner"]
        batch_size = 128
        """))
    let resolved = try filled.interpolated()
    #expect(
      resolved["components.ner.model"] == [
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner",
        "extra_state_tokens": false, "hidden_width": 128, "maxout_pieces": 3, "use_upper": true,
        "nO": nil,
        "tok2vec": [
          "@architectures": "spacy.HashEmbedCNN.v2", "width": 128, "depth": 4, "embed_size": 7000,
          "maxout_pieces": 3, "window_size": 1, "subword_features": true,
          "pretrained_vectors": nil,
        ],
      ])
    #expect(
      resolved["training.optimizer"] == [
        "@optimizers": "Adam.v1", "learn_rate": 0.001, "beta1": 0.9, "beta2": 0.999,
        "use_averages": false, "L2": 0.0, "eps": 1e-8, "grad_clip": 1.0, "L2_is_weight_decay": true,
      ])
    #expect(
      resolved["training.batcher"] == [
        "@batchers": "spacy.batch_by_words.v1", "discard_oversize": false, "tolerance": 0.2,
        "get_length": nil,
        "size": [
          "@schedules": "compounding.v1", "start": 100, "stop": 1000, "compound": 1.001, "t": 0.0,
        ],
      ])
    #expect(
      resolved["training.score_weights"] == [
        "ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": nil,
      ])
    #expect(resolved["training.dropout"] == 0.2)
    #expect(resolved["training.patience"] == 1000)
    #expect(resolved["training.max_steps"] == 0)
    #expect(resolved["corpora.train.limit"] == 0)
    #expect(filled.location(of: "training.batcher.size.compound").line == 20)
    #expect(filled.location(of: "components.ner.model.hidden_width").line == 39)
  }

  @Test func takesOverridesInEitherVocabulary() throws {
    let overrides = try ConfigOverride.parsing(arguments: [
      "--training.batch_size.compound", "1.1", "--nlp.pipeline.ner.model.hidden_width=32",
      "--training.limit", "10", "--components.ner.model.tok2vec.width", "64",
      "--training.discard_oversize", "--training.max_length", "7", "--paths.train", "t.spacy",
      "--training.use_gpu", "0", "--nlp.pipeline.ner.model.nr_feature_tokens", "6",
      "--training.scores", "[\"speed\"]", "--nlp.vectors", "v",
    ])
    let base = try page()
    for config in [base, try base.filled(with: registry)] {
      let filled = try config.overriding(overrides).filled(with: registry).interpolated()
      #expect(filled["training.batcher.size.compound"] == 1.1)
      #expect(filled["components.ner.model.hidden_width"] == 32)
      #expect(filled["components.ner.model.tok2vec.width"] == 64)
      #expect(filled["components.ner.model.extra_state_tokens"] == true)
      #expect(filled["components.ner.model.state_type"] == "ner")
      #expect(filled["corpora.train.limit"] == 10)
      #expect(filled["corpora.dev.limit"] == 10)
      #expect(filled["corpora.train.max_length"] == 7)
      #expect(filled["corpora.dev.max_length"] == 0)
      #expect(filled["training.batcher.discard_oversize"] == true)
      #expect(filled["corpora.train.path"] == "t.spacy")
      #expect(filled["initialize.vectors"] == "v")
      #expect(filled["training.score_weights.speed"] == 0.0)
      #expect(filled["training.use_gpu"] == nil)
    }
  }

  @Test func acceptsAFixedBatchSize() throws {
    let config = try page().overriding([ConfigOverride("training.batch_size", 128)])
    #expect(try config.filled(with: registry)["training.batcher.size"] == 128)
  }

  @Test func refusesACustomScheduleWithThePagesKey() throws {
    let config = try page().overriding([
      ConfigOverride(
        "training.batch_size", ["@schedules": "my_custom_schedule.v1", "factor": 1.005])
    ])
    let error = #expect(throws: ConfigErrors.self) { try config.filled(with: registry) }
    #expect(
      error?.description == """
        command line: [training.batcher.size] @schedules: no function "my_custom_schedule.v1" is \
        registered under @schedules; functions written in Python cannot be run
          help: available: compounding.v1, constant.v1, constant_then.v1, cyclic_triangular.v1, \
        decaying.v1, slanted_triangular.v1, warmup_linear.v1
        """)
  }

  @Test func notesWhatIsNotUsedAnyMore() throws {
    let config = try Config(
      parsing: """
        [training]
        use_gpu = 0
        orth_variant_level = 0.5
        [nlp]
        lang = "en"
        [nlp.pipeline.ner]
        factory = "ner"
        [nlp.pipeline.ner.model]
        @architectures = "spacy.TransitionBasedParser.v1"
        nr_feature_tokens = 3
        hidden_width = ${nlp.pipeline.ner.model.tok2vec:width}
        maxout_pieces = 2
        [nlp.pipeline.ner.model.tok2vec]
        @architectures = "spacy.HashEmbedCNN.v1"
        width = 32
        depth = 1
        embed_size = 100
        maxout_pieces = 2
        window_size = 1
        subword_features = true
        pretrained_vectors = null
        dropout = 0.3
        """, file: "old.cfg")
    let filled = try config.filled(with: registry)
    #expect(
      ConfigErrors(filled.warnings).description == """
        old.cfg:22: [nlp.pipeline.ner.model.tok2vec] dropout: this setting has no meaning here and \
        is not used
        old.cfg:2: [training] use_gpu: this setting has no meaning here and is not used
        old.cfg:3: [training] orth_variant_level: this setting has no meaning here and is not used
        """)
    #expect(
      filled["components.ner.model.hidden_width"] == "${components.ner.model.tok2vec.width}")
    #expect(try filled.interpolated()["components.ner.model.hidden_width"] == 32)
  }

  @Test func leavesTodaysConfigsAlone() throws {
    let bytes = try Fixture.bytes(at: Fixture.packageRoot + "/configs/ner-v3.cfg")
    let config = try Config(parsing: bytes, file: "configs/ner-v3.cfg")
    #expect(!config.isPreRelease)
    let filled = try config.filled(with: registry)
    #expect(filled.warnings == [])
    // It is complete: nothing is hidden in defaults.
    #expect(Config.diff(filled, config).map(\.key) == ["pretraining"])
    #expect(filled["components.ner.model.tok2vec.width"] == "${variables.width}")
  }
}
