/// The values that a trial recorded on its way, in order of step, less being better.
public struct Curve: Equatable, Sendable {
  /// A value at a step.
  public struct Point: Equatable, Sendable {
    public var step: Int
    public var value: Double

    public init(step: Int, value: Double) {
      self.step = step
      self.value = value
    }
  }

  public private(set) var points: [Point]

  /// - Parameter points: In ascending order of step.
  public init(_ points: [Point] = []) { self.points = points }

  /// Adds the next value; one that is not a number counts as the worst.
  public mutating func append(step: Int, value: Double) {
    points.append(Point(step: step, value: value.isNaN ? .infinity : value))
  }

  /// The best value up to a step; `nil` if there is none.
  public func best(through step: Int) -> Double? {
    points.prefix { $0.step <= step }.map(\.value).min()
  }

  /// The last step with a value.
  public var lastStep: Int? { points.last?.step }
}

/// What a pruner may look at: earlier trials, whose curves are final.
///
/// Of the trial with number n, those are the trials up to n − W, as for proposals. Whether they
/// ended, failed or were pruned, their curves are what was recorded, so a decision is the same
/// whatever ran when.
public struct PrunedTrial: Equatable, Sendable {
  public var number: Int
  public var curve: Curve
  /// Whether the trial ran to its end.
  public var isComplete: Bool

  public init(number: Int, curve: Curve, isComplete: Bool) {
    self.number = number
    self.curve = curve
    self.isComplete = isComplete
  }
}

/// Decides whether a trial is worth going on with.
///
/// A pruner is a pure function: of the trial's number and curve so far, and of what earlier trials
/// recorded.
public protocol Pruner: Sendable {
  /// Whether to stop a trial after the last step of its curve.
  ///
  /// - Parameters:
  ///   - number: The number of the trial.
  ///   - curve: What it recorded so far.
  ///   - earlier: The trials to look at, in order of number.
  /// - Returns: Whether it is to stop.
  func shouldPrune(number: Int, _ curve: Curve, after earlier: [PrunedTrial]) -> Bool
}
