public import SweepConfig

/// The values that one dimension may take, and how likely each is before any trial has run.
///
/// The vocabulary is that of W&B's sweeps. Quantised distributions differ on purpose: W&B rounds a
/// continuous draw to multiples of `q`, which gives the ends half the weight and values outside
/// the range; here the values are `min`, `min + q`, … up to `max`.
public enum Distribution: Equatable, Sendable {
  /// `constant`: one value.
  case constant(JSONValue)
  /// `categorical`: one of a list, equally likely unless weights are given.
  case categorical([JSONValue], probabilities: [Double]? = nil)
  /// `ordered`: one of a list whose neighbours are alike, equally likely.
  case ordered([JSONValue])
  /// `copy`: the value that another key has. It takes part in no draw.
  case copy(of: String)
  /// `int_uniform`: a whole number, both ends included.
  case intUniform(ClosedRange<Int>)
  /// `uniform`: any number of a range.
  case uniform(ClosedRange<Double>)
  /// `log_uniform_values` and `log_uniform`: uniform in the logarithm. The bounds are values, above
  /// 0 (`log_uniform` gives their logarithms).
  case logUniform(ClosedRange<Double>)
  /// `inv_log_uniform_values` and `inv_log_uniform`: 1/x is uniform in the logarithm.
  case inverseLogUniform(ClosedRange<Double>)
  /// `q_uniform`: each value of a lattice equally likely.
  case quantizedUniform(Lattice)
  /// `q_log_uniform_values` and `q_log_uniform`: the values of a lattice, weighted by 1/x.
  case quantizedLogUniform(Lattice)
  /// `normal`.
  case normal(mean: Double, deviation: Double)
  /// `log_normal`: the logarithm is normal.
  case logNormal(mean: Double, deviation: Double)
  /// `q_normal`: a normal draw, rounded to a multiple of the step.
  case quantizedNormal(mean: Double, deviation: Double, step: Quantum)
  /// `q_log_normal`: a log-normal draw, rounded to a multiple of the step.
  case quantizedLogNormal(mean: Double, deviation: Double, step: Quantum)

  /// How many values there are, or `nil` when they cannot be counted.
  public var count: Int? {
    switch self {
    case .constant, .copy: 1
    case .categorical(let values, _), .ordered(let values): values.count
    case .intUniform(let range):
      range.upperBound.subtractingReportingOverflow(range.lowerBound).overflow
        ? nil : range.upperBound - range.lowerBound == .max ? nil : range.count
    case .quantizedUniform(let lattice), .quantizedLogUniform(let lattice): lattice.count
    case .uniform, .logUniform, .inverseLogUniform, .normal, .logNormal, .quantizedNormal,
      .quantizedLogNormal:
      nil
    }
  }

  /// The value at a position of a countable distribution, in ascending or file order; null for a
  /// copy, whose value another key has.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func value(at index: Int) -> JSONValue {
    precondition(count.map { index >= 0 && index < $0 } ?? false, "no value number \(index)")
    switch self {
    case .constant(let value): return value
    case .copy: return .null
    case .categorical(let values, _), .ordered(let values): return values[index]
    case .intUniform(let range): return .integer(range.lowerBound + index)
    case .quantizedUniform(let lattice), .quantizedLogUniform(let lattice): return lattice[index]
    default: preconditionFailure("a continuous range has no value number \(index)")
    }
  }

  /// The key that a copy has its value from.
  var copiedKey: String? {
    if case .copy(let key) = self { key } else { nil }
  }

  /// Whether this is one value only.
  public var isConstant: Bool { count == 1 }
}
