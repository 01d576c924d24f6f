import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

/// Trainings on a corpus that is read in pieces (`max_epochs = -1`) against the same corpus in memory.
@Suite struct StreamedCorpusTests {
  private let bench: Bench

  init() throws {
    bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    let docs = try DocBin(contentsOf: bench.folder + "/train.spacy").docs
    try FileBytes.makeDirectory(bench.folder + "/many/deep")
    for (index, name) in ["a", "deep/b", "z"].enumerated() {
      let part = docs[(docs.count * index / 3)..<(docs.count * (index + 1) / 3)]
      try DocBin(Array(part)).write(to: bench.folder + "/many/\(name).spacy")
    }
  }

  private func run(_ overrides: [ConfigOverride], isStreamed: Bool) throws -> TrainingRun {
    let config = try bench.plan().base.resolving(
      overrides + [ConfigOverride("training.max_epochs", -1)], registry: .native)
    let settings = try TrainingSettings(reading: config.interpolated(), registry: .native)
    let source = InputSource.disk(in: bench.folder)
    let train = try PreparedCorpus(settings.trainCorpus, from: source, isStreamed: isStreamed)
    let dev = try PreparedCorpus(settings.devCorpus, from: source)
    return try TrainingRun(
      config: config, settings: settings, registry: .native,
      corpora: TrainingCorpora(train: train, dev: dev), backend: .exact)
  }

  /// Steps, epochs and losses of a whole run, and the hash of its model.
  private func trace(_ run: inout TrainingRun) throws -> [String] {
    var lines: [String] = []
    while let step = try run.next() {
      let losses = step.evaluation?.losses.map { "\($0.value.bitPattern)" } ?? []
      lines.append("\(step.number) \(step.epoch) \(step.words) \(losses)")
    }
    return lines + [ModelHash.of(files: run.checkpoint.files())]
  }

  private static let longer = [
    ConfigOverride("training.max_steps", 12), ConfigOverride("training.eval_frequency", 4),
  ]

  @Test(arguments: [
    [], [ConfigOverride("paths.train", "many")],
    [ConfigOverride("paths.train", "many"), ConfigOverride("corpora.train.limit", 20)],
    [ConfigOverride("corpora.train.gold_preproc", true)],
    [ConfigOverride("corpora.train.max_length", 12)],
    [ConfigOverride("training.accumulate_gradient", 3)],
    [
      ConfigOverride(
        "training.batcher",
        ["@batchers": "spacy.batch_by_words.v1", "size": 60, "discard_oversize": true])
    ],
    [
      ConfigOverride(
        "training.batcher",
        [
          "@batchers": "spacy.batch_by_padded.v1", "size": 120, "buffer": 16,
          "discard_oversize": true,
        ])
    ],
  ])
  func givesTheSameBitsAsACorpusInMemory(overrides: [ConfigOverride]) throws {
    var held = try run(Self.longer + overrides, isStreamed: false)
    var streamed = try run(Self.longer + overrides, isStreamed: true)
    let expected = try trace(&held)
    #expect(expected.count > 10)
    #expect(try trace(&streamed) == expected)
  }

  @Test func holdsNoMoreExamplesThanInitialisationNeeds() throws {
    let settings = CorpusSettings(path: "train.spacy")
    let source = InputSource.disk(in: bench.folder)
    let held = try PreparedCorpus(settings, from: source)
    let streamed = try PreparedCorpus(settings, from: source, isStreamed: true)
    #expect(held.examples.count == 180)
    #expect(streamed.examples.count == 100)
    #expect(streamed.wordCounts == held.wordCounts)
    #expect(streamed.files == held.files)
  }

  @Test func letsACopyOfARunGoOnByItself() throws {
    var run = try run(Self.longer, isStreamed: true)
    for _ in 0..<3 { _ = try run.next() }
    var copy = run
    let one = try trace(&run)
    #expect(try trace(&copy) == one)
  }

  @Test func refusesAFileThatChangesBetweenPasses() throws {
    var run = try run(
      Self.longer + [ConfigOverride("training.max_steps", 500)], isStreamed: true)
    _ = try run.next()
    let docs = try DocBin(contentsOf: bench.folder + "/dev.spacy").docs
    try DocBin(docs).write(to: bench.folder + "/train.spacy")
    #expect(throws: TrainingError.inputChanged(path: "train.spacy")) {
      while try run.next() != nil {}
    }
  }

  @Test func recordsAndRepeatsAStreamedTrial() throws {
    let bench = try Bench(
      parameters: #""training.max_epochs" = { values = [-1] }"#, options: "baseline = false")
    _ = try bench.run()
    #expect(try bench.rerun(0).isIdentical)
  }
}
