/// Stops a trial whose value leaves a range.
public struct ThresholdPruner: Pruner {
  /// Values outside stop a trial.
  public var range: ClosedRange<Double>
  /// No trial stops before this step.
  public var warmupSteps: Int

  public init(_ range: ClosedRange<Double>, warmupSteps: Int = 0) {
    (self.range, self.warmupSteps) = (range, warmupSteps)
  }

  public func shouldPrune(number: Int, _ curve: Curve, after earlier: [PrunedTrial]) -> Bool {
    guard let last = curve.points.last, last.step >= warmupSteps else { return false }
    return !range.contains(last.value)
  }
}

/// Lets a trial go on as long as it improves, whatever another pruner says.
public struct PatientPruner: Pruner {
  /// Asked when a trial has not improved for a while; `nil` stops it then.
  public var pruner: (any Pruner)?
  /// So many values in a row may bring no improvement.
  public var patience: Int
  /// What counts as an improvement.
  public var leastImprovement: Double

  public init(_ pruner: (any Pruner)?, patience: Int, leastImprovement: Double = 0) {
    (self.pruner, self.patience) = (pruner, max(0, patience))
    self.leastImprovement = leastImprovement
  }

  public func shouldPrune(number: Int, _ curve: Curve, after earlier: [PrunedTrial]) -> Bool {
    let values = curve.points.map(\.value)
    guard values.count > patience + 1 else { return false }
    let before = values.dropLast(patience + 1).min() ?? .infinity
    let recent = values.suffix(patience + 1).min() ?? .infinity
    guard recent + leastImprovement >= before else { return false }
    return pruner?.shouldPrune(number: number, curve, after: earlier) ?? true
  }
}
