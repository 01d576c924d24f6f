public import SweepBase
public import SweepConfig
public import SweepNN
public import SweepPipeline
import SweepTensors
public import SweepText

/// A pipeline with its tokenizer and its random generators: texts in, annotated texts out, and updates
/// in between, for training loops of one's own.
///
/// A value: a copy stays as it is while the other goes on. The same calls give the same bits, and the
/// losses of the loop that spaCy's users write.
///
/// - Source: spaCy 3.8 `Language`.
public struct Language: Sendable {
  /// The components with their weights.
  public var pipeline: Pipeline
  /// Divides texts.
  public let tokenizer: Tokenizer
  /// Where shuffles, dropout and initial weights are drawn from.
  public var random: SpacyRandom

  /// Opens a model folder, of `sweep` or of spaCy.
  ///
  /// - Parameters:
  ///   - folder: The folder, such as `output/model-best`.
  ///   - seed: Of the draws to come.
  /// - Throws: `ModelFolderError`, or `TokenizerError` for a `tokenizer` file without usable rules.
  public init(folder: String, seed: Int = 0) throws {
    pipeline = try Pipeline(folder: folder)
    tokenizer = try Tokenizer(bytes: pipeline.tokenizer, file: folder + "/tokenizer")
    random = SpacyRandom(seed: seed)
  }

  /// A pipeline before its first update: labels from examples, weights drawn.
  ///
  /// - Parameters:
  ///   - config: With `[nlp]` and `[components]`; it is filled first.
  ///   - examples: What labels are learnt from.
  ///   - registry: The functions that the config may call.
  ///   - seed: Of all draws.
  /// - Throws: `ConfigErrors`, `TokenizerError` for a language without rules, or `PipelineError` for
  ///   examples without labels.
  public init(
    _ config: Config, examples: [Example], registry: Registry = .native, seed: Int = 0
  ) throws {
    let filled = try config.filled(with: registry)
    tokenizer = try Tokenizer(language: filled.interpolated()["nlp.lang"]?.stringValue ?? "")
    random = SpacyRandom(seed: seed)
    pipeline = try Pipeline.initialize(
      filled, registry: registry, examples: examples, random: &random, backend: .exact)
    pipeline.tokenizer = tokenizer.bytes
  }

  /// A blank pipeline of components as spaCy's `add_pipe` makes them.
  ///
  /// - Parameters:
  ///   - language: `en` or `xx`.
  ///   - components: Factories, such as `["tagger", "ner"]`.
  ///   - examples: What labels are learnt from.
  ///   - seed: Of all draws.
  /// - Throws: As `init(_:examples:registry:seed:)`.
  public init(
    blank language: String, _ components: [String], examples: [Example], seed: Int = 0
  ) throws {
    var config = try Config(
      parsing: "[nlp]\nlang = \"en\"\npipeline = []\n\n[components]\n", file: "blank")
    config["nlp.lang"] = .string(language)
    config["nlp.pipeline"] = .array(components.map { .string($0) })
    for name in components { config["components.\(name)"] = ["factory": .string(name)] }
    try self.init(config, examples: examples, seed: seed)
  }

  /// The words of a text, without annotation.
  public func makeDoc(_ text: String) -> Doc { tokenizer.tokenize(text) }

  /// Divides and annotates a text.
  public func callAsFunction(_ text: String) -> Doc { pipe([text])[0] }

  /// Divides and annotates texts, which is faster than one by one.
  public func pipe(_ texts: [String]) -> [Doc] {
    pipeline.predict(texts.map { tokenizer.tokenize($0) })
  }

  /// Puts examples in another order, as Python's `random.shuffle` does.
  public mutating func shuffle(_ examples: inout [Example]) { random.python.shuffle(&examples) }

  /// Learns from a batch: adds its gradients and lets the optimizer use them up.
  ///
  /// - Parameters:
  ///   - examples: The batch.
  ///   - dropout: The share of features that are dropped; 0.25 drops each with probability 1/4.
  ///   - optimizer: Makes the step.
  ///   - losses: The losses of each component so far, which are added to.
  /// - Throws: `PipelineError` for gold annotation that contradicts itself.
  public mutating func update(
    _ examples: [Example], dropout: Double = 0, optimizer: inout Optimizer,
    losses: inout [String: Double]
  ) throws {
    try addGradients(of: examples, dropout: dropout, losses: &losses)
    finishUpdate(&optimizer)
  }

  /// Adds the gradients of a batch to those of all components; those of several batches add up.
  ///
  /// - Throws: As `update`.
  public mutating func addGradients(
    of examples: [Example], dropout: Double = 0, losses: inout [String: Double]
  ) throws {
    try pipeline.update(
      PreparedExample.prepare(examples), dropout: dropout, random: &random, losses: &losses)
  }

  /// Lets the optimizer use up the gradients.
  public mutating func finishUpdate(_ optimizer: inout Optimizer) {
    pipeline.finishUpdate(&optimizer)
  }

  /// Compares predictions with references: spaCy's scores, from 0 to 1.
  public func evaluate(_ examples: [Example]) -> Scores {
    pipeline.evaluate(PreparedExample.prepare(examples))
  }

  /// Writes the model folder, all of it or nothing.
  ///
  /// - Throws: `ModelFolderError`, also when something that is no model folder is in the way.
  public func write(to folder: String) throws { try pipeline.write(to: folder) }
}

extension Example {
  /// A text with what should be found in it.
  ///
  /// - Parameters:
  ///   - doc: The words, as the pipeline divides the text.
  ///   - entities: Entities by characters; those whose borders fall inside a word are missing.
  ///   - tags: A part-of-speech tag per word.
  ///   - cats: Labels of the text with their values, 0 or 1.
  /// - Throws: `TagError` for entities that overlap.
  /// - Precondition: There are as many tags as words.
  public init(
    _ doc: Doc, entities: [CharacterSpan]? = nil, tags: [String]? = nil,
    cats: [(label: String, value: Double)] = []
  ) throws {
    var reference = Doc(words: doc.words, spaces: doc.spaces, strings: doc.strings)
    if let entities {
      let found = try BILUO.entities(of: BILUO.tags(ofOffsets: entities, in: doc))
      reference.setEntities(found.entities, missing: found.missing)
    }
    if let tags {
      precondition(tags.count == doc.count, "\(tags.count) tags for \(doc.count) words")
      reference.tags = tags.map { reference.strings.add($0) }
    }
    reference.cats = cats.map { Category($0.label, $0.value) }
    try self.init(predicted: doc, reference: reference)
  }
}
