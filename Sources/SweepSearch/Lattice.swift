public import SweepConfig

/// Equally spaced values: `first`, `first + step`, … up to `last`.
///
/// The values are computed in decimal, so that 0.1 and two steps of 0.1 make 0.3 and not
/// 0.30000000000000004.
public struct Lattice: Equatable, Sendable {
  public let first: Double
  public let step: Double
  public let count: Int
  /// Whether the values are written as integers.
  public let isInteger: Bool

  /// The values from `first` in steps of `step` that do not exceed `last`.
  ///
  /// Returns `nil` for an empty range, a step that is not above 0, numbers that are not finite, or
  /// more than 2⁵³ values.
  public init?(first: Double, last: Double, step: Double, isInteger: Bool) {
    guard first.isFinite, last.isFinite, step.isFinite, step > 0, first <= last else { return nil }
    let steps: Double
    if let decimals = DecimalSteps(first, step), let end = decimals.units(of: last) {
      steps = Double((end - decimals.first) / decimals.step)
    } else {
      steps = ((last - first) / step).rounded(.down)
    }
    guard steps < 0x1p53 else { return nil }
    (self.first, self.step, self.isInteger) = (first, step, isInteger)
    count = Int(steps) + 1
  }

  /// The value after `index` steps.
  public subscript(_ index: Int) -> JSONValue {
    let x = number(at: index)
    return isInteger ? .integer(Int(x)) : .number(x)
  }

  /// The value after `index` steps, as a number.
  func number(at index: Int) -> Double {
    DecimalSteps(first, step)?.value(after: index) ?? first + Double(index) * step
  }
}

/// The step of a quantised distribution without bounds: values are its multiples.
public struct Quantum: Equatable, Sendable {
  public let step: Double
  /// Whether the values are written as integers.
  public let isInteger: Bool

  /// A step above 0.
  public init(step: Double, isInteger: Bool) {
    precondition(step > 0 && step.isFinite, "a step of \(step)")
    (self.step, self.isInteger) = (step, isInteger)
  }

  /// The multiple of the step that is nearest to a number; of two, the one farther from 0.
  func nearest(to x: Double) -> JSONValue {
    let multiple = (x / step).rounded()
    guard abs(multiple) < 0x1p53 else { return .number(x) }
    let value = DecimalSteps(0, step)?.value(after: Int(multiple)) ?? multiple * step
    return isInteger && abs(value) < 0x1p53 ? .integer(Int(value)) : .number(value)
  }
}

/// Numbers `first + n step` as whole multiples of a power of ten.
private struct DecimalSteps {
  let first: Int
  let step: Int
  let scale: Int
  let places: Int

  /// `nil` when the numbers need more digits than a `Double` holds exactly.
  init?(_ first: Double, _ step: Double) {
    let places = max(Self.places(first), Self.places(step))
    guard places <= 15 else { return nil }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    guard let a = Self.units(first, scale), let b = Self.units(step, scale), b > 0 else {
      return nil
    }
    (self.first, self.step, self.scale, self.places) = (a, b, scale, places)
  }

  func value(after steps: Int) -> Double? {
    let (distance, overflow) = step.multipliedReportingOverflow(by: steps)
    let (units, overflowSum) = first.addingReportingOverflow(distance)
    guard !overflow, !overflowSum, units.magnitude < 1 << 53 else { return nil }
    // Both are exact, so the quotient is the number nearest to the decimal.
    return Double(units) / Double(scale)
  }

  /// A bound in units, rounded down.
  func units(of x: Double) -> Int? {
    let exact = Self.places(x) <= places ? Self.units(x, scale) : nil
    if let exact { return exact }
    let scaled = (x * Double(scale)).rounded(.down)
    return abs(scaled) < 0x1p53 ? Int(scaled) : nil
  }

  private static func units(_ x: Double, _ scale: Int) -> Int? {
    let scaled = (x * Double(scale)).rounded()
    return abs(scaled) < 0x1p53 ? Int(scaled) : nil
  }

  /// How many decimal places the shortest text of a number has.
  private static func places(_ x: Double) -> Int {
    let text = "\(x)".split(separator: "e")
    let fraction = text[0].split(separator: ".").dropFirst().first.map { $0 == "0" ? 0 : $0.count }
    let exponent = text.count > 1 ? Int(text[1]) ?? 0 : 0
    return max(0, (fraction ?? 0) - exponent)
  }
}
