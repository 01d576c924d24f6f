import SweepConfig
import SweepPipeline
import SweepTensors
import SweepText

/// Words per second of training and prediction with one backend and number of threads.
///
/// Updates run on batches of shuffled documents after a warm-up past the first, untypical updates;
/// prediction starts from the words of the dev corpus, so it includes their lexical attributes.
struct Throughput {
  /// What is measured in a round.
  enum Work: String, CaseIterable {
    case training = "training: update and optimizer"
    case prediction = "prediction, from words"
    case evaluation = "evaluation: prediction and scores"
    case preparation = "preparing examples, once per corpus"
    case tokenization = "tokenizer, from texts"

    /// The work of a pipeline.
    static let ofPipeline: [Work] = [.training, .prediction, .evaluation, .preparation]
    /// What is measured beside another program.
    static let served: [Work] = [.training, .prediction, .tokenization]
  }

  /// How to measure.
  struct Plan {
    var words: Int
    var round: Int
    var warm: Int
    /// How many words of the dev corpus are predicted.
    var devWords = 8000
    /// How many words of the training corpus' texts are divided in a turn.
    var textWords = 100_000
  }

  private let plan: Plan
  private(set) var workload: Workload
  let operations: Operations
  private let dev: [PreparedExample]
  private let devSize: Operations.Size
  private let texts: [String]
  private var trainSize = Operations.Size()
  private(set) var rates: [Work: Rates] = [:]

  /// Reads the corpora and warms up.
  init(
    _ file: String, _ overrides: [ConfigOverride], _ plan: Plan, backend: MatrixBackend = .exact,
    threads: Int = 1
  ) throws {
    self.plan = plan
    workload = try Workload(file, overrides, backend: backend)
    workload.threads = threads
    operations = Operations(workload.pipeline)
    dev = workload.devExamples(words: plan.devWords)
    devSize = Workload.size(of: dev)
    texts = workload.texts(words: plan.textWords)
    for batch in workload.batches(of: plan.words, total: plan.warm) {
      _ = try workload.step(batch)
    }
  }

  /// A config with its overrides and batches.
  init(_ config: BenchmarkConfig, _ options: Options, threads: Int = 1) throws {
    let overrides = try ConfigOverride.parsing(arguments: options.overrides(of: config))
    let plan = Plan(
      words: config.words ?? options.words, round: options.round, warm: options.warm)
    try self.init(config.file, overrides, plan, threads: threads)
  }

  /// The same training from here on, with another backend or number of threads and no rates yet.
  init(like other: Throughput, backend: MatrixBackend = .exact, threads: Int = 1) {
    self = other
    workload.backend = backend
    workload.threads = threads
    rates = [:]
    trainSize = Operations.Size()
  }

  /// Measures everything once, or one kind of work.
  mutating func round(_ only: Work? = nil) throws {
    if only == nil || only == .training { try train() }
    if only == nil || only == .prediction { predict(only) }
    if only == nil || only == .tokenization { try tokenize() }
  }

  /// Divides texts by rules that have not seen them: each kind of chunk is divided once.
  private mutating func tokenize() throws {
    let tokenizer = try Tokenizer(workload.tokenizer.rules)
    var words = 0
    let start = Moment()
    for text in texts { words += tokenizer.tokenize(text).words.count }
    note(.tokenization, words, start)
  }

  private mutating func train() throws {
    let batches = workload.batches(of: plan.words, total: plan.round)
    var words = 0
    let start = Moment()
    for batch in batches { words += try workload.step(batch) }
    note(.training, words, start)
    for batch in batches { trainSize = trainSize + Workload.size(of: batch) }
  }

  private mutating func predict(_ only: Work?) {
    let docs = dev.map { Doc(words: $0.example.predicted.words) }
    var start = Moment()
    _ = workload.pipeline.predict(docs)
    note(.prediction, devSize.words, start)
    guard only == nil else { return }

    start = Moment()
    _ = workload.pipeline.evaluate(dev)
    note(.evaluation, devSize.words, start)

    let examples = dev.map(\.example)
    start = Moment()
    _ = PreparedExample.prepare(examples)
    note(.preparation, devSize.words, start)
  }

  private mutating func note(_ work: Work, _ words: Int, _ start: Moment) {
    rates[work, default: Rates()].note(Double(words), since: start)
  }

  /// The rates of one kind of work.
  func rates(_ work: Work) -> Rates { rates[work] ?? Rates() }

