import CKernels

// MARK: - Backward products of a maxout layer

extension Kernels {
  /// Whether `maxoutInputGradient` and `maxoutWeightGradient` take layers of these sizes.
  public static func hasMaxoutProducts(inputs: Int, pieces: Int) -> Bool {
    inputs.isMultiple(of: 16) && pieces <= 64
  }

  /// The gradient of a maxout layer's input from that of its output: `dX = dZ w`, where `dZ` is `dY`
  /// at the winning pieces.
  ///
  /// The bits are those of `maxoutBackward` and `gemm`, but for the sign of zeros.
  ///
  /// - Shapes: dY, which `[rows, nO]`, weights `[nO, nP, inputs]`, dX `[rows, inputs]`, dense.
  /// - Precondition: `hasMaxoutProducts`.
  public static func maxoutInputGradient(
    rows: Int, nO: Int, nP: Int, inputs: Int, _ dY: UnsafePointer<Float>,
    which: UnsafePointer<UInt8>, weights: UnsafePointer<Float>,
    into dX: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout_input_gradient(
      rows, nO, nP, inputs, dY, nO, which, weights, dX, inputs)
  }

  /// The gradient of a maxout layer's weights: `dW += dZᵀ x`, a chain in the order of rows.
  ///
  /// Threads split it by `outputs`. With `ids`, which ascend, row `ids[r]` of `x` takes the place of
  /// row r.
  ///
  /// - Shapes: dY, which `[rows, nO]` dense, x rows of `inputs` with `xStride` between them, dW
  ///   `[nO, nP, inputs]`.
  /// - Precondition: `hasMaxoutProducts`.
  public static func maxoutWeightGradient(
    rows: Int, nO: Int, nP: Int, inputs: Int, outputs: Range<Int>, _ dY: UnsafePointer<Float>,
    which: UnsafePointer<UInt8>, ids: UnsafePointer<Int32>?, _ x: UnsafePointer<Float>,
    stride xStride: Int, addingTo dW: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout_weight_gradient(
      rows, nO, nP, inputs, outputs.lowerBound, outputs.upperBound, dY, nO, which, ids, x,
      xStride, dW)
  }

  /// The gradient of a maxout layer's bias: `dB[o, which[r, o]] += dY[r, o]`, in the order of rows.
  ///
  /// Threads split it by `outputs`.
  ///
  /// - Shapes: dY, which `[rows, nO]` dense, dB `[nO, nP]`.
  public static func maxoutBiasGradient(
    rows: Int, nO: Int, nP: Int, outputs: Range<Int>, _ dY: UnsafePointer<Float>,
    which: UnsafePointer<UInt8>, addingTo dB: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout_bias_gradient(
      rows, nO, nP, outputs.lowerBound, outputs.upperBound, dY, nO, which, dB)
  }
}

// MARK: - Rows between products

/// What a maxout layer with layer norm keeps of its rows for the backward pass.
///
/// - Shapes: maxed, which `[rows, width]`, mean, rstd `[rows]`; linear `[rows, width]`.
public struct MaxoutNormRows {
  public var maxed: UnsafeMutablePointer<Float>
  public var which: UnsafeMutablePointer<UInt8>
  public var mean: UnsafeMutablePointer<Float>
  public var rstd: UnsafeMutablePointer<Float>
  /// What a curve was applied to before the norm; `nil` for a maximum.
  public var linear: UnsafeMutablePointer<Float>?

  /// Rows in memory that others own.
  public init(
    maxed: UnsafeMutablePointer<Float>, which: UnsafeMutablePointer<UInt8>,
    mean: UnsafeMutablePointer<Float>, rstd: UnsafeMutablePointer<Float>,
    linear: UnsafeMutablePointer<Float>? = nil
  ) {
    self.linear = linear
    self.maxed = maxed
    self.which = which
    self.mean = mean
    self.rstd = rstd
  }

  /// The rows from number `row` on.
  public func from(_ row: Int, width: Int) -> MaxoutNormRows {
    MaxoutNormRows(
      maxed: maxed + row * width, which: which + row * width, mean: mean + row, rstd: rstd + row,
      linear: linear.map { $0 + row * width })
  }
}

extension Kernels {
  /// The maximum over pieces with its layer norm, dropout and residual in one pass:
  /// `y[targets[r]] = x[ids[r]] + norm(max z[r]) mask[ids[r]]`.
  ///
  /// Without `x` nothing is added, without `mask` nothing dropped; without `targets` row r goes to
  /// row r.
  ///
  /// - Shapes: z `[rows, width, pieces]`, g, b `[width]`; x, mask, y rows of `width`; dense.
  public static func maxoutNorm(
    rows: Int, width: Int, pieces: Int, _ z: UnsafePointer<Float>, g: UnsafePointer<Float>,
    b: UnsafePointer<Float>, keeping kept: MaxoutNormRows, ids: UnsafePointer<Int32>?,
    x: UnsafePointer<Float>?, mask: UnsafePointer<Float>?, targets: UnsafePointer<Int32>?,
    into y: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout_norm(
      rows, width, pieces, z, g, b, kept.maxed, kept.which, kept.mean, kept.rstd, ids, x, mask,
      targets, y)
  }

  /// The way back through `maxoutNorm` to the maxima: `dNormed[r] = dY[ids[r]] mask[ids[r]]`, and
  /// from it `dMaxed` through the norm.
  ///
  /// - Shapes: dNormed, dMaxed `[rows, width]`, dense.
  public static func maxoutNormBackward(
    rows: Int, width: Int, ids: UnsafePointer<Int32>?, _ dY: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, kept: MaxoutNormRows, g: UnsafePointer<Float>,
    dNormed: UnsafeMutablePointer<Float>, dMaxed: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout_norm_backward(
      rows, width, ids, dY, mask, kept.maxed, kept.mean, kept.rstd, g, dNormed, dMaxed)
  }

  /// Adds the gradients of windows to the rows of `dX` in `range`:
  /// `dX[r] += dWindows[places[r − w], w]` for w from −n to n.
  ///
  /// - Shapes: places `[rows]`, negative for rows without windows; dWindows
  ///   `[·, 2n + 1, width]`, dX `[rows, width]`.
  public static func windowBackward(
    _ range: Range<Int>, rows: Int, width: Int, n: Int, places: UnsafePointer<Int32>,
    _ dWindows: UnsafePointer<Float>, addingTo dX: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.window_backward(
      range.lowerBound, range.upperBound, rows, width, n, places, dWindows, dX)
  }

  /// `y[targets[i]] = x[sources[i]] mask[i]`.
  ///
  /// - Shapes: rows of `width`; mask `[count, width]`.
  public static func spreadRows(
    count: Int, width: Int, sources: UnsafePointer<Int32>, targets: UnsafePointer<Int32>,
    _ x: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
    into y: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.spread_rows(count, width, sources, targets, x, mask, y)
  }

  /// The way back: `dX[targets[i]] += dY[sources[i]] mask[i]`, for i in order.
  ///
  /// Threads split it by `columns`.
  public static func collectRows(
    count: Int, width: Int, columns: Range<Int>, sources: UnsafePointer<Int32>,
    targets: UnsafePointer<Int32>, _ dY: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
    addingTo dX: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.collect_rows(
      count, width, columns.lowerBound, columns.upperBound, sources, targets, dY, mask, dX)
  }
}
