import SweepConfig

extension Initializer {
  /// U(−s, s) with `s = √(3 / shape[1])`.
  ///
  /// - Source: LeCun et al. 1998, Efficient BackProp; Thinc 8.3 `lecun_uniform_init.v1`.
  public static let lecunUniform = symmetric { (3 / inputs(of: $0)).squareRoot() }

  /// N(0, σ) with `σ = √(1 / shape[1])`.
  ///
  /// - Source: Thinc 8.3 `lecun_normal_init.v1`.
  public static let lecunNormal = normal { (1 / inputs(of: $0)).squareRoot() }

  static let lecunUniformEntry = entry("lecun_uniform_init.v1", lecunUniform)
  static let lecunNormalEntry = entry("lecun_normal_init.v1", lecunNormal)
}
