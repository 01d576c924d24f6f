import CKernels

/// The right factor of matrix products, laid out once for many of them.
///
/// Worth it where one matrix is multiplied often or by few rows: a product of few rows spends most
/// of its time on packing. The bits are those of `gemm`; so is the layout at every SIMD level.
public struct PackedMatrix: Sendable {
  public let k: Int
  public let n: Int
  private var floats: [Float]

  /// Packs `op(B)`.
  ///
  /// - Shapes: `op(B)` `[k, n]`, stored with `ldb` between its rows.
  public init(
    k: Int, n: Int, _ b: UnsafePointer<Float>, ldb: Int, transposeB: Bool,
    level: SIMDLevel = .current
  ) {
    self.k = k
    self.n = n
    let count = sweep_packed_count(k, n)
    // An empty array has no pointer, and an empty product still writes C.
    floats = [Float](unsafeUninitializedCapacity: max(count, 1)) { buffer, initialized in
      if let base = buffer.baseAddress {
        level.kernels.pointee.pack(k, n, b, ldb, transposeB, base)
      }
      if count == 0 { buffer.initialize(repeating: 0) }
      initialized = max(count, 1)
    }
  }

  /// `C = op(A) op(B)`, with a bias, or added to C: what `gemm` gives with the backend `exact`.
  public func multiply(
    m: Int, _ a: UnsafePointer<Float>, lda: Int, transposeA: Bool = false,
    bias: UnsafePointer<Float>? = nil, into c: UnsafeMutablePointer<Float>, ldc: Int,
    accumulate: Bool = false, level: SIMDLevel = .current
  ) {
    precondition(bias == nil || !accumulate, "a product has a bias or accumulates, not both")
    floats.withUnsafeBufferPointer { packed in
      guard let base = packed.baseAddress else { return }
      level.kernels.pointee.gemm_packed(
        m, n, k, a, lda, transposeA, base, bias, c, ldc, accumulate)
    }
  }

  /// `multiply` with `A'`, whose row i is row `rows[i]` of A.
  ///
  /// - Shapes: A rows of k, `lda` between them, which may overlap; rows `[m]`, C `[m, n]`.
  public func multiply(
    rows: UnsafePointer<Int32>, m: Int, of a: UnsafePointer<Float>, lda: Int,
    bias: UnsafePointer<Float>? = nil, into c: UnsafeMutablePointer<Float>, ldc: Int,
    accumulate: Bool = false, level: SIMDLevel = .current
  ) {
    precondition(bias == nil || !accumulate, "a product has a bias or accumulates, not both")
    floats.withUnsafeBufferPointer { packed in
      guard let base = packed.baseAddress else { return }
      level.kernels.pointee.gemm_rows(m, n, k, a, lda, rows, base, bias, c, ldc, accumulate)
    }
  }
}
