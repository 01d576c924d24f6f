import SweepBase
import SweepConfig

extension Initializer {
  /// Zeros, without a draw.
  ///
  /// - Source: Thinc 8.3 `zero_init.v1`.
  public static let zero = Initializer { shape, _ in
    [Float](repeating: 0, count: shape.reduce(1, *))
  }

  /// U(low, high).
  ///
  /// - Source: Thinc 8.3 `uniform_init.v1`.
  public static func uniform(_ low: Double = -0.1, _ high: Double = 0.1) -> Initializer {
    Initializer { shape, random in random.uniformFloats(shape.reduce(1, *), low, high) }
  }

  /// N(0, σ).
  ///
  /// - Source: Thinc 8.3 `normal_init.v1`, whose argument `mean` is the standard deviation.
  public static func normal(standardDeviation: Double) -> Initializer {
    normal { _ in standardDeviation }
  }

  static let zeroEntry = entry("zero_init.v1", zero)

  static let uniformEntry = RegistryEntry<Initializer>(
    .initializers, "uniform_init.v1",
    [Parameter("lo", .number, default: -0.1), Parameter("hi", .number, default: 0.1)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    uniform(try arguments.number("lo"), try arguments.number("hi"))
  }

  static let normalEntry = RegistryEntry<Initializer>(
    .initializers, "normal_init.v1", [Parameter("mean", .number, default: 0)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    let deviation = try arguments.number("mean")
    guard deviation >= 0 else {
      throw ConfigError(
        .invalidValue(expected: "a standard deviation of at least 0", found: "\(deviation)"),
        at: arguments.location(of: "mean"))
    }
    return normal(standardDeviation: deviation)
  }
}
