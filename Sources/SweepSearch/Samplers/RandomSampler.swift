import SweepBase

/// Draws every value on its own from its distribution, whatever the trials so far have shown.
///
/// What is inactive is drawn, too, and left out, so that a condition changes no other value. A draw
/// that breaks a constraint is followed by another one from the same stream.
///
/// - Source: Bergstra and Bengio 2012, <https://www.jmlr.org/papers/v13/bergstra12a.html>.
public struct RandomSampler: Sampler {
  /// A random sampler has no settings.
  public init() {}

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    let space = history.space
    var random = RandomStream(seed: seed, path: ["sampler", "random", "\(number)"])
    return space.assignment { _ in
      space.dimensions.map { $0.distribution.draw(from: &random) }
    }
  }
}
