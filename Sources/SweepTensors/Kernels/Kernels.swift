import CKernels

/// The numeric kernels on plain pointers: the same bits on every SIMD level, machine and split.
///
/// Arrays are row-major; `stride` is the distance between rows, in elements. What each kernel
/// computes, and in which order, is in `CKernels.h`. `level` is for tests.
public enum Kernels {}

// MARK: - Elementwise

extension Kernels {
  /// `y += x`.
  public static func add(
    count: Int, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.add(count, x, y)
  }

  /// `y += alpha x`, rounded twice.
  public static func add(
    count: Int, _ x: UnsafePointer<Float>, times alpha: Float,
    to y: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.axpy(count, alpha, x, y)
  }

  /// `x *= alpha`.
  public static func scale(
    count: Int, _ x: UnsafeMutablePointer<Float>, by alpha: Float, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.scale(count, alpha, x)
  }

  /// `y = x mask`, element by element; `y` may be `x`.
  public static func multiply(
    count: Int, _ x: UnsafePointer<Float>, by mask: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.multiply(count, x, mask, y)
  }

  /// `y += x mask`, element by element, rounded twice.
  public static func multiply(
    count: Int, _ x: UnsafePointer<Float>, by mask: UnsafePointer<Float>,
    addingTo y: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.multiply_add(count, x, mask, y)
  }

  /// `y = x mask` with one mask for all rows; `y` may be `x`.
  public static func multiplyRows(
    rows: Int, columns: Int, _ x: UnsafePointer<Float>, stride xStride: Int,
    by mask: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, stride yStride: Int,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.multiply_rows(rows, columns, x, xStride, mask, y, yStride)
  }

  /// `y = x` where `x >= 0`, else 0; `y` may be `x`.
  ///
  /// `which` becomes 1 where `x >= 0`, else 0.
  public static func relu(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    which: UnsafeMutablePointer<UInt8>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.relu(count, x, y, which)
  }

  /// `dX = dY` where `which` is set, else 0; `dX` may be `dY`.
  public static func reluBackward(
    count: Int, _ dY: UnsafePointer<Float>, which: UnsafePointer<UInt8>,
    into dX: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.relu_backward(count, dY, which, dX)
  }

  /// Adds one row to all rows.
  public static func addBias(
    rows: Int, columns: Int, _ bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>,
    stride: Int, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.add_bias(rows, columns, bias, x, stride)
  }

  /// `sums += Σ rows`, in their order.
  ///
  /// Threads split it by columns.
  public static func sumRows(
    rows: Int, columns: Int, _ x: UnsafePointer<Float>, stride: Int,
    into sums: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.sum_rows(rows, columns, x, stride, sums)
  }

  /// The L2 norm, its sum in double.
  public static func norm(
    count: Int, _ x: UnsafePointer<Float>, level: SIMDLevel = .current
  ) -> Double {
    sumOfSquares(count: count, x, level: level).squareRoot()
  }

  /// The sum of the squares, in double.
  public static func sumOfSquares(
    count: Int, _ x: UnsafePointer<Float>, level: SIMDLevel = .current
  ) -> Double {
    level.kernels.pointee.sum_of_squares(count, x)
  }
}
