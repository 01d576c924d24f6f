/// Which pruner a sweep uses: `pruner` in a sweep file.
public indirect enum PrunerSettings: Equatable, Sendable {
  /// Stops what is worse than a share of earlier trials; the median with a percentile of 50.
  case percentile(Double, startupTrials: Int, warmupSteps: Int, interval: Int)
  /// Stops a trial whose metric leaves a range; infinite where an end is open.
  case threshold(ClosedRange<Double>, warmupSteps: Int)
  /// Stops a trial that has not improved for some evaluations and, where one is given, that another
  /// pruner would stop.
  case patient(PrunerSettings?, patience: Int, leastImprovement: Double)
  /// Successive halving, or Hyperband, with synchronous rungs.
  case halving(HalvingSettings)

  /// The words of `type`.
  public enum Kind: String, CaseIterable, Sendable {
    case median, percentile, threshold, patient, halving, hyperband
  }

  /// The pruner that decides while a trial trains; `nil` for halving, whose rungs a schedule decides.
  ///
  /// - Parameter goal: Of the metric; curves hold numbers of which less is better.
  /// - Returns: A pruner, with a range turned where more is better.
  public func pruner(for goal: Metric.Goal) -> (any Pruner)? {
    switch self {
    case .percentile(let percentile, let startup, let warmup, let interval):
      return PercentilePruner(
        percentile: percentile, startupTrials: startup, warmupSteps: warmup, interval: interval)
    case .threshold(let range, let warmup):
      let turned = goal == .minimize ? range : -range.upperBound ... -range.lowerBound
      return ThresholdPruner(turned, warmupSteps: warmup)
    case .patient(let inner, let patience, let least):
      return PatientPruner(
        inner?.pruner(for: goal), patience: patience, leastImprovement: least)
    case .halving: return nil
    }
  }

  /// The settings as a table of a sweep file, which `canonicalPlan` records, too.
  public var tomlText: String {
    switch self {
    case .percentile(let percentile, let startup, let warmup, let interval):
      let type =
        percentile == 50 ? "type = \"median\"" : "type = \"percentile\", percentile = \(percentile)"
      return
        "{ \(type), startup_trials = \(startup), warmup_steps = \(warmup), interval = \(interval) }"
    case .threshold(let range, let warmup):
      let min = range.lowerBound.isFinite ? ", min = \(range.lowerBound)" : ""
      let max = range.upperBound.isFinite ? ", max = \(range.upperBound)" : ""
      return "{ type = \"threshold\"\(min)\(max), warmup_steps = \(warmup) }"
    case .patient(let inner, let patience, let least):
      let pruner = inner.map { ", pruner = \($0.tomlText)" } ?? ""
      return "{ type = \"patient\", patience = \(patience), min_delta = \(least)\(pruner) }"
    case .halving(let settings):
      let type = settings.isHyperband ? "hyperband" : "halving"
      let last = settings.lastStep.map { ", last_step = \($0)" } ?? ""
      return
        "{ type = \"\(type)\", first_step = \(settings.firstStep), reduction = \(settings.reduction)\(last) }"
    }
  }
}

/// The rungs of successive halving as a sweep file gives them.
public struct HalvingSettings: Equatable, Sendable {
  /// The step of the first comparison.
  public var firstStep: Int
  /// One of so many goes on.
  public var reduction: Int
  /// The step at which trials end; `nil` for the config's `training.max_steps`.
  public var lastStep: Int?
  /// Whether brackets of all kinds take turns.
  public var isHyperband: Bool

  public init(firstStep: Int, reduction: Int = 3, lastStep: Int? = nil, isHyperband: Bool = false) {
    (self.firstStep, self.reduction) = (firstStep, reduction)
    (self.lastStep, self.isHyperband) = (lastStep, isHyperband)
  }

  /// The rungs for trainings of so many steps; `nil` when the first comparison comes after the end.
  public func schedule(lastStep: Int) -> HalvingSchedule? {
    let last = self.lastStep ?? lastStep
    guard firstStep <= last else { return nil }
    return HalvingSchedule(
      firstStep: firstStep, lastStep: last, reduction: reduction, isHyperband: isHyperband)
  }
}
