import SweepConfig

extension Initializer {
  /// U(−s, s) with `s = √(6 / shape[1])`.
  ///
  /// - Source: He et al. 2015, <https://arxiv.org/abs/1502.01852>; Thinc 8.3 `he_uniform_init.v1`.
  public static let heUniform = symmetric { (6 / inputs(of: $0)).squareRoot() }

  /// N(0, σ) with `σ = √(2 / shape[1])`.
  ///
  /// - Source: Thinc 8.3 `he_normal_init.v1`.
  public static let heNormal = normal { (2 / inputs(of: $0)).squareRoot() }

  static let heUniformEntry = entry("he_uniform_init.v1", heUniform)
  static let heNormalEntry = entry("he_normal_init.v1", heNormal)
}
