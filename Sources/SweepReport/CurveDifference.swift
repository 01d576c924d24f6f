import SweepConfig

/// Where the evaluations of two trials part, and how a score went in each.
struct CurveDifference {
  private let metric: String
  private let a: [TrialDetails.Evaluation]
  private let b: [TrialDetails.Evaluation]

  init(_ a: [TrialDetails.Evaluation], _ b: [TrialDetails.Evaluation], metric: String) {
    (self.a, self.b, self.metric) = (a, b, metric)
  }

  /// The first step at which a number differs in its bits, or that one of them lacks, and its name.
  var firstDifference: (step: Int, name: String)? {
    for (x, y) in zip(a, b) {
      if x.step != y.step { return (min(x.step, y.step), "evaluated at") }
      for (mine, its) in zip(x.losses + x.scores, y.losses + y.scores) where mine.name != "speed" {
        if mine.name != its.name || mine.value?.bitPattern != its.value?.bitPattern {
          return (x.step, mine.name)
        }
      }
    }
    guard a.count != b.count else { return nil }
    return ((a.count > b.count ? a[b.count] : b[a.count]).step, "only one trial has it")
  }

  private func values(_ evaluations: [TrialDetails.Evaluation]) -> [(step: Int, value: Double)] {
    evaluations.compactMap { evaluation in
      let value = evaluation.scores.first { $0.name == metric }?.value
      return value.map { (evaluation.step, $0) }
    }
  }

  /// The first difference, and a curve for each trial with its first and last value.
  var text: String {
    guard let first = firstDifference else { return "" }
    let curves = [("a", values(a)), ("b", values(b))]
    let all = curves.flatMap(\.1).map(\.value).filter(\.isFinite)
    var lines = ["they part at step \(first.step) (\(first.name))"]
    guard let low = all.min(), let high = all.max() else { return lines[0] }
    for (name, curve) in curves {
      guard let begin = curve.first, let end = curve.last else { continue }
      let line = Sparkline.text(curve.map(\.value), width: 40, range: low...high)
      lines.append(
        "\(name)  \(metric) \(NumberText.score(begin.value)) \(line) "
          + "\(NumberText.score(end.value)) at step \(end.step)")
    }
    return lines.joined(separator: "\n")
  }

  /// For other programs.
  var json: JSONValue {
    func list(_ evaluations: [TrialDetails.Evaluation]) -> JSONValue {
      .array(values(evaluations).map { [.integer($0.step), .number($0.value)] })
    }
    return [
      "first_different_step": firstDifference.map { .integer($0.step) } ?? .null,
      "first_different_number": firstDifference.map { .string($0.name) } ?? .null,
      "metric": .string(metric), "a": list(a), "b": list(b),
    ]
  }
}
