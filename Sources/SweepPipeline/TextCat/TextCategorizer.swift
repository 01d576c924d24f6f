import SweepBase
import SweepConfig
import SweepNN
import SweepTensors
import SweepText

/// The settings of a `textcat` or `textcat_multilabel` component besides its network.
struct TextCategorizerSettings: Equatable, Sendable {
  /// Whether a text may have several labels.
  var isMultilabel: Bool
  /// From which score on a label counts as predicted, with several labels.
  var threshold: Double
  /// The label whose F-score is the score, with two exclusive labels.
  var positiveLabel: String?
}

/// The `textcat` and `textcat_multilabel` components: labels of whole texts.
///
/// - Source: spaCy 3.8 `TextCategorizer`, `MultiLabel_TextCategorizer`.
struct TextCategorizer: PipelineComponent {
  let name: String
  let settings: TextCategorizerSettings
  let labels: [String]
  let network: TextCatNetwork
  /// `nil` for a bag of words.
  let vectors: VectorSource?
  /// The dropout that was last trained with; model files keep it.
  var dropout = 0.0

  init(
    name: String, _ settings: TextCategorizerSettings, _ architecture: TextCatArchitecture,
    labels: [String], in parameters: inout Parameters
  ) {
    (self.name, self.settings, self.labels) = (name, settings, labels)
    network = TextCatNetwork(
      architecture, classCount: labels.count, prefix: name, in: &parameters)
    vectors = architecture.vectors?.source(prefix: "\(name).tok2vec", in: &parameters)
  }

  var tree: LayerTree? { network.tree(vectors?.tree(dropout: dropout), dropout: dropout) }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    network.drawForLabels(&random)
    for _ in 0..<network.vectorInitializations {
      vectors?.initialize(&parameters, random: &random)
    }
    network.initialize(&parameters, random: &random)
  }

  // MARK: - Training

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    try CategoryCheck(name, isMultilabel: settings.isMultilabel).check(
      context.examples.map(\.example))
    guard context.examples.contains(where: { $0.wordCount > 0 }) else { return }
    dropout = context.dropout
    let pass = vectors.flatMap { context.forward($0) }
    let bags = network.architecture.bagOfWords.map { settings in
      context.examples.map { $0.bag(upTo: settings.ngramSize) }
    }
    let batch = TextCatNetwork.Batch(
      lengths: context.examples.map(\.wordCount), bags: bags ?? [],
      vectors: pass.map { UnsafePointer($0.output) })
    let mask = network.hidden.flatMap { context.mask(context.examples.count * $0.width) }
    let scores = network.forward(
      batch, mask: mask, isTraining: true, context.parameters, context.numerics, context.arena)
    let (loss, dScores) = loss(scores.scores, context.examples, context.arena)
    let words = batch.lengths.reduce(0, +)
    let dVectors = pass == nil ? nil : context.arena.floats(words * network.width)
    network.backward(
      dScores, scores, context.parameters, context.numerics, &context.gradients, context.arena,
      into: dVectors)
    context.addLoss(loss)
    if let pass, let vectors, let dVectors { context.backward(dVectors, vectors, pass) }
  }

  /// The mean of the squared differences from gold, and the gradient of the scores.
  ///
  /// With several labels a text may leave some out: they have no gradient. They count in the mean.
  private func loss(
    _ scores: UnsafePointer<Float>, _ examples: [PreparedExample], _ arena: Arena
  ) -> (Double, UnsafeMutablePointer<Float>) {
    let count = examples.count * labels.count
    let gradient = arena.floats(count)
    gradient.update(from: scores, count: count)
    for (row, example) in examples.enumerated() {
      let cats = example.example.reference.cats
      for (k, label) in labels.enumerated() {
        if let gold = cats.last(where: { same($0.label, label) }) {
          gradient[row * labels.count + k] -= Float(gold.value)
        } else if settings.isMultilabel {
          gradient[row * labels.count + k] = 0
        }
      }
    }
    let sum = Kernels.sumOfSquares(count: count, gradient)
    return (sum / Double(max(count, 1)), gradient)
  }

  // MARK: - Prediction

  /// Sets the scores of all labels.
  ///
  /// A text without words has 0 everywhere, as spaCy gives it when it is alone.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let bags = network.architecture.bagOfWords.map { settings in
      docs.map { doc in
        NgramBag(doc.words.map { StringStore.id(of: $0) }, upTo: settings.ngramSize)
      }
    }
    let batch = TextCatNetwork.Batch(
      lengths: docs.map(\.count), bags: bags ?? [],
      vectors: context.vectors.map { UnsafePointer($0) })
    let scores = network.forward(
      batch, mask: nil, isTraining: false, context.parameters, context.numerics, context.arena
    ).scores
    for index in docs.indices {
      for (k, label) in labels.enumerated() {
        let value = docs[index].isEmpty ? 0 : Double(scores[index * labels.count + k])
        if let known = docs[index].cats.lastIndex(where: { same($0.label, label) }) {
          docs[index].cats[known].value = value
        } else {
          docs[index].cats.append(Category(label, value))
        }
      }
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    let scores = Scorer.categories(
      examples,
      CategorySettings(
        labels: labels, isMultilabel: settings.isMultilabel, threshold: settings.threshold,
        positiveLabel: settings.positiveLabel))
    for (key, value) in scores.entries { found.scores[key] = value }
  }

  // MARK: - Files

  func files() -> [PipelineFile] {
    var cfg: JSONObject = [
      "labels": .array(labels.map { .string($0) }), "threshold": .number(settings.threshold),
    ]
    if !settings.isMultilabel {
      cfg["positive_label"] = settings.positiveLabel.map { .string($0) } ?? .null
    }
    return [PipelineFile("\(name)/cfg", Array(cfg.serialized(.srsly).utf8))]
  }

  mutating func take(from model: ModelFile) {
    dropout = model.nodes.lazy.compactMap { $0[attribute: "dropout_rate"]?.doubleValue }.first ?? 0
  }

  func write(to writer: inout StateWriter) {
    writer.write(list: labels) { writer, label in writer.write(label) }
    writer.write(settings.positiveLabel != nil)
    writer.write(settings.positiveLabel ?? "")
    writer.write(dropout)
  }
}

extension UpdateContext {
  /// Draws a dropout mask of the training's rate; `nil`, without a draw, when nothing is dropped.
  mutating func mask(_ count: Int) -> UnsafeMutablePointer<Float>? {
    guard dropout > 0 else { return nil }
    let mask = arena.floats(count)
    random.numpy.fillMask(UnsafeMutableBufferPointer(start: mask, count: count), rate: dropout)
    return mask
  }
}
