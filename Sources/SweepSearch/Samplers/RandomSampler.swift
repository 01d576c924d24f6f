import SweepBase

/// Draws every value on its own from its distribution, whatever the trials so far have shown.
///
/// - Source: Bergstra and Bengio 2012, <https://www.jmlr.org/papers/v13/bergstra12a.html>.
public struct RandomSampler: Sampler {
  /// A random sampler has no settings.
  public init() {}

  public func propose(
    number: Int, in space: SearchSpace, after history: [Trial], seed: UInt64
  ) -> Assignment? {
    var random = RandomStream(seed: seed, path: ["sampler", "random", "\(number)"])
    return Assignment(
      space.dimensions.map { Setting($0.key, $0.distribution.draw(from: &random)) })
  }
}
