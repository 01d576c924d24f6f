public import SweepConfig

extension Distribution {
  /// Whether a value could have been drawn from this distribution.
  public func contains(_ value: JSONValue) -> Bool {
    switch self {
    case .constant(let only): return only == value
    case .categorical(let values, _), .ordered(let values): return values.contains(value)
    case .copy: return true
    case .intUniform(let range):
      if case .integer(let n) = value { return range.contains(n) }
      return false
    case .uniform(let range), .logUniform(let range), .inverseLogUniform(let range):
      return value.doubleValue.map(range.contains) ?? false
    case .quantizedUniform(let lattice), .quantizedLogUniform(let lattice):
      return lattice.contains(value)
    case .normal: return value.doubleValue?.isFinite ?? false
    case .logNormal: return value.doubleValue.map { $0 > 0 } ?? false
    case .quantizedNormal(_, _, let step), .quantizedLogNormal(_, _, let step):
      return value.doubleValue.map { step.nearest(to: $0) == value } ?? false
    }
  }

  /// Values that stand for all others when a type is checked: the ends of a range, or each value
  /// of a list.
  public var examples: [JSONValue] {
    switch self {
    case .constant(let value): [value]
    case .categorical(let values, _), .ordered(let values): values
    case .copy: []
    case .intUniform(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
    case .uniform(let range), .logUniform(let range), .inverseLogUniform(let range):
      [.number(range.lowerBound), .number(range.upperBound)]
    case .quantizedUniform(let lattice), .quantizedLogUniform(let lattice):
      [lattice[0], lattice[lattice.count - 1]]
    case .normal(let mean, _): [.number(mean)]
    case .logNormal: [.number(1.5)]
    case .quantizedNormal(let mean, _, let step): [step.nearest(to: mean)]
    case .quantizedLogNormal(_, _, let step): [step.nearest(to: 1)]
    }
  }
}

extension Lattice {
  func contains(_ value: JSONValue) -> Bool {
    guard let x = value.doubleValue else { return false }
    let index = ((x - first) / step).rounded()
    return index >= 0 && index < Double(count) && self[Int(index)] == value
  }
}