  /// Words per second that no dense product lets exceed on one core, or `nil` for work without.
  func bound(_ work: Work, peak: Double) -> Double? {
    switch work {
    case .training: peak * Double(trainSize.words) / operations.training(trainSize)
    case .prediction, .evaluation: peak * Double(devSize.words) / operations.forward(devSize)
    case .preparation, .tokenization: nil
    }
  }

  /// The same if nothing is multiplied twice, nor with zeros.
  func leastBound(_ work: Work, peak: Double) -> Double? {
    switch work {
    case .training: peak * Double(trainSize.words) / operations.leastTraining(trainSize)
    case .prediction, .evaluation:
      // Prediction works on a few thousand words at once, here on all of them.
      peak * Double(devSize.words) / operations.leastForward(devSize)
    case .preparation, .tokenization: nil
    }
  }
}

/// The section of training and prediction for one config.
struct ThroughputSection {
  let name: String
  private var exact: Throughput
  private var openblas: Throughput
  private var threaded: Throughput
  private let rounds: Int

  /// Reads the corpora and warms up, once for all variants.
  init(_ config: BenchmarkConfig, _ options: Options, cores: Int) throws {
    name = config.name
    exact = try Throughput(config, options)
    openblas = Throughput(like: exact, backend: .openblas)
    threaded = Throughput(like: exact, threads: options.threads ?? cores)
    rounds = options.rounds
  }

  var operations: Operations { exact.operations }
  var workload: Workload { exact.workload }
  /// Median words per second of processor time on one thread.
  func median(_ work: Throughput.Work) -> Double { exact.rates(work).median }

  /// Measures by turns, so that a changing load of the machine meets all variants.
  mutating func measure() throws {
    for _ in 0..<rounds {
      try exact.round()
      try openblas.round()
      try threaded.round()
    }
  }

  /// Words per second beside the bounds.
  func oneThread(peak: Double) -> String {
    var table = Table(
      "\(name), one thread", "words/s", "best", "dense bound", "of it", "least bound", "of it")
    for work in Throughput.Work.ofPipeline {
      let rates = exact.rates(work)
      let (dense, least) = (exact.bound(work, peak: peak), exact.leastBound(work, peak: peak))
      table.add(
        work.rawValue, Text.grouped(rates.median), Text.grouped(rates.processor.largest),
        dense.map { Text.grouped($0) } ?? "–", dense.map { Text.percent(rates.median / $0) } ?? "–",
        least.map { Text.grouped($0) } ?? "–", least.map { Text.percent(rates.median / $0) } ?? "–"
      )
    }
    return table.text
  }

  /// Words per second of the tokenizer on each corpus' texts, beside the goal.
  static func tokenizer(_ sections: [ThroughputSection]) -> String {
    let goal = 1_000_000.0
    var table = Table("corpus of, one thread", "words/s", "best", "goal", "of it")
    for section in sections {
      let rates = section.exact.rates(.tokenization)
      table.add(
        section.name, Text.grouped(rates.median), Text.grouped(rates.processor.largest),
        Text.grouped(goal), Text.percent(rates.median / goal))
    }
    return table.text
  }

  /// One thread against several, on the wall, and exact products against OpenBLAS's.
  func comparisons(peak: Double, cores: Int) -> String {
    let count = threaded.workload.threads
    var threads = Table(
      "\(name), words/s on the wall", "1 thread", "\(count) threads", "ratio", "of the best",
      "bound",
      "dense bound of \(min(count, cores)) cores", "of it")
    for work in [Throughput.Work.training, .prediction, .evaluation] {
      let (exact, threaded) = (exact.rates(work).wall, threaded.rates(work).wall)
      let (one, many) = (exact.median, threaded.median)
      let bound = self.threaded.bound(work, peak: peak).map { $0 * Double(min(count, cores)) }
      threads.add(
        work.rawValue, Text.grouped(one), Text.grouped(many), Text.ratio(many, one),
        Text.ratio(threaded.largest, exact.largest),
        Text.decimals(Double(min(count, cores)), 0), bound.map { Text.grouped($0) } ?? "–",
        bound.map { Text.percent(many / $0) } ?? "–")
    }
    var cost = Table("\(name), one thread", "exact", "openblas", "cost of exactness", "limit")
    for work in [Throughput.Work.training, .prediction] {
      let (ours, theirs) = (exact.rates(work).median, openblas.rates(work).median)
      cost.add(
        work.rawValue, Text.grouped(ours), Text.grouped(theirs),
        Text.decimals((theirs / ours - 1) * 100, 1) + "%", "3%")
    }
    return threads.text + "\n\n" + cost.text
  }
}
