/// Chooses the values of the next assignment.
///
/// A sampler is a pure function of its arguments: it draws its bits from a stream named after the
/// number, so a study that stops and resumes proposes the same trials as one that does not.
public protocol Sampler: Sendable {
  /// Proposes an assignment.
  ///
  /// - Parameters:
  ///   - number: The number of the proposal in its study, from 0.
  ///   - space: What may vary.
  ///   - history: The trials so far, in any state, in order of number.
  ///   - seed: The seed of the search.
  /// - Returns: One value for each active dimension of the space, in order; `nil` when there are no
  ///   more.
  func propose(
    number: Int, in space: SearchSpace, after history: [Trial], seed: UInt64
  ) -> Assignment?
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
