import SweepBase
import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

/// Trainings that go on from their state, against the same trainings undisturbed.
@Suite struct TrainingStateTests {
  private let bench: Bench

  init() throws {
    bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    // Labels that the first hundred documents do not have are met in the midst of a streamed corpus.
    var docs = try DocBin(contentsOf: bench.folder + "/train.spacy").docs
    var late = Doc(words: ["Late", "labels", "come", "here", "."])
    late.setEntities([EntitySpan(0, 2, "LATE"), EntitySpan(3, 4, "LATER")])
    docs.insert(late, at: 120)
    try DocBin(docs).write(to: bench.folder + "/late.spacy")
  }

  private struct Parts {
    var config: Config
    var settings: TrainingSettings
    var corpora: TrainingCorpora
  }

  private func parts(_ overrides: [ConfigOverride]) throws -> Parts {
    let config = try bench.plan().base.resolving(Self.longer + overrides, registry: .native)
    let settings = try TrainingSettings(reading: config.interpolated(), registry: .native)
    let corpora = try CorpusCache(source: .disk(in: bench.folder)).corpora(for: settings)
    return Parts(config: config, settings: settings, corpora: corpora)
  }

  private func start(_ parts: Parts) throws -> TrainingRun {
    try TrainingRun(
      config: parts.config, settings: parts.settings, registry: .native, corpora: parts.corpora,
      backend: .exact)
  }

  private func resume(_ state: [UInt8], _ parts: Parts) throws -> TrainingRun {
    try TrainingRun(
      resuming: state, config: parts.config, settings: parts.settings, registry: .native,
      corpora: parts.corpora, backend: .exact)
  }

  /// A step in words, with all numbers by their bits.
  private func line(_ step: TrainingStep) -> String {
    let losses = step.evaluation?.losses.map { "\($0.value.bitPattern)" } ?? []
    let counts = step.evaluation?.counts.map { "\($0.correct) \($0.predicted)" } ?? []
    return "\(step.number) \(step.epoch) \(step.words) \(losses) \(counts) "
      + "\(step.evaluation?.score.bitPattern ?? 0) \(step.evaluation?.isBest ?? false)"
  }

  /// The steps that are left, and the hashes of both models at the end.
  private func rest(_ run: inout TrainingRun) throws -> [String] {
    var lines: [String] = []
    while let step = try run.next() { lines.append(line(step)) }
    return lines + [
      ModelHash.of(files: run.checkpoint.files(performance: run.performance)),
      ModelHash.of(files: run.pipeline.files()),
    ]
  }

  private static let longer = [
    ConfigOverride("training.max_steps", 13), ConfigOverride("training.eval_frequency", 4),
  ]

  private static let cases: [[ConfigOverride]] = [
    [],
    [ConfigOverride("training.max_epochs", 2), ConfigOverride("training.max_steps", 0)],
    [ConfigOverride("training.patience", 5), ConfigOverride("training.max_steps", 0)],
    [ConfigOverride("training.max_epochs", -1), ConfigOverride("paths.train", "late.spacy")],
    [
      ConfigOverride("training.accumulate_gradient", 3),
      ConfigOverride(
        "training.dropout", ["@schedules": "decaying.v1", "base_rate": 0.4, "decay": 0.1]),
    ],
    [
      ConfigOverride(
        "training.optimizer",
        [
          "@optimizers": "RAdam.v1",
          "learn_rate": [
            "@schedules": "warmup_linear.v1",
            "initial_rate": 0.01, "warmup_steps": 3, "total_steps": 14,
          ], "use_averages": true,
        ])
    ],
    [
      ConfigOverride("training.optimizer", ["@optimizers": "SGD.v1", "learn_rate": 0.1]),
      ConfigOverride(
        "training.batcher",
        [
          "@batchers": "spacy.batch_by_padded.v1", "buffer": 16, "discard_oversize": true,
          "size": ["@schedules": "compounding.v1", "start": 60, "stop": 200, "compound": 1.1],
        ]),
    ],
    [
      ConfigOverride(
        "training.batcher",
        [
          "@batchers": "spacy.batch_by_sequence.v1",
          "size": ["@schedules": "compounding.v1", "start": 2, "stop": 40, "compound": 1.3],
        ])
    ],
  ]

  @Test(arguments: cases) func goesOnWithTheSameBits(overrides: [ConfigOverride]) throws {
    let parts = try parts(overrides)
    var whole = try start(parts)
    let expected = try rest(&whole)
    #expect(expected.count > 6)
    var run = try start(parts)
    var lines: [String] = []
    var count = 0
    // From process to process, after every third step, with another number of threads each time.
    while true {
      guard let step = try run.next() else { break }
      lines.append(line(step))
      count += 1
      guard count % 3 == 0 else { continue }
      run = try resume(try #require(run.state()), parts)
      run.threads = Threads(1 + count % 2)
    }
    #expect(try lines + rest(&run) == expected)
    // From each evaluation to the end.
    run = try start(parts)
    while let step = try run.next() {
      guard step.evaluation != nil else { continue }
      var other = try resume(try #require(run.state()), parts)
      #expect(try rest(&other) == Array(expected.dropFirst(step.number + 1)))
    }
  }

  @Test func leavesTheRunAsItIs() throws {
    let parts = try parts([])
    var run = try start(parts)
    for _ in 0..<5 { _ = try run.next() }
    #expect(run.state() == run.state())
    #expect(try resume(#require(run.state()), parts).state() == run.state())
  }

  @Test func refusesEveryPartOfAState() throws {
    let parts = try parts([])
    var run = try start(parts)
    for _ in 0..<3 { _ = try run.next() }
    let state = try #require(run.state())
    for length in stride(from: 0, to: state.count, by: max(1, state.count / 97)) {
      #expect(throws: StateError.self) { try resume(Array(state.prefix(length)), parts) }
    }
    #expect(throws: StateError.self) { try resume(state + [0], parts) }
    // Anything may be in the bytes: an error or a training, but no crash.
    for position in stride(from: 0, to: state.count, by: max(1, state.count / 211)) {
      var damaged = state
      damaged[position] ^= 0x81
      _ = try? resume(damaged, parts)
    }
  }
}
