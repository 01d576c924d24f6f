import SweepBase
public import SweepConfig
public import SweepNN
import SweepPipeline

/// The `[training]` section, and the corpora and logger it names, as typed settings.
///
/// - Source: spaCy 3.8 `spacy.schemas.ConfigSchemaTraining`.
public struct TrainingSettings: Sendable {
  /// Seeds all randomness of the run.
  public var seed: Int
  /// The dropout rate, drawn once per step.
  public var dropout: any Schedule
  /// Steps without a better score after which the run ends; 0 for no such end.
  public var patience: Int
  /// Passes over the corpus after which the run ends; 0 for no such end, −1 to stream the corpus.
  public var maxEpochs: Int
  /// The number of the last step; 0 for no such end.
  ///
  /// A run of N makes N + 1 updates, as in spaCy.
  public var maxSteps: Int
  /// Steps between evaluations.
  public var evalFrequency: Int
  /// Into how many parts a batch is split before one update.
  public var accumulateGradient: Int
  /// The scores that make up the deciding score, in order; `nil` for those that are only shown.
  public var scoreWeights: [ScoreWeight]
  /// Components that are not updated.
  public var frozenComponents: [String]
  /// Components whose predictions later ones may see while training.
  public var annotatingComponents: [String]
  /// Makes the update of the parameters.
  public var optimizer: Optimizer
  /// Groups examples into batches.
  public var batcher: any Batcher
  /// What is trained on.
  public var trainCorpus: CorpusSettings
  /// What is evaluated on.
  public var devCorpus: CorpusSettings
  /// The other files that the config names.
  public var resources: ResourceSettings

  /// Reads the settings of a filled and interpolated config.
  ///
  /// - Parameters:
  ///   - config: Every key present, no variables left, score weights combined.
  ///   - registry: Holds the optimizers, schedules, batchers and readers.
  /// - Throws: `ConfigErrors` with every setting that is missing, has a wrong type, or names what
  ///   this program cannot run.
  public init(
    reading config: Config, registry: Registry
  ) throws(ConfigErrors) {
    var problems = Problems()
    var training: ArgumentReader
    do throws(ConfigError) {
      training = try ArgumentReader(section: "training", of: config, registry: registry)
    } catch {
      throw ConfigErrors([error])
    }
    scoreWeights = (config["training.score_weights"]?.objectValue?.entries ?? []).map {
      ScoreWeight(name: $0.key, weight: $0.value.doubleValue)
    }
    seed = problems.collect(0) { () throws(ConfigError) in try training.seed() }
    dropout = problems.collect(0.0) { () throws(ConfigError) in
      try training.schedule("dropout")
    }
    patience = problems.collect(0) { () throws(ConfigError) in try training.count("patience") }
    maxEpochs = problems.collect(0) { () throws(ConfigError) in
      try training.count("max_epochs", from: -1)
    }
    maxSteps = problems.collect(0) { () throws(ConfigError) in try training.count("max_steps") }
    evalFrequency = problems.collect(1) { () throws(ConfigError) in
      try training.count("eval_frequency", from: 1)
    }
    accumulateGradient = problems.collect(1) { () throws(ConfigError) in
      try training.count("accumulate_gradient", from: 1)
    }
    frozenComponents = problems.collect([]) { () throws(ConfigError) in
      try training.strings("frozen_components", default: [])
    }
    annotatingComponents = problems.collect([]) { () throws(ConfigError) in
      try training.strings("annotating_components", default: [])
    }
    optimizer = problems.collect(.adam()) { () throws(ConfigError) in
      try training.object("optimizer", .optimizers)
    }
    batcher = problems.collect(BatchBySequence(size: 1.0)) {
      () throws(ConfigError) in try training.object("batcher", .batchers)
    }
    trainCorpus = problems.collect(CorpusSettings(path: "")) { () throws(ConfigError) in
      try training.corpus("train_corpus", in: config, registry)
    }
    devCorpus = problems.collect(CorpusSettings(path: "")) { () throws(ConfigError) in
      try training.corpus("dev_corpus", in: config, registry)
    }
    let rules = problems.tokenizer(of: config)
    trainCorpus.setTokenizer(rules)
    devCorpus.setTokenizer(rules)
    problems.refuseAugmenters(
      dev: devCorpus, train: maxEpochs == -1 ? trainCorpus : nil, in: config)
    if maxEpochs == -1, trainCorpus.fold != nil {
      problems.errors.append(
        ConfigError(
          .other(
            what: "folds are known only when the whole corpus was read, and -1 streams it",
            help: "set training.max_epochs to 0 for no limit of epochs"),
          at: config.location(of: "training.max_epochs")))
    }
    resources = ResourceSettings()
    do throws(ConfigErrors) { resources = try ResourceSettings(reading: config) } catch {
      problems.errors += error.errors
    }
    _ = problems.collect(nil) { () throws(ConfigError) in try PretrainedLayer(reading: config) }
    problems.requireNull(callbacks, in: config)
    if !problems.errors.isEmpty { throw ConfigErrors(problems.errors) }
  }
}

