import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// A training whose batches were recorded from spaCy.
struct TraceReplay {
  var pipeline: Pipeline
  let trace: [JSONValue]
  private var random = SpacyRandom(seed: 0)
  private var optimizer: Optimizer
  private let examples: [PreparedExample]
  private let dropout: Double
  private var order: [Int]
  private var epoch = -1

  /// The training of a fixture; with `components`, as if the pipeline had only these.
  init(
    _ model: String, components: [String]? = nil, backend: MatrixBackend = .exact,
    trace: String? = nil
  ) throws {
    var config = try fixtureConfig(model)
    if let components {
      config["nlp.pipeline"] = .array(components.map { .string($0) })
    }
    let corpus = try fixtureExamples("train_full")
    var random = SpacyRandom(seed: 0)
    pipeline = try Pipeline.initialize(
      config, registry: registry, examples: corpus, random: &random, backend: backend)
    examples = PreparedExample.prepare(corpus)
    order = Array(examples.indices)
    config = try config.interpolated()
    dropout = try #require(config["training.dropout"]?.doubleValue)
    optimizer = try Registry(Registry.nn).make(.optimizers, at: "training.optimizer", in: config)
    self.trace = try #require(
      try Fixture.json(trace ?? "\(model).train_trace.json")["steps"]?.arrayValue)
  }

  /// Runs a step's batches and returns its losses; shuffles where a new epoch begins, for the draws.
  mutating func update(_ step: JSONValue) throws -> [String: Double] {
    while epoch < step["epoch"]?.intValue ?? 0 {
      random.python.shuffle(&order)
      epoch += 1
    }
    var losses: [String: Double] = [:]
    for batch in try #require(step["subbatches"]?.arrayValue) {
      let indices = try #require(batch.arrayValue).compactMap(\.intValue)
      try pipeline.update(
        indices.map { examples[$0] }, dropout: dropout, random: &random, losses: &losses)
    }
    return losses
  }

  mutating func finish() {
    pipeline.finishUpdate(&optimizer)
    optimizer.stepSchedules()
  }

  /// The largest relative differences of losses and of gradient norms in a number of steps, for the
  /// components that the pipeline has.
  mutating func worst(steps: Int = Int.max, components: [String]? = nil) throws -> (
    loss: Double, gradient: Double
  ) {
    var (loss, gradient) = (0.0, 0.0)
    for step in trace.prefix(steps) {
      let losses = try update(step)
      for (name, value) in try #require(step["losses"]?.objectValue).entries
      where components?.contains(name) ?? true {
        let mine = try #require(losses[name])
        loss = max(loss, relativeError(mine, value.doubleValue ?? .nan, floor: 1e-6))
      }
      let norms = try #require(step["grad_norms"]?.objectValue)
      for parameter in pipeline.namedParameters {
        guard components?.contains(where: { parameter.name.hasPrefix("\($0)|") }) ?? true else {
          continue
        }
        let recorded = try #require(norms[parameter.name]?.doubleValue, "\(parameter.name)")
        let mine = norm(pipeline.gradient(of: parameter.id))
        gradient = max(gradient, relativeError(mine, recorded, floor: 1e-4))
      }
      finish()
    }
    return (loss, gradient)
  }
}
