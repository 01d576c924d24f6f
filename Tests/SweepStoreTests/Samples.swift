import SweepConfig
import SweepSearch
import SweepStore

/// Small studies for tests.
enum Sample {
  static func sweep(_ name: String = "ner", values: String = "[0.1, 0.2, 0.3]") throws -> SweepFile
  {
    try SweepFile(
      parsing: """
        name = "\(name)"
        config = "ner.cfg"
        metric = { name = "ents_f", goal = "maximize" }
        seeds = [0, 1]
        [overrides]
        "training.max_steps" = 10
        [parameters]
        "training.dropout" = { values = \(values) }
        """, file: "sweeps/\(name).toml")
  }

  static func study(_ name: String = "ner", values: String = "[0.1, 0.2, 0.3]") throws -> NewStudy {
    let sweep = try sweep(name, values: values)
    let plan = TrialPlan(
      sweep, baseline: Assignment([Setting("training.dropout", 0.1)]), configSeed: 0)
    return NewStudy(
      sweep, configText: "[training]\ndropout = 0.1\n",
      trials: plan.trials.map {
        NewTrial($0, config: "[training]\nseed = \($0.seed)\n\($0.assignment.canonicalText)\n")
      })
  }

  /// A random search; the first trial is the baseline.
  static func search(trials: Int) throws -> NewStudy {
    let sweep = try SweepFile(
      parsing: """
        name = "search"
        config = "ner.cfg"
        method = "random"
        trials = \(trials)
        [parameters]
        "training.dropout" = { min = 0.0, max = 1.0 }
        """, file: "search.toml")
    let plan = TrialPlan(
      sweep, baseline: Assignment([Setting("training.dropout", 0.1)]), configSeed: 0)
    return NewStudy(
      sweep, configText: "", trials: plan.trials.map { NewTrial($0, config: "\($0.assignment)") })
  }

  static func evaluation(_ step: Int, score: Double? = 0.5) -> EvaluationRecord {
    EvaluationRecord(
      step: step, epoch: step / 10,
      scores: [.init("ents_f", score), .init("ents_p", .nan), .init("speed", 12.5)],
      losses: [.init("ner", -.infinity), .init("tok2vec", -0.0)], words: 100 * step,
      milliseconds: 7)
  }

  static func result(_ score: Double?, hash: String = "h") -> TrialResult {
    TrialResult(
      score: score, scores: ["ents_f": 0.5, "ents_per_type": ["ORG": ["f": 0.25]]], bestStep: 10,
      steps: 20, words: 1000, modelHash: hash, log: "a table")
  }

  static func model(_ text: String) -> [ModelFile] {
    [
      ModelFile(path: "meta.json", bytes: Array("{}".utf8)),
      ModelFile(path: "ner/model", bytes: Array(text.utf8)),
    ]
  }
}

extension StudyStore {
  /// Runs a trial from begin to finish.
  func run(_ trial: TrialRecord, score: Double?, model: String) throws {
    guard
      let attempt = try begin(
        trial, worker: .current(), now: 1000, provenance: ["program": "test"], inputs: [])
    else { return }
    try append(Sample.evaluation(0, score: score), to: attempt)
    try finish(
      attempt, Sample.result(score, hash: model), model: Sample.model(model), now: 3500)
  }
}
