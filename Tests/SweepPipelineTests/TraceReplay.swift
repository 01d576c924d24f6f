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
    try self.init(
      config, try fixtureExamples("train_full"),
      trace: try Fixture.json(trace ?? "\(model).train_trace.json"), backend: backend)
  }

  /// A training of a config on a corpus.
  init(
    _ config: Config, _ corpus: [Example], trace: JSONValue, backend: MatrixBackend = .exact
  ) throws {
    var random = SpacyRandom(seed: 0)
    pipeline = try Pipeline.initialize(
      config, registry: registry, examples: corpus, random: &random, backend: backend)
    examples = PreparedExample.prepare(corpus)
    order = Array(examples.indices)
    let config = try config.interpolated()
    dropout = try #require(config["training.dropout"]?.doubleValue)
    optimizer = try Registry(Registry.nn).make(.optimizers, at: "training.optimizer", in: config)
    self.trace = try #require(trace["steps"]?.arrayValue)
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

  /// Holds the losses and gradient norms of all steps against the recorded ones.
  ///
  /// - Parameter tolerance: That of the losses, by the step: differences grow, and what follows is
  ///   compared as far as it can be.
  /// - Throws: What is missing in the record, or wrong with the corpus.
  mutating func expectTraining(tolerance: (_ step: Int) -> Double) throws {
    for (number, step) in trace.enumerated() {
      let losses = try update(step)
      let expected = try #require(step["losses"]?.objectValue)
      #expect(losses.keys.sorted() == expected.keys.sorted())
      for (component, loss) in expected.entries {
        let error = relativeError(
          losses[component] ?? -1, try #require(loss.doubleValue), floor: 1e-6)
        #expect(error <= tolerance(number), "step \(number), \(component)")
      }
      try expectGradients(#require(step["grad_norms"]?.objectValue), number)
      finish()
    }
  }

  /// Holds the norms of all gradients against recorded ones; not every step has some.
  private func expectGradients(_ norms: JSONObject, _ step: Int) throws {
    guard !norms.isEmpty else { return }
    #expect(pipeline.namedParameters.map(\.name).sorted() == norms.keys.sorted())
    for parameter in pipeline.namedParameters {
      let recorded = try #require(norms[parameter.name]?.doubleValue, "\(parameter.name)")
      let error = relativeError(norm(pipeline.gradient(of: parameter.id)), recorded, floor: 1e-3)
      #expect(error <= 2e-4, "step \(step), \(parameter.name)")
    }
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
