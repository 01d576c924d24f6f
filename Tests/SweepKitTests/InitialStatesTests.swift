import Dispatch
import SweepBase
import SweepConfig
import SweepEngine
import SweepKit
import SweepPipeline
import SweepTensors
import SweepTraining
import Synchronization
import Testing

/// Initial states that trials of one seed share.
@Suite struct InitialStatesTests {
  /// A config with its corpora, and what initial states of it depend on.
  private struct Setup {
    let config: Config
    let settings: TrainingSettings
    let corpora: TrainingCorpora
    let key: InitialStates.Key

    init(_ bench: Bench, _ overrides: [ConfigOverride] = []) throws {
      config = try bench.plan().base.resolving(overrides, registry: .native)
      let resolved = try config.interpolated()
      settings = try TrainingSettings(reading: resolved, registry: .native)
      corpora = try CorpusCache(source: .disk(in: bench.folder)).corpora(for: settings)
      key = InitialStates.Key(resolved: resolved, settings: settings, backend: .exact)
    }

    func make() throws -> Pipeline {
      var random = SpacyRandom(seed: settings.seed)
      return try Pipeline.initialize(
        config, registry: .native, examples: corpora.train.examples.map(\.example),
        random: &random, backend: .exact)
    }

    /// The model hash after some steps.
    func trained(_ states: InitialStates?) throws -> String {
      var run = try TrainingRun(
        config: config, settings: settings, registry: .native, corpora: corpora, backend: .exact,
        states: states)
      while try run.next() != nil {}
      return ModelHash.of(files: run.checkpoint.files())
    }
  }

  private let bench: Bench

  init() throws {
    bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
  }

  @Test func makesAStateOnceForAllThatWereAnnounced() throws {
    let setup = try Setup(bench)
    let states = InitialStates()
    let makes = Atomic(0)
    for _ in 0..<4 { states.expect(setup.key) }
    DispatchQueue.concurrentPerform(iterations: 3) { _ in
      _ = try? states.pipeline(setup.key, config: setup.config) {
        makes.add(1, ordering: .relaxed)
        return try setup.make()
      }
    }
    #expect(makes.load(ordering: .relaxed) == 1)
    #expect(states.keptBytes > 0)
    states.forget(setup.key)
    #expect(states.keptBytes == 0)
  }

  @Test func keepsNothingThatNobodyElseAsksForOrThatIsTooLarge() throws {
    let setup = try Setup(bench)
    let alone = InitialStates()
    alone.expect(setup.key)
    _ = try alone.pipeline(setup.key, config: setup.config, make: setup.make)
    #expect(alone.keptBytes == 0)
    let other = try Setup(bench, [ConfigOverride("training.seed", 5)])
    let small = InitialStates(limit: 1)
    for key in [setup.key, setup.key, other.key, other.key] { small.expect(key) }
    _ = try small.pipeline(setup.key, config: setup.config, make: setup.make)
    let kept = small.keptBytes
    _ = try small.pipeline(other.key, config: other.config, make: other.make)
    #expect(small.keptBytes == kept)
  }

  @Test func trainsToTheSameBitsFromASharedState() throws {
    let setups = try [0.1, 0.4].map {
      try Setup(bench, [ConfigOverride("training.dropout", .number($0))])
    }
    #expect(setups[0].key == setups[1].key)
    let states = InitialStates()
    for setup in setups { states.expect(setup.key) }
    let alone = try setups.map { try $0.trained(nil) }
    let shared = try setups.map { try $0.trained(states) }
    #expect(alone == shared)
    #expect(alone[0] != alone[1])
    #expect(states.keptBytes == 0)
  }

  @Test(arguments: [
    ConfigOverride("training.seed", 1), ConfigOverride("training.max_epochs", -1),
    ConfigOverride("components.ner.model.hidden_width", 32),
    ConfigOverride("corpora.train.limit", 3), ConfigOverride("paths.train", "dev.spacy"),
  ])
  func dependsOnWhatInitialisationReads(override: ConfigOverride) throws {
    #expect(try Setup(bench, [override]).key != Setup(bench).key)
  }
}
