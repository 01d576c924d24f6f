import SweepBase
import SweepConfig
import SweepNN
import SweepTensors
import SweepText

/// The settings of a `span_finder` component besides its network.
struct SpanFinderSettings: Equatable, Sendable {
  /// The key of gold and of predicted spans.
  var spansKey = "sc"
  /// From which score on a word begins or ends a span.
  var threshold = 0.5
  /// The most words of a span; `nil` for no limit.
  var maxLength: Int?
  /// The fewest.
  var minLength: Int?

  /// The content of the `cfg` file.
  var json: JSONObject {
    [
      "min_length": minLength.map { .integer($0) } ?? .null,
      "max_length": maxLength.map { .integer($0) } ?? .null,
      "threshold": .number(threshold), "spans_key": .string(spansKey),
    ]
  }

  /// Whether spans of so many words are wanted.
  func allows(_ length: Int) -> Bool {
    (minLength.map { $0 <= length } ?? true) && (maxLength.map { length <= $0 } ?? true)
  }
}

/// The `span_finder` component: all spans from a word that may begin one to a word that may end one.
///
/// Spans have no labels; a span categorizer with `preset_spans_suggester.v1` may give them some.
///
/// - Shapes: word vectors `[N, width]`, scores `[N, 2]`: that a word begins a span, and ends one.
/// - Source: spaCy 3.8 `SpanFinder`.
struct SpanFinder: PipelineComponent {
  let name: String
  let settings: SpanFinderSettings
  let source: VectorSource
  /// The dropout that was last trained with; model files keep it.
  var dropout = 0.0
  private let output: AffineLayer
  private let isSoftmax: Bool

  /// The numbers per word: beginning and end.
  static let borders = 2

  private var activation: OutputActivation { isSoftmax ? .softmaxLayer : .logistic }

  /// Adds the parameters, all 0.
  init(
    name: String, _ settings: SpanFinderSettings, _ architecture: SpanFinderArchitecture,
    in parameters: inout Parameters
  ) {
    (self.name, self.settings, isSoftmax) = (name, settings, architecture.isSoftmax)
    output = AffineLayer(
      inputs: architecture.vectors.width, outputs: Self.borders, prefix: "\(name).output",
      in: &parameters)
    source = architecture.vectors.source(prefix: "\(name).tok2vec", in: &parameters)
  }

  var vectors: VectorSource? { source }

  var tree: LayerTree? {
    let linear = output.tree(isSoftmax: isSoftmax)
    let scorer = isSoftmax ? linear : .logistic(linear)
    var tree = LayerTree.chain(
      [
        source.tree(dropout: dropout), scorer.wrapped("with_array", dims: scorer.dims, pad: 0),
        LayerTree("Flattener"),
      ], dims: [("nO", Self.borders)])
    tree.refs = [("tok2vec", [0]), ("scorer", [1, 0]), ("logistic_layer", [1])]
    return tree
  }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    source.initialize(&parameters, random: &random)
    guard !isSoftmax else { return }
    let bound = glorotBound(output.outputs, output.inputs)
    parameters[output.weights] = random.numpy.uniformFloats(
      output.outputs * output.inputs, -bound, bound)
  }

  // MARK: - Training

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    let borders = try context.examples.map { example throws(PipelineError) in
      guard let borders = example.borders(settings.spansKey) else {
        throw Self.otherText(name, example.example)
      }
      return borders
    }
    let count = context.examples.reduce(0) { $0 + $1.wordCount }
    dropout = context.dropout
    guard count > 0, let pass = context.forward(source) else { return }
    let scores = scores(count, pass.output, context.parameters, context.numerics, context.arena)
    let gradient = context.arena.floats(count * Self.borders)
    gradient.update(from: scores, count: count * Self.borders)
    var offset = 0
    for (borders, example) in zip(borders, context.examples) {
      borders.subtract(from: gradient + offset * Self.borders)
      offset += example.wordCount
    }
    context.addLoss(Kernels.sumOfSquares(count: count * Self.borders, gradient))
    activation.backward(rows: count, columns: Self.borders, scores, gradient)
    let dVectors = context.arena.floats(count * source.width)
    output.backward(
      rows: count, pass.output, gradient, context.parameters, context.numerics,
      &context.gradients, into: dVectors)
    context.backward(dVectors, source, pass)
  }

  /// The error of a text whose words do not make it up.
  static func otherText(_ name: String, _ example: Example) -> PipelineError {
    let start = example.reference.words.prefix(6).joined(separator: " ")
    return .corpus(
      component: name,
      what: "the text of \"\(start)\" is not that of its tokens, white space included",
      help: "set gold_preproc = true to train on the tokens of the corpus, or convert it again")
  }

  private func scores(
    _ count: Int, _ vectors: UnsafePointer<Float>, _ parameters: Parameters,
    _ numerics: Numerics, _ arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let scores = arena.floats(count * Self.borders)
    output.forward(rows: count, vectors, parameters, numerics, into: scores)
    activation.apply(rows: count, columns: Self.borders, scores)
    return scores
  }

  // MARK: - Prediction

  /// Sets the spans under the component's key.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    guard let vectors = context.vectors else { return }
    let count = docs.reduce(0) { $0 + $1.count }
    let scores = scores(count, vectors, context.parameters, context.numerics, context.arena)
    var offset = 0
    for index in docs.indices {
      let length = docs[index].count
      set(found(length, scores + offset * Self.borders), &docs[index])
      offset += length
    }
  }

  /// The spans of a text of so many words.
  private func found(_ count: Int, _ scores: UnsafePointer<Float>) -> [Range<Int>] {
    let threshold = Float(settings.threshold)
    let starts = (0..<count).filter { scores[Self.borders * $0] >= threshold }
    let ends = (0..<count).filter { scores[Self.borders * $0 + 1] >= threshold }
    return starts.flatMap { start in
      ends.filter { $0 >= start && settings.allows($0 + 1 - start) }.map { start..<$0 + 1 }
    }
  }

  private func set(_ spans: [Range<Int>], _ doc: inout Doc) {
    let starts = doc.characterOffsets
    let found = spans.map { span in
      let last = span.upperBound - 1
      return GroupedSpan(
        start: Int32(span.lowerBound), end: Int32(span.upperBound), label: 0,
        startCharacter: Int32(starts[span.lowerBound]),
        endCharacter: Int32(starts[last] + doc.words[last].unicodeScalars.count))
    }
    doc.spanGroups.removeAll { same($0.key, settings.spansKey) }
    doc.spanGroups.append(
      KeyedSpanGroup(settings.spansKey, SpanGroup(name: settings.spansKey, spans: found)))
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(
      Scorer.spans(examples, key: settings.spansKey, hasLabels: false))
  }

  // MARK: - Files

  func files() -> [PipelineFile] { [cfg(settings.json)] }

  mutating func take(from model: ModelFile) {
    dropout = model.nodes.lazy.compactMap { $0[attribute: "dropout_rate"]?.doubleValue }.first ?? 0
  }

  func write(to writer: inout StateWriter) { writer.write(dropout) }
}

extension SpanBorders {
  /// Turns the scores of a text's words into their differences from gold.
  ///
  /// Gold says 0 of all words that it does not name.
  fileprivate func subtract(from scores: UnsafeMutablePointer<Float>) {
    for word in Set(starts).sorted() { scores[SpanFinder.borders * word] -= 1 }
    for word in Set(ends).sorted() { scores[SpanFinder.borders * word + 1] -= 1 }
    for word in unclearStarts { scores[SpanFinder.borders * word] = 0 }
    for word in unclearEnds { scores[SpanFinder.borders * word + 1] = 0 }
  }
}
