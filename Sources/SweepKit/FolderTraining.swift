public import SweepConfig
public import SweepEngine
import SweepPipeline
public import SweepTensors
import SweepText
public import SweepTraining

/// One training that writes `model-best` and `model-last` into a folder, as `spacy train` does.
public struct FolderTraining: Sendable {
  /// What happens while it runs.
  public enum Message: Sendable {
    /// A line of the table: the heading, or an evaluation.
    case table(String)
    /// Something worth knowing that is no result.
    case note(String)
    /// An evaluation, as a line of spaCy's JSON log.
    case evaluation(Evaluation)
  }

  private let config: Config
  private let registry: Registry
  private let output: String?
  private let baseTokenizer: [UInt8]?
  private let inputs: InputSource
  private let threads: Threads
  private let columns: TrainingTable.Scores

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - config: Filled; variables may remain.
  ///   - registry: The functions that the config may call.
  ///   - output: The folder for both models; without one nothing is saved.
  ///   - baseTokenizer: The content of a pipeline's `tokenizer` file, used for texts and copied into the models.
  ///   - inputs: Where corpora are read from.
  ///   - threads: How many the training uses; no bit depends on it.
  ///   - columns: Which scores the table shows.
  public init(
    config: Config, registry: Registry, output: String?, baseTokenizer: [UInt8]? = nil,
    inputs: InputSource, threads: Threads = .one,
    columns: TrainingTable.Scores = .weighed
  ) {
    self.config = config
    self.registry = registry
    self.output = output
    self.baseTokenizer = baseTokenizer
    self.inputs = inputs
    self.threads = threads
    self.columns = columns
  }

  /// Trains to the end, or until asked to stop.
  ///
  /// - Parameters:
  ///   - stop: Any request ends the training after the running step; what was saved stays.
  ///   - report: Told of everything, in order; what it throws ends the training.
  /// - Returns: The best evaluation.
  /// - Throws: What is wrong with the config, the data or the disk.
  @discardableResult
  public func run(
    stop: StopSignal, report: (Message) throws -> Void
  ) throws -> Evaluation? {
    let resolved = try config.interpolated()
    var settings = try TrainingSettings(reading: resolved, registry: registry)
    if let baseTokenizer {
      settings.tokenize(with: .file(baseTokenizer, name: "--base-tokenizer"))
    }
    let corpora = try CorpusCache(source: inputs).corpora(for: settings)
    var run = try TrainingRun(
      config: config, settings: settings, registry: registry, corpora: corpora,
      backend: MatrixBackend(reading: resolved))
    run.threads = threads
    try removeOldModels()
    try report(.note("Pipeline: \(run.pipeline.componentNames.joined(separator: ", "))"))
    try report(.note("Initial learn rate: \(run.learnRate)"))
    let table = run.table(showing: columns)
    for line in table.heading { try report(.table(line)) }
    var best: Evaluation?
    while stop.request == .none, let step = try run.next() {
      guard let evaluation = step.evaluation else { continue }
      try report(.table(table.row(evaluation)))
      try report(.evaluation(evaluation))
      if evaluation.isBest { best = evaluation }
      try save(
        run.checkpoint, as: evaluation.isBest ? ["model-last", "model-best"] : ["model-last"],
        run.performance)
    }
    // As spaCy does: the last parameters themselves, not their averages.
    try save(run.pipeline, as: ["model-last"], run.performance)
    return best
  }

  private func removeOldModels() throws {
    guard let output else { return }
    try FileBytes.makeDirectory(output)
    for name in ["model-best", "model-last"] { try ModelFolder.remove(at: output + "/" + name) }
  }

  private func save(
    _ pipeline: Pipeline, as names: [String], _ performance: JSONObject
  ) throws {
    guard let output else { return }
    let files = pipeline.files(performance: performance)
    for name in names { try ModelFolder.write(files, to: output + "/" + name) }
  }
}
