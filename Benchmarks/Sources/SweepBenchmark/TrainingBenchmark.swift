import SweepPipeline
import SweepTensors
import SweepText

/// Words per second of training and prediction, with one backend.
///
/// Updates run on batches of shuffled documents after a warm-up past the first, untypical updates;
/// prediction starts from the words of the dev corpus, so it includes their lexical attributes.
struct TrainingBenchmark {
  private let options: Options
  private let backend: MatrixBackend
  private(set) var workload: Workload
  private let dev: [PreparedExample]
  private let devWordCount: Double
  private var training = Rates()
  private var prediction = Rates()
  private var evaluation = Rates()
  private var preparation = Rates()

  /// How many words of the dev corpus are predicted.
  static let devWords = 8000

  /// Reads the corpora and warms up.
  init(_ options: Options, backend: MatrixBackend) throws {
    self.options = options
    self.backend = backend
    workload = try Workload(options, backend: backend)
    dev = workload.devExamples(words: Self.devWords)
    devWordCount = Double(dev.reduce(0) { $0 + $1.wordCount })
    for batch in workload.batches(options.warm, words: options.words) {
      _ = try workload.step(batch)
    }
  }

  /// Measures everything once.
  mutating func round() throws {
    let batches = workload.batches(options.batches, words: options.words)
    var start = processorSeconds()
    var words = 0
    for batch in batches { words += try workload.step(batch) }
    training.note(Double(words), since: start)

    let docs = dev.map { Doc(words: $0.example.predicted.words) }
    start = processorSeconds()
    _ = workload.pipeline.predict(docs)
    prediction.note(devWordCount, since: start)

    start = processorSeconds()
    _ = workload.pipeline.evaluate(dev)
    evaluation.note(devWordCount, since: start)

    let examples = dev.map(\.example)
    start = processorSeconds()
    _ = PreparedExample.prepare(examples)
    preparation.note(devWordCount, since: start)
  }

  /// The head of the table of `rows`.
  static let head = [
    "| words per second of processor time | matmul | median | best |",
    "| --- | --- | ---: | ---: |",
  ]

  /// Rows of a Markdown table.
  var rows: [String] {
    func row(_ name: String, _ rates: Rates) -> String {
      "| \(name) | \(backend.rawValue) | \(Int(rates.median)) | \(Int(rates.best)) |"
    }
    return [
      row("training: update and optimizer", training),
      row("prediction, from words", prediction),
      row("evaluation: prediction and scores, from prepared examples", evaluation),
      row("preparing examples: attributes and gold labels, once per corpus", preparation),
    ]
  }
}
