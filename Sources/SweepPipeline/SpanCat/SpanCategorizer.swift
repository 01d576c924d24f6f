import SweepBase
import SweepConfig
import SweepNN
import SweepTensors
import SweepText

/// The settings of a `spancat` or `spancat_singlelabel` component besides its network.
struct SpanCategorizerSettings: Equatable, Sendable {
  /// The key of gold and of predicted spans.
  var spansKey = "sc"
  /// From which score on a label is taken; `nil` for no limit.
  var threshold: Double?
  /// The most labels of a span; `nil` for no limit.
  var maxPositive: Int?
  /// The weight of spans without gold label, where "no label" is a class.
  var negativeWeight: Double?
  /// Whether predicted spans may overlap, where each has one label.
  var allowsOverlap = true
  /// Whether "no label" is a class, the last one.
  var hasNegativeClass = false
  var suggester = SpanSuggester.ngrams([1, 2, 3])

  /// The content of the `cfg` file.
  func json(_ labels: [String]) -> JSONObject {
    [
      "labels": .array(labels.map { .string($0) }), "spans_key": .string(spansKey),
      "threshold": threshold.map { .number($0) } ?? .null,
      "max_positive": maxPositive.map { .integer($0) } ?? .null,
      "negative_weight": negativeWeight.map { .number($0) } ?? .null,
      "allow_overlap": .bool(allowsOverlap),
    ]
  }
}

/// The `spancat` and `spancat_singlelabel` components: labels of suggested spans.
///
/// - Source: spaCy 3.8 `SpanCategorizer`.
struct SpanCategorizer: PipelineComponent {
  let name: String
  let settings: SpanCategorizerSettings
  let labels: [String]
  let network: SpanCatNetwork
  let source: VectorSource
  /// The dropout that was last trained with; model files keep it.
  var dropout = 0.0
  /// The class of each label's id.
  private let classes: [UInt64: Int]

  init(
    name: String, _ settings: SpanCategorizerSettings, _ architecture: SpanCatArchitecture,
    labels: [String], in parameters: inout Parameters
  ) {
    (self.name, self.settings, self.labels) = (name, settings, labels)
    network = SpanCatNetwork(
      architecture, classCount: labels.count + (settings.hasNegativeClass ? 1 : 0), prefix: name,
      in: &parameters)
    source = architecture.vectors.source(prefix: "\(name).tok2vec", in: &parameters)
    classes = Dictionary(
      labels.enumerated().map { (StringStore.id(of: $1), $0) }, uniquingKeysWith: { a, _ in a })
  }

  var vectors: VectorSource? { source }

