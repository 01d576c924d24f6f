import SweepConfig
import SweepKit
import SweepNN
import SweepTensors
import SweepTraining

/// Halves the rate every `period` draws.
struct Halving: Schedule {
  static let entry = RegistryEntry<any Schedule>(
    .schedules, "halving.v1", [Parameter("rate", .number), Parameter("period", .integer)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    Halving(rate: try arguments.number("rate"), period: try arguments.integer("period"))
  }

  var rate: Double
  let period: Int
  var draws = 0

  init(rate: Double, period: Int) {
    self.rate = rate
    self.period = max(1, period)
  }

  mutating func next() -> Double {
    if draws > 0, draws % period == 0 { rate /= 2 }
    draws += 1
    return rate
  }
}

let registry = Registry.native.adding([Halving.entry])
let loaded = try LoadedConfig(
  path: "configs/ner-v3.cfg",
  overrides: [
    ConfigOverride("training.max_steps", 60), ConfigOverride("training.eval_frequency", 20),
    ConfigOverride(
      "training.optimizer.learn_rate",
      ["@schedules": "halving.v1", "rate": 0.004, "period": 20]),
  ],
  environment: [:], registry: registry)
let resolved = try loaded.config.interpolated()
let settings = try TrainingSettings(reading: resolved, registry: registry)
let corpora = try CorpusCache(source: .disk(in: ".")).corpora(for: settings)

var run = try TrainingRun(
  config: loaded.config, settings: settings, registry: registry, corpora: corpora,
  backend: try MatrixBackend(reading: resolved))
while let step = try run.next() {
  guard let evaluation = step.evaluation else { continue }
  print(run.table.row(evaluation), run.learnRate)
}
