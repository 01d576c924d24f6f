import Foundation
import Logging
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import SweepTestSupport
import SweepTraining

/// A folder with two small corpora, a config and a sweep file, removed at the end of a test.
final class Bench {
  let folder: String
  private var isShared = false

  init(
    parameters: String, options: String = "", method: String = "grid", seeds: String? = "[0, 1]",
    maxSteps: Int = 4
  ) throws {
    folder = NSTemporaryDirectory() + "sweep-\(UUID().uuidString)"
    try FileBytes.makeDirectory(folder)
    try FileBytes.write(Fixture.bytes("docbin/train_full.spacy"), to: folder + "/train.spacy")
    try FileBytes.write(Fixture.bytes("docbin/dev_full.spacy"), to: folder + "/dev.spacy")
    try FileBytes.write(Self.config, to: folder + "/ner.cfg")
    try FileBytes.write(
      """
      name = "small"
      config = "ner.cfg"
      method = "\(method)"
      \(options.contains("metrics") ? "" : #"metric = { name = "ents_f", goal = "maximize" }"#)
      \(seeds.map { "seeds = \($0)" } ?? "")
      \(options)
      [overrides]
      "training.max_steps" = \(maxSteps)
      [parameters]
      \(parameters)
      """, to: folder + "/small.toml")
  }

  /// A bench that another process has made; it stays when this value is gone.
  init(shared folder: String) {
    self.folder = folder
    isShared = true
  }

  deinit {
    if !isShared { try? FileManager.default.removeItem(atPath: folder) }
  }

  var store: String { folder + "/sweep.db" }

  func plan() throws -> SweepPlan {
    try SweepPlan(
      SweepFile(contentsOf: folder + "/small.toml"), environment: [:], registry: .native)
  }

  func run(
    workers: Int = 2, threads: Int? = 1, cores: Int = 2, stop: StopSignal = StopSignal(),
    store: String? = nil, show: (StudyEvent) -> Void = { _ in }
  ) throws -> StudyOutcome {
    try studyRun(workers: workers, threads: threads, cores: cores, store: store).run(
      stop: stop, show: show)
  }

  func studyRun(
    workers: Int = 2, threads: Int? = 1, cores: Int = 2, store: String? = nil,
    extendsSpace: Bool = false
  ) throws -> StudyRun {
    try StudyRun(
      plan: plan(), store: store ?? self.store,
      cores: CoreRequest(cores: cores, jobs: workers, threads: threads), folder: folder,
      environment: [:], registry: .native, inputs: .disk(in: folder),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, extendsSpace: extendsSpace)
  }

  func rerun(_ number: Int, store: String? = nil) throws -> RerunVerdict {
    let store = try StudyStore(path: store ?? self.store, access: .read)
    return try Rerun(of: store.trial("\(number)"), in: store, registry: .native).run(
      output: nil, provenance: .current(in: folder, environment: [:]), stop: StopSignal()
    ) { _ in }
  }

  /// Every number of every trial, and the models' hashes.
  func record(_ path: String? = nil) throws -> [String] {
    let store = try StudyStore(path: path ?? self.store, access: .read)
    return try store.trials(of: store.study()).flatMap { trial in
      let values = try store.evaluations(of: trial).flatMap { evaluation in
        (evaluation.scores + evaluation.losses).filter { $0.name != "speed" }.map {
          "\(trial.number) \(evaluation.step) \($0.name) \($0.value?.bitPattern ?? 0)"
        }
      }
      return values + ["\(trial.number) \(trial.state.rawValue) \(trial.modelHash ?? "–")"]
    }
  }

  private static let config = """
    [paths]
    train = "train.spacy"
    dev = "dev.spacy"

    [nlp]
    lang = "en"
    pipeline = ["ner"]

    [components]

    [components.ner]
    factory = "ner"

    [components.ner.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "ner"
    extra_state_tokens = false
    hidden_width = 16
    maxout_pieces = 2
    use_upper = true

    [components.ner.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    width = 16
    depth = 1
    embed_size = 200
    window_size = 1
    maxout_pieces = 2
    subword_features = true
    pretrained_vectors = null

    [training]
    eval_frequency = 2
    dropout = 0.1
    """
}