  var tree: LayerTree? { network.tree(source.tree(dropout: dropout), dropout: dropout) }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    source.initialize(&parameters, random: &random)
    network.initialize(&parameters, random: &random)
  }

  // MARK: - Training

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    guard context.examples.contains(where: { $0.wordCount > 0 }) else { return }
    let suggested = try suggestions(context.examples, context.docs)
    let count = suggested.reduce(0) { $0 + $1.count }
    guard count > 0 else { return }
    dropout = context.dropout
    guard let pass = context.forward(source) else { return }
    let lengths = context.examples.map(\.wordCount)
    let spans = Self.rows(suggested, lengths, context.arena)
    let mask = context.mask(count * network.hidden.width)
    let scored = network.forward(
      spans, count: count, pass.output, mask: mask, isTraining: true, context.parameters,
      context.numerics, context.arena)
    let (loss, dScores) = try loss(scored.scores, suggested, context.examples, context.arena)
    let dVectors = context.arena.zeros(lengths.reduce(0, +) * source.width)
    network.backward(
      dScores, scored, context.parameters, context.numerics, &context.gradients, context.arena,
      addingTo: dVectors)
    context.addLoss(loss)
    context.backward(dVectors, source, pass)
  }

  private func suggestions(
    _ examples: [PreparedExample], _ docs: [Doc]?
  ) throws(PipelineError) -> [[Range<Int>]] {
    var found: [[Range<Int>]] = []
    for (index, example) in examples.enumerated() {
      guard let spans = settings.suggester.spans(of: docs?[index] ?? example.example.predicted)
      else { throw noPresetSpans }
      found.append(spans)
    }
    return found
  }

  private var noPresetSpans: PipelineError {
    guard case .preset(let key) = settings.suggester else { return .noLabels(component: name) }
    return .corpus(
      component: name, what: "expected spans under \"\(key)\" to choose from, found none",
      help: "let a component before it set them, and list that one in annotating_components")
  }

  /// The suggested spans as rows of the batch's words.
  private static func rows(
    _ suggested: [[Range<Int>]], _ lengths: [Int], _ arena: Arena
  ) -> UnsafeMutablePointer<Reductions.Rows> {
    let rows = arena.make(Reductions.Rows.self, suggested.reduce(0) { $0 + $1.count })
    var (next, offset) = (0, 0)
    for (spans, length) in zip(suggested, lengths) {
      for span in spans {
        rows[next] = Reductions.Rows(
          start: Int32(offset + span.lowerBound), end: Int32(offset + span.upperBound))
        next += 1
      }
      offset += length
    }
    return rows
  }

  /// The sum of the squared differences from gold, and the gradient of the scores.
  private func loss(
    _ scores: UnsafePointer<Float>, _ suggested: [[Range<Int>]], _ examples: [PreparedExample],
    _ arena: Arena
  ) throws(PipelineError) -> (Double, UnsafeMutablePointer<Float>) {
    let width = network.classCount
    let total = suggested.reduce(0) { $0 + $1.count }
    let gradient = arena.floats(total * width)
    gradient.update(from: scores, count: total * width)
    var target = [Float](repeating: 0, count: total * width)
    var isNegative = [Bool](repeating: true, count: total)
    var offset = 0
    for (spans, example) in zip(suggested, examples) {
      for gold in example.alignedSpans(settings.spansKey) {
        // The last of equal suggestions stands for a span.
        let range = Int(gold.start)..<Int(gold.end)
        guard let row = spans.lastIndex(of: range) else { continue }
        guard let label = classes[gold.label] else { throw unknownLabel(gold.label, example) }
        target[(offset + row) * width + label] = 1
        isNegative[offset + row] = false
      }
      offset += spans.count
    }
    if settings.hasNegativeClass {
      for row in isNegative.indices where isNegative[row] { target[row * width + width - 1] = 1 }
    }
    for index in 0..<total * width { gradient[index] -= target[index] }
    if settings.hasNegativeClass, let weight = settings.negativeWeight, weight != 1 {
      for row in isNegative.indices where isNegative[row] {
        Kernels.scale(count: width, gradient + row * width, by: Float(weight))
      }
    }
    return (Kernels.sumOfSquares(count: total * width, gradient), gradient)
  }

  private func unknownLabel(_ id: UInt64, _ example: PreparedExample) -> PipelineError {
    let label = example.example.reference.strings[id] ?? "\(id)"
    return .corpus(
      component: name,
      what: "found a span with the label \"\(label)\", which is not among its labels",
      help: "write its label file anew, or leave the labels to the corpus")
  }

  // MARK: - Prediction

  /// Sets the spans under the component's key.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    guard let vectors = context.vectors else { return }
    let suggested = docs.map { settings.suggester.spans(of: $0) ?? [] }
    let count = suggested.reduce(0) { $0 + $1.count }
    let spans = Self.rows(suggested, docs.map(\.count), context.arena)
    let scores = network.forward(
      spans, count: count, vectors, mask: nil, isTraining: false, context.parameters,
      context.numerics, context.arena
    ).scores
    let choice = SpanChoice(settings, labelCount: labels.count, classCount: network.classCount)
    var offset = 0
    for index in docs.indices {
      let found = choice.spans(suggested[index], scores + offset * network.classCount)
      set(found, of: suggested[index].isEmpty, &docs[index])
      offset += suggested[index].count
    }
  }

  private func set(_ found: [SpanChoice.Found], of isEmpty: Bool, _ doc: inout Doc) {
    let starts = doc.characterOffsets
    var group = SpanGroup(name: settings.spansKey, spans: [])
    for item in found {
      let last = item.span.upperBound - 1
      group.spans.append(
        GroupedSpan(
          start: Int32(item.span.lowerBound), end: Int32(item.span.upperBound),
          label: doc.strings.add(labels[item.label]),
          startCharacter: Int32(starts[item.span.lowerBound]),
          endCharacter: Int32(starts[last] + doc.words[last].unicodeScalars.count)))
    }
    if !isEmpty {
      let isColumn = settings.maxPositive == 1
      group.attributes = [
        MessagePack.Entry(.string("scores"), .scores(found.map(\.score), isColumn: isColumn))
      ]
    }
    doc.spanGroups.removeAll { same($0.key, settings.spansKey) }
    doc.spanGroups.append(KeyedSpanGroup(settings.spansKey, group))
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    let scores = Scorer.spans(examples, key: settings.spansKey)
    for (key, value) in scores.entries { found.scores[key] = value }
  }

  // MARK: - Files

  func files() -> [PipelineFile] {
    [PipelineFile("\(name)/cfg", Array(settings.json(labels).serialized(.srsly).utf8))]
  }

  mutating func take(from model: ModelFile) {
    dropout = model.nodes.lazy.compactMap { $0[attribute: "dropout_rate"]?.doubleValue }.first ?? 0
  }

  func write(to writer: inout StateWriter) {
    writer.write(list: labels) { writer, label in writer.write(label) }
    writer.write(dropout)
  }
}
