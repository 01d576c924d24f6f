/// Chooses the values of the next assignment.
///
/// A sampler is a pure function of its arguments: it draws its bits from a stream named after the
/// number, so a study that stops and resumes proposes the same trials as one that does not.
public protocol Sampler: Sendable {
  /// Proposes an assignment.
  ///
  /// - Parameters:
  ///   - number: The number of the proposal in its study, from 0.
  ///   - history: What may vary, and the assignments so far with the outcomes to look at.
  ///   - seed: The seed of the search.
  /// - Returns: One value for each active dimension of the space, in order; `nil` when there are no
  ///   more.
  func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment?
}

extension Sampler {
  /// Proposes an assignment before there are any outcomes.
  public func propose(number: Int, in space: SearchSpace, seed: UInt64) -> Assignment? {
    propose(number: number, after: SearchHistory(space), seed: seed)
  }
}

/// How a sweep chooses its assignments: `method` in a sweep file.
public enum SearchMethod: String, Equatable, Sendable, CaseIterable {
  case grid, random, sobol, tpe, gp, cmaes, nsga2, auto

  /// Whether proposals depend on results.
  public var looksAtResults: Bool {
    switch self {
    case .grid, .random, .sobol: false
    case .tpe, .gp, .cmaes, .nsga2, .auto: true
    }
  }

  /// The sampler of this name.
  ///
  /// - Precondition: `auto` has been resolved by `resolved`.
  public var sampler: any Sampler {
    switch self {
    case .grid: GridSampler()
    case .random: RandomSampler()
    case .sobol: SobolSampler()
    case .tpe: TPESampler()
    case .gp: GPSampler()
    case .cmaes: CMAESSampler()
    case .nsga2: NSGASampler()
    case .auto: preconditionFailure("the method \"auto\" stands for another one")
    }
  }

  /// The method that `auto` stands for; any other one itself.
  ///
  /// | Case | Method |
  /// | --- | --- |
  /// | a countable space no larger than the budget | grid |
  /// | several metrics, up to 100 assignments | Parzen estimator |
  /// | several metrics | NSGA-II |
  /// | up to 300 assignments and 30 dimensions | Gaussian process |
  /// | else | Parzen estimator |
  ///
  /// - Parameters:
  ///   - space: What may vary.
  ///   - budget: How many assignments are to run; `nil` if that is open.
  ///   - metricCount: How many metrics decide.
  /// - Returns: Any method but `auto`.
  public func resolved(for space: SearchSpace, budget: Int?, metricCount: Int = 1) -> SearchMethod {
    guard self == .auto else { return self }
    if let count = space.count, count <= budget ?? SweepFile.largestGrid { return .grid }
    // Measured on four functions, see docs/search.md.
    if metricCount > 1 { return budget ?? .max <= 100 ? .tpe : .nsga2 }
    return budget ?? .max <= 300 && space.searchedCount <= 30 ? .gp : .tpe
  }
}