/// Settings that name Python functions of one's own or steps that have no counterpart here.
private let callbacks = [
  "nlp.before_creation", "nlp.after_creation", "nlp.after_pipeline_creation",
  "training.before_to_disk", "training.before_update", "initialize.after_init",
  "initialize.vocab_data",
]

/// How much one score counts in the deciding score.
public struct ScoreWeight: Equatable, Sendable {
  /// The score's name, such as `ents_f`.
  public var name: String
  /// Its share, or `nil` when it is neither counted nor shown.
  public var weight: Double?

  /// Pairs a score with its share.
  public init(name: String, weight: Double?) {
    self.name = name
    self.weight = weight
  }
}

/// Collects the problems of a section, so that all are reported at once.
private struct Problems {
  var errors: [ConfigError] = []

  mutating func collect<Value>(
    _ fallback: Value, _ read: () throws(ConfigError) -> Value
  ) -> Value {
    do throws(ConfigError) {
      return try read()
    } catch {
      errors.append(error)
      return fallback
    }
  }

  /// What divides texts: the rules of the language, or those of a pipeline that is copied from.
  mutating func tokenizer(of config: Config) -> TokenizerRulesChoice {
    let function = config["nlp.tokenizer.@tokenizers"]?.stringValue ?? TokenizerRulesChoice.function
    if function != TokenizerRulesChoice.function {
      errors.append(
        ConfigError(
          .other(
            what: "expected the tokenizer \"spacy.Tokenizer.v1\", found \"\(function)\"",
            help: "engine = \"spacy\" runs it"),
          at: config.location(of: "nlp.tokenizer")))
    }
    let language = config["nlp.lang"]?.stringValue ?? ""
    guard let callback = config["initialize.before_init"], callback != .null else {
      return .language(language)
    }
    guard callback["@callbacks"]?.stringValue == "spacy.copy_from_base_model.v1" else {
      requireNull(["initialize.before_init"], in: config)
      return .language(language)
    }
    requireNull(["initialize.before_init.vocab"], in: config)
    return callback["tokenizer"]?.stringValue.map { .folder($0) } ?? .language(language)
  }

  /// Refuses augmenters where spaCy draws between updates, which is not repeated here.
  mutating func refuseAugmenters(dev: CorpusSettings, train: CorpusSettings?, in config: Config) {
    for (corpus, key) in [(dev, "dev_corpus"), (train ?? dev, "train_corpus")]
    where corpus.augmenter != nil && (key == "dev_corpus" || train != nil) {
      errors.append(
        ConfigError(
          .other(
            what: "an augmenter can change a training corpus that is held in memory only",
            help: "set its `augmenter` to null, or max_epochs to 0"),
          at: config.location(of: "training.\(key)")))
    }
  }

  mutating func requireNull(_ paths: [String], in config: Config) {
    for path in paths {
      guard let value = config[path], value != .null else { continue }
      errors.append(
        ConfigError(
          .wrongType(
            expected: "null: this is not supported here", found: value.serialized(.python)),
          at: config.location(of: path)))
    }
  }
}

extension ArgumentReader {
  /// Reads a seed that NumPy accepts, too.
  fileprivate mutating func seed() throws(ConfigError) -> Int {
    let (seed, range) = (try integer("seed", default: 0), SpacyRandom.seeds)
    guard range.contains(seed) else {
      throw ConfigError(
        .invalidValue(
          expected: "a seed from \(range.lowerBound) to \(range.upperBound)", found: "\(seed)"),
        at: location(of: "seed"))
    }
    return seed
  }

  /// Reads a whole number of at least `minimum`.
  fileprivate mutating func count(
    _ key: String, from minimum: Int = 0
  ) throws(ConfigError) -> Int {
    let value = try integer(key)
    guard value >= minimum else {
      throw ConfigError(
        .wrongType(expected: "a whole number of at least \(minimum)", found: "\(value)"),
        at: location(of: key))
    }
    return value
  }

  /// Follows a name such as `"corpora.train"` to the reader it stands for.
  fileprivate mutating func corpus(
    _ key: String, in config: Config, _ registry: Registry
  ) throws(ConfigError) -> CorpusSettings {
    let name = try string(key)
    guard case .object = config[name] else {
      throw ConfigError(
        .wrongType(expected: "the name of a section with @readers", found: "\"\(name)\""),
        at: location(of: key))
    }
    return try registry.make(.readers, at: name, in: config)
  }
}
