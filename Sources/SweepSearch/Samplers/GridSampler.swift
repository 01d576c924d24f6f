/// Goes through all combinations, in the order of the file; the last key changes fastest.
public struct GridSampler: Sampler {
  /// A grid has no settings.
  public init() {}

  /// - Precondition: The space is countable.
  public func propose(
    number: Int, in space: SearchSpace, after history: [Trial], seed: UInt64
  ) -> Assignment? {
    guard let count = space.count else {
      preconditionFailure("a grid over a continuous range has no assignment number \(number)")
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
