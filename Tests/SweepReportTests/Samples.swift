import SweepConfig
import SweepReport
import SweepSearch

/// A study of three assignments with two seeds, for reports.
enum Sample {
  static func trial(
    _ id: Int, _ seed: Int, dropout: JSONValue, score: Double?, baseline: Bool = false,
    state: Trial.State = .done, error: String? = nil
  ) -> ReportTrial {
    let done = state == .done
    return ReportTrial(
      id: id, shortID: "0a1b2c\(id)0", seed: seed, isBaseline: baseline,
      assignment: Assignment([
        Setting("training.dropout", dropout), Setting("training.optimizer", optimizer),
      ]),
      state: state, score: score,
      scores: done
        ? [
          "ents_f": .number(score ?? .nan), "ents_p": .number((score ?? 0) / 2), "ents_r": nil,
          "speed": .number(1000.5 + Double(id)),
          "ents_per_type": [
            "PER": ["p": 0.5, "r": 0.25, "f": .number((score ?? 0) / 3)],
            "LOC|X": ["p": 1, "r": nil, "f": 0.75],
          ],
        ] : nil,
      bestStep: done ? 200 + id : nil, steps: done ? 301 : nil,
      seconds: done ? 61.5 + Double(id) : nil,
      error: error, modelHash: done ? String(repeating: "\(id)abcdef0", count: 8) : nil,
      isModelKept: id == 3)
  }

  static let optimizer: JSONValue = ["@optimizers": "Adam.v1"]

  static let study = ReportInput(
    study: "ner", config: "configs/ner-v3.cfg", sweepFile: "sweeps/ner.toml", method: .grid,
    metric: Metric(name: "ents_f", goal: .maximize),
    overrides: [Setting("training.max_steps", 300), Setting("paths.train", "my data/train.spacy")],
    seedKeys: ["training.seed", "system.seed"],
    trials: [
      trial(0, 0, dropout: 0.1, score: 0.7, baseline: true),
      trial(1, 1, dropout: 0.1, score: 0.71, baseline: true),
      trial(2, 0, dropout: 0.2, score: 0.75),
      trial(3, 1, dropout: 0.2, score: 0.78125),
      trial(4, 0, dropout: 0.30000000000000004, score: 0.72),
      trial(
        5, 1, dropout: 0.30000000000000004, score: nil, state: .failed,
        error: "the loss of \"ner\" is NaN at step 3 | stopped\nmore"),
    ],
    provenance: [.init("git.commit", "abc123"), .init("cpu", "A|B; C")])

  /// One assignment, nothing run.
  static let waiting = ReportInput(
    study: "new", config: "a b.cfg", sweepFile: "", method: .random,
    metric: Metric(name: "loss", goal: .minimize),
    trials: [trial(0, 5, dropout: 0.1, score: nil, state: .waiting)])
}
