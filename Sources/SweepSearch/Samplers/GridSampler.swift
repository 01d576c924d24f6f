/// Goes through all combinations, in the order of the file; the last key changes fastest.
///
/// Settings with a condition come after those that it asks for, and only where it holds. What
/// breaks a constraint is left out.
public struct GridSampler: Sampler {
  /// A grid has no settings.
  public init() {}

  /// - Precondition: The space is countable.
  /// - Complexity: O(1) in a space without conditions, copies and constraints, else O(number).
  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    let space = history.space
    guard space.dimensions.allSatisfy({ $0.distribution.count != nil }) else {
      preconditionFailure("a grid over a continuous range has no assignment number \(number)")
    }
    guard space.isPlain, let count = space.count else {
      return GridCells(space).dropFirst(number).first { _ in true }
    }
    guard number < count else { return nil }
    var rest = number
    var settings: [Setting] = []
    for dimension in space.dimensions.reversed() {
      let size = dimension.distribution.count ?? 1
      settings.append(Setting(dimension.key, dimension.distribution.value(at: rest % size)))
      rest /= size
    }
    return Assignment(settings.reversed())
  }
}
