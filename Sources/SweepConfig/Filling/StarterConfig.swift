/// A config to start from: the components that are asked for, with settings for small and fast or
/// for large and accurate models.
///
/// Components that embed words share one `tok2vec`, which is put first.
///
/// - Source: spaCy 3.8.18, `init config` for a CPU; equal to it for all components.
public struct StarterConfig: Sendable {
  /// What the settings favour.
  public enum Optimization: String, CaseIterable, Sendable {
    /// Small, fast models: width 96, depth 4, no vectors.
    case efficiency
    /// Larger models with static vectors: width 256, depth 8.
    case accuracy
  }

  /// The language code.
  public var language: String
  /// The names of factories; `tok2vec` and `transformer` among them count for nothing.
  public var pipeline: [String]
  public var optimization: Optimization
  /// Whether settings for pretraining the vectors are added.
  public var isPretraining: Bool

  public init(
    language: String = "en", pipeline: [String] = ["tagger", "parser", "ner"],
    optimization: Optimization = .efficiency, isPretraining: Bool = false
  ) {
    self.language = language
    self.pipeline = pipeline.filter { $0 != "tok2vec" && $0 != "transformer" }
    self.optimization = optimization
    self.isPretraining = isPretraining
  }

  /// The names in the pipeline, the shared `tok2vec` included.
  public var componentNames: [String] { (sharesVectors ? ["tok2vec"] : []) + pipeline }

  /// The config with every default filled in.
  ///
  /// - Throws: `ConfigErrors` with all components that there are none of.
  public func filled(with registry: Registry) throws(ConfigErrors) -> Config {
    let unknown = pipeline.filter { ComponentFactory.all[$0] == nil }
    guard unknown.isEmpty else {
      throw ConfigErrors(
        unknown.map { name in
          ConfigError(
            .unknownFactory(name: name, nearest: name.nearest(among: Array(Self.factoryNames))),
            at: ConfigLocation(file: "init config", line: 0, section: "nlp", key: "pipeline"))
        })
    }
    var config = try base.filled(with: registry)
    if isPretraining {
      config.root = ConfigMerge.merged(config.root, over: DefaultConfig.pretraining)
    }
    return config
  }

  /// The names of all factories, sorted.
  public static var factoryNames: [String] { ComponentFactory.all.keys.sorted() }

  // MARK: - Parts

  /// Whether the components take their vectors from one network.
  private var sharesVectors: Bool {
    let alone: Set = ["textcat", "textcat_multilabel"]
    return pipeline.contains {
      StarterComponents.trained.contains($0) && (optimization == .accuracy || !alone.contains($0))
    }
  }

  /// What is chosen here, before defaults are filled in.
  private var base: Config {
    let vectors = optimization == .accuracy ? Self.vectors[language] : nil
    var components = JSONObject()
    if sharesVectors { components["tok2vec"] = StarterComponents.tok2vec(optimization) }
    for name in pipeline {
      components[name] =
        StarterComponents.settings(of: name, optimization) ?? ["factory": .string(name)]
    }
    return Config(
      [
        "paths": ["train": nil, "dev": nil, "vectors": vectors.map { .string($0) } ?? .null],
        "system": ["gpu_allocator": nil],
        "nlp": [
          "lang": .string(language), "pipeline": .array(componentNames.map { .string($0) }),
          "batch_size": 1000,
        ],
        "components": .object(components),
        "corpora": [
          "train": [
            "@readers": "spacy.Corpus.v1", "path": "${paths.train}", "max_length": 0,
          ],
          "dev": ["@readers": "spacy.Corpus.v1", "path": "${paths.dev}", "max_length": 0],
        ],
        "training": [
          "dev_corpus": "corpora.dev", "train_corpus": "corpora.train",
          "optimizer": ["@optimizers": "Adam.v1"],
          "batcher": [
            "@batchers": "spacy.batch_by_words.v1", "discard_oversize": false, "tolerance": 0.2,
            "size": [
              "@schedules": "compounding.v1", "start": 100, "stop": 1000, "compound": 1.001,
            ],
          ],
        ],
        "initialize": ["vectors": "${paths.vectors}"],
      ], file: "init config")
  }

  /// The packages with vectors that spaCy recommends for a language.
  private static let vectors: [String: String] = {
    var names: [String: String] = ["en": "en_core_web_lg", "zh": "zh_core_web_lg"]
    let news = ["da", "de", "el", "es", "fr", "it", "ja", "lt", "nb", "nl", "pl", "pt", "ro"]
    for language in news { names[language] = "\(language)_core_news_lg" }
    return names
  }()
}
