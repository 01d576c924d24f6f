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
  case grid, random, sobol

  /// The sampler of this name.
  public var sampler: any Sampler {
    switch self {
    case .grid: GridSampler()
    case .random: RandomSampler()
    case .sobol: SobolSampler()
    }
  }
}
