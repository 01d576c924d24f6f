public import SweepConfig

/// Groups the examples of an epoch into batches.
///
/// A batcher is made once per run and asked once per epoch. The schedule of its size is part of
/// it and goes on from epoch to epoch, as Thinc's generators do; each epoch starts with a fresh
/// draw.
public protocol Batcher: Sendable {
  /// Groups examples of the given lengths.
  ///
  /// - Parameter lengths: The number of tokens of each example, in the order in which they come.
  /// - Returns: Indices into `lengths`, one list per batch, none of them empty.
  mutating func batches(ofLengths lengths: [Int]) -> [[Int]]

  /// How many numbers were drawn from its schedule; `nil` where a training with this batcher cannot
  /// be gone on with from a checkpoint.
  ///
  /// `nil` unless a batcher says otherwise.
  var draws: Int? { get }

  /// Draws from its schedule until so many numbers were drawn: the batcher is then as it was when
  /// `draws` told that number.
  mutating func advance(to draws: Int)
}

extension Batcher {
  public var draws: Int? { nil }
  public mutating func advance(to draws: Int) {}
}

extension RegistryKind where Product == any Batcher {
  /// Functions under `@batchers`.
  public static var batchers: RegistryKind<any Batcher> { RegistryKind("batchers") }
}
