public import SweepText

/// What scores of labels of whole texts depend on besides the texts.
public struct CategorySettings: Equatable, Sendable {
  /// The labels, in the order of the classes.
  public var labels: [String]
  /// Whether a text may have several labels.
  public var isMultilabel: Bool
  /// From which score on a label counts as predicted, with several labels.
  public var threshold: Double
  /// The label whose F-score is the score, with two exclusive labels.
  public var positiveLabel: String?

  public init(
    labels: [String], isMultilabel: Bool, threshold: Double = 0.5, positiveLabel: String? = nil
  ) {
    (self.labels, self.isMultilabel) = (labels, isMultilabel)
    (self.threshold, self.positiveLabel) = (threshold, positiveLabel)
  }
}

extension Scorer {
  /// `cats_score` and the scores it may stand for: how well labels of whole texts agree.
  ///
  /// With exclusive labels the best predicted is compared with the best gold label. With several,
  /// each label is compared that gold says anything of.
  public static func categories(_ examples: [Example], _ settings: CategorySettings) -> Scores {
    var counts = [PRFScore](repeating: PRFScore(), count: settings.labels.count)
    var curves = [ROCCurve](repeating: ROCCurve(), count: settings.labels.count)
    for example in examples {
      let predicted = LabelValues(example.predicted.cats, settings.labels)
      let gold = LabelValues(example.reference.cats, settings.labels)
      for label in settings.labels.indices {
        var truth = gold.values[label]
        if !settings.isMultilabel { truth = truth ?? 0 }
        guard let truth else { continue }
        curves[label].add(predicted.values[label] ?? 0, isPositive: truth == 1, truth)
      }
      if settings.isMultilabel {
        count(predicted, gold, settings.threshold, &counts)
      } else {
        count(best: predicted.best, gold.best, &counts)
      }
    }
    return scores(counts, curves, settings)
  }

  private static func count(
    _ predicted: LabelValues, _ gold: LabelValues, _ threshold: Double, _ counts: inout [PRFScore]
  ) {
    for label in counts.indices {
      guard let truth = gold.values[label] else { continue }
      switch (predicted.values[label] ?? 0 >= threshold, truth > 0) {
      case (true, true): counts[label].truePositives += 1
      case (true, false): if truth == 0 { counts[label].falsePositives += 1 }
      case (false, true): counts[label].falseNegatives += 1
      case (false, false): break
      }
    }
  }

  private static func count(
    best predicted: (label: Int, value: Double)?, _ gold: (label: Int, value: Double)?,
    _ counts: inout [PRFScore]
  ) {
    switch (predicted, gold) {
    case (let predicted?, let gold?):
      if predicted.label == gold.label {
        counts[gold.label].truePositives += 1
      } else {
        counts[gold.label].falseNegatives += 1
        counts[predicted.label].falsePositives += 1
      }
    case (nil, let gold?): if gold.value > 0 { counts[gold.label].falseNegatives += 1 }
    case (let predicted?, nil): counts[predicted.label].falsePositives += 1
    case (nil, nil): break
    }
  }

  private static func scores(
    _ counts: [PRFScore], _ curves: [ROCCurve], _ settings: CategorySettings
  ) -> Scores {
    var total = PRFScore()
    for score in counts { total += score }
    func mean(_ value: (PRFScore) -> Double) -> Double {
      counts.reduce(0) { $0 + value($1) } / (Double(counts.count) + 1e-100)
    }
    let areas = curves.map(\.area)
    let macroF = mean(\.fScore)
    let macroAUC = areas.reduce(0) { $0 + ($1 ?? 0) } / (Double(areas.count) + 1e-100)
    let positive = settings.positiveLabel.flatMap { label in
      settings.labels.firstIndex { same($0, label) }
    }
    var scores = Scores()
    if let positive, settings.labels.count == 2, !settings.isMultilabel {
      scores["cats_score"] = .number(counts[positive].fScore)
      scores["cats_score_desc"] = .text("F (\(settings.labels[positive]))")
    } else {
      scores["cats_score"] = .number(settings.isMultilabel ? macroAUC : macroF)
      scores["cats_score_desc"] = .text(settings.isMultilabel ? "macro AUC" : "macro F")
    }
    scores["cats_micro_p"] = .number(total.precision)
    scores["cats_micro_r"] = .number(total.recall)
    scores["cats_micro_f"] = .number(total.fScore)
    scores["cats_macro_p"] = .number(mean(\.precision))
    scores["cats_macro_r"] = .number(mean(\.recall))
    scores["cats_macro_f"] = .number(macroF)
    scores["cats_macro_auc"] = .number(macroAUC)
    scores["cats_f_per_type"] = .perType(
      zip(settings.labels, counts).map { label, score in
        Scores.TypeScore(
          label: label, precision: score.precision, recall: score.recall, fScore: score.fScore)
      })
    scores["cats_auc_per_type"] = .perLabel(
      zip(settings.labels, areas).map { Scores.LabelScore(label: $0, value: $1) })
    return scores
  }
}

/// The values of a text's labels, as far as a component knows them.
private struct LabelValues {
  /// By label; `nil` where the text does not say.
  private(set) var values: [Double?]
  /// The largest value and its label, the first one in the order of the text.
  private(set) var best: (label: Int, value: Double)?

  init(_ cats: [Category], _ labels: [String]) {
    values = [Double?](repeating: nil, count: labels.count)
    var order: [Int] = []
    for category in cats {
      guard let label = labels.firstIndex(where: { same($0, category.label) }) else { continue }
      if values[label] == nil { order.append(label) }
      values[label] = category.value
    }
    for label in order {
      guard let value = values[label], best.map({ value > $0.value }) ?? true else { continue }
      best = (label, value)
    }
  }
}

/// Scores with what they should have been, for the area under the curve of true over false
/// positives.
struct ROCCurve {
  private var scores: [(score: Double, isPositive: Bool)] = []
  private var truths: Set<Double> = []

  mutating func add(_ score: Double, isPositive: Bool, _ truth: Double) {
    scores.append((score, isPositive))
    truths.insert(truth)
  }

  /// The area by the trapezoidal rule, equal scores as one point; `nil` unless there are two truths.
  var area: Double? {
    guard truths.count == 2 else { return nil }
    let sorted = scores.sorted { $0.score > $1.score }
    let positives = sorted.filter(\.isPositive).count
    let negatives = sorted.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    var (area, x, y) = (0.0, 0.0, 0.0)
    var (truePositives, falsePositives) = (0, 0)
    for (index, item) in sorted.enumerated() {
      if item.isPositive { truePositives += 1 } else { falsePositives += 1 }
      if index + 1 < sorted.count && sorted[index + 1].score == item.score { continue }
      let nextX = Double(falsePositives) / Double(negatives)
      let nextY = Double(truePositives) / Double(positives)
      area += (nextX - x) * (nextY + y) / 2
      (x, y) = (nextX, nextY)
    }
    return area
  }
}
