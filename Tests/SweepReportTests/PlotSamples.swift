import SweepConfig
import SweepReport
import SweepSearch

/// Studies with all that pictures show.
enum PlotSample {
  /// Names in which each format has something to escape.
  static let nasty = [
    "a<b>&\"c\"", "x_y|z", "two\nlines", String(repeating: "long ", count: 40), "😀 emoji",
    "]]>", "$10 50% #1 {x} \\n ~ ^", "'; <script>alert(1)</script>", "nul\u{0}bell\u{7}",
  ]

  /// A study of several assignments and seeds; the same for the same numbers.
  static func study(
    _ name: String = "s", assignments: Int = 12, seeds: Int = 3, baseline: Bool = true,
    texts: [String] = ["relu", "mish", "swish"], types: [String] = ["LOC", "PER"],
    points: Int = 6
  ) -> ReportInput {
    var trials: [ReportTrial] = []
    for row in 0..<(assignments + (baseline ? 1 : 0)) {
      for seed in 0..<seeds {
        trials.append(
          trial(
            trials.count, row, seed, baseline && row == 0, texts: texts, types: types,
            points: points, seeds: seeds))
      }
    }
    var input = ReportInput(
      study: name, config: "c \(name).cfg", sweepFile: "s.toml", method: .tpe,
      metric: Metric(name: "ents_f", goal: .maximize),
      overrides: [Setting("paths.train", .string("\(name).spacy"))], trials: trials,
      provenance: [.init("git.commit", "abc"), .init(name, name)])
    input.metrics.append(Metric(name: "ents_p", goal: .maximize))
    return input
  }

  private static func trial(
    _ number: Int, _ row: Int, _ seed: Int, _ isBaseline: Bool, texts: [String], types: [String],
    points: Int, seeds: Int
  ) -> ReportTrial {
    // Any numbers that repeat.
    let spread = Double((row * 37 + 11) % 101) / 101
    let score = 0.4 + 0.3 * spread + 0.01 * Double((number * 13) % 7)
    var entries = JSONObject()
    for (place, type) in types.enumerated() {
      entries[type] = [
        "p": .number(score), "r": .number(score / 2), "f": .number(score / Double(place + 2)),
      ]
    }
    var trial = ReportTrial(
      id: number, shortID: "0a1b2c3d", seed: seed, isBaseline: isBaseline,
      assignment: Assignment([
        Setting("a.rate", .number(isBaseline ? 0.001 : 0.0001 + 0.01 * spread * spread)),
        Setting("a.width", .integer([32, 64, 96][row % 3])),
        Setting("a.act", .string(texts[row % texts.count])),
      ]),
      state: .done, score: score,
      scores: [
        "ents_f": .number(score), "ents_p": .number(1 - score), "speed": .number(9000.5),
        "ents_per_type": .object(entries),
      ], bestStep: 100, steps: 120, seconds: 12.5, modelHash: "0123456789abcdef")
    trial.curve = (0..<points).map {
      ReportTrial.CurvePoint($0 * 20, score * Double($0) / Double(max(1, points - 1)))
    }
    trial.started = 1_000_000 + 7000 * (number / 2)
    trial.finished = 1_000_000 + 7000 * (number / 2) + 6500
    trial.confusion = Confusion(json: [
      "labels": .array(types.map { .string($0) }),
      "counts": .array(
        (0...types.count).map { row in
          .array((0...types.count).map { .integer(row == $0 ? 12 : (row + $0) % 4) })
        }),
    ])
    return trial
  }
}
