import CKernels

// MARK: - Maxout

extension Kernels {
  /// The largest of each output's pieces; ties go to the lowest piece.
  ///
  /// - Shapes: z `[rows, nO, nP]` (row stride `zStride`), y `[rows, nO]`, which `[rows, nO]` dense.
  public static func maxout(
    rows: Int, nO: Int, nP: Int, _ z: UnsafePointer<Float>, stride zStride: Int,
    into y: UnsafeMutablePointer<Float>, stride yStride: Int,
    which: UnsafeMutablePointer<UInt8>?, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout(rows, nO, nP, z, zStride, y, yStride, which)
  }

  /// `dZ = dY` at the winning piece, 0 elsewhere.
  public static func maxoutBackward(
    rows: Int, nO: Int, nP: Int, _ dY: UnsafePointer<Float>, stride dYStride: Int,
    which: UnsafePointer<UInt8>, into dZ: UnsafeMutablePointer<Float>, stride dZStride: Int,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.maxout_backward(rows, nO, nP, dY, dYStride, which, dZ, dZStride)
  }
}

// MARK: - Layer norm

extension Kernels {
  /// `y = (x − μ) r g + b` with `r = 1/√(var + 1e-8)`; `y` may be `x` when `x` is not needed again.
  ///
  /// - Shapes: x, y `[rows, width]`, g, b `[width]`, mean (μ), rstd (r) `[rows]`.
  public static func layerNorm(
    rows: Int, width: Int, _ x: UnsafePointer<Float>, stride xStride: Int,
    g: UnsafePointer<Float>, b: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, stride yStride: Int,
    mean: UnsafeMutablePointer<Float>, rstd: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.layer_norm(rows, width, x, xStride, g, b, y, yStride, mean, rstd)
  }

  /// The gradient by the input of layer norm.
  ///
  /// `dX` may be `dY`; then call `layerNormGradients` before.
  public static func layerNormBackward(
    rows: Int, width: Int, _ dY: UnsafePointer<Float>, stride dYStride: Int,
    x: UnsafePointer<Float>, stride xStride: Int,
    mean: UnsafePointer<Float>, rstd: UnsafePointer<Float>, g: UnsafePointer<Float>,
    into dX: UnsafeMutablePointer<Float>, stride dXStride: Int, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.layer_norm_backward(
      rows, width, dY, dYStride, x, xStride, mean, rstd, g, dX, dXStride)
  }

  /// The gradients by scale and bias: `dG += Σ dY (x − μ) r`, `dB += Σ dY`, in the order of rows.
  ///
  /// Threads split it by columns.
  public static func layerNormGradients(
    rows: Int, width: Int, _ dY: UnsafePointer<Float>, stride dYStride: Int,
    x: UnsafePointer<Float>, stride xStride: Int,
    mean: UnsafePointer<Float>, rstd: UnsafePointer<Float>,
    dG: UnsafeMutablePointer<Float>, dB: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.layer_norm_gradients(
      rows, width, dY, dYStride, x, xStride, mean, rstd, dG, dB)
  }
}

// MARK: - Embedding and windows

extension Kernels {
  /// `out[t] = (E[r0] + E[r1] + E[r2] + E[r3]) mask` with the four `ids` of token t.
  ///
  /// - Shapes: ids `[tokens, 4]`, table `[nV, width]`, mask `[width]`, out `[tokens, width]` with
  ///   its own stride, so that it may be a block of columns.
  public static func hashEmbed(
    tokens: Int, width: Int, ids: UnsafePointer<UInt32>, table: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, into out: UnsafeMutablePointer<Float>, stride: Int,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.hash_embed(tokens, width, ids, table, mask, out, stride)
  }

  /// `dE[r_j] += dY[t] mask` for each token in order, its four rows in order.
  ///
  /// Threads split it by `columns`, which start at a multiple of 16; `nil` means all.
  public static func hashEmbedBackward(
    tokens: Int, width: Int, columns: Range<Int>? = nil, ids: UnsafePointer<UInt32>,
    _ dY: UnsafePointer<Float>, stride: Int, mask: UnsafePointer<Float>?,
    into dTable: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    let columns = columns ?? 0..<width
    level.kernels.pointee.hash_embed_backward(
      tokens, width, columns.lowerBound, columns.upperBound, ids, dY, stride, mask, dTable)
  }

  /// Rows i − n … i + n side by side, zeros beyond the ends.
  ///
  /// Where `x` lies in memory with n zero rows before and after it, `gemm` with `lda: width` on the
  /// pointer n rows before `x` reads the same windows without a copy.
  ///
  /// - Shapes: x `[rows, width]`, y `[rows, (2n + 1) width]`, both dense.
  public static func expandWindow(
    rows: Int, width: Int, n: Int, _ x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.expand_window(rows, width, n, x, y)
  }

  /// Adds each window's gradient to the rows it came from.
  public static func expandWindowBackward(
    rows: Int, width: Int, n: Int, _ dY: UnsafePointer<Float>,
    addingTo dX: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.expand_window_backward(rows, width, n, dY, dX)
  }
}
