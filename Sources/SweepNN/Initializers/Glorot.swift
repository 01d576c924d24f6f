import SweepConfig

extension Initializer {
  /// U(−s, s) with `s = √(6 / (shape[0] + shape[1]))`.
  ///
  /// For the three sizes of a maxout weight these are outputs and pieces, not outputs and inputs,
  /// as in Thinc.
  ///
  /// - Source: Glorot and Bengio 2010; Thinc 8.3 `glorot_uniform_init.v1`.
  public static let glorotUniform = symmetric { (6 / inputsAndOutputs(of: $0)).squareRoot() }

  /// N(0, σ) with `σ = √(2 / (shape[0] + shape[1]))`.
  ///
  /// - Source: Thinc 8.3 `glorot_normal_init.v1`.
  public static let glorotNormal = normal { (2 / inputsAndOutputs(of: $0)).squareRoot() }

  static let glorotUniformEntry = entry("glorot_uniform_init.v1", glorotUniform)
  static let glorotNormalEntry = entry("glorot_normal_init.v1", glorotNormal)
}
