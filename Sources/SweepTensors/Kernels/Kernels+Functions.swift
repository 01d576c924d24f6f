import CKernels

extension Kernels {
  /// The softmax of each row; `y` may be `x`.
  public static func softmaxRows(
    rows: Int, columns: Int, _ x: UnsafePointer<Float>, stride xStride: Int,
    into y: UnsafeMutablePointer<Float>, stride yStride: Int, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.softmax_rows(rows, columns, x, xStride, y, yStride)
  }

  /// `y = 1/(1 + exp(−x))`; `y` may be `x`.
  public static func logistic(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.logistic(count, x, y)
  }

  /// `y = x tanh(log(1 + exp(x)))`, from 20 on `y = x`; `y` may be `x`.
  ///
  /// - Source: Thinc 8.3 `mish`.
  public static func mish(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.mish(count, x, y)
  }

  /// `dX = dY` times the slope of `mish` at `x`; `dX` may be `dY`.
  public static func mishBackward(
    count: Int, _ x: UnsafePointer<Float>, _ dY: UnsafePointer<Float>,
    into dX: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.mish_backward(count, x, dY, dX)
  }

  /// `y = exp(x)`; `y` may be `x`.
  public static func exp(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.exp_f32(count, x, y)
  }

  /// `y = log(x)`; `y` may be `x`.
  public static func log(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.log_f32(count, x, y)
  }

  /// `y = tanh(x)`; `y` may be `x`.
  public static func tanh(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.tanh_f32(count, x, y)
  }

  /// `y = exp(x)` in double; `y` may be `x`.
  public static func exp(
    count: Int, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.exp_f64(count, x, y)
  }

  /// `y = log(x)` in double; `y` may be `x`.
  public static func log(
    count: Int, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.log_f64(count, x, y)
  }

  /// `y = tanh(x)` in double; `y` may be `x`.
  public static func tanh(
    count: Int, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.tanh_f64(count, x, y)
  }

  /// exp in double, at most about 1 unit in the last place off, the same bits everywhere.
  public static func exp(_ x: Double) -> Double { sweep_exp(x) }

  /// The natural logarithm, with the promises of `exp`.
  public static func log(_ x: Double) -> Double { sweep_log(x) }

  /// The hyperbolic tangent, with the promises of `exp`.
  public static func tanh(_ x: Double) -> Double { sweep_tanh(x) }

  /// `base` to a whole number ≥ 0, by repeated squaring.
  public static func power(_ base: Double, _ exponent: Int) -> Double {
    sweep_integer_power(base, Int64(exponent))
  }
}
