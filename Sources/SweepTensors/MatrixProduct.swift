import CKernels

/// What multiplies matrices.
public enum MatrixBackend: String, CaseIterable, Sendable {
  /// Our kernels: one chain of fused multiply-adds per element, in the order of k. The same bits on
  /// every machine, SIMD level, row split and thread count.
  case exact
  /// OpenBLAS's sgemm on one thread. Its bits depend on the processor and on the shapes.
  case openblas
}

/// The matrix product `op(a) op(b)`, where `op` transposes its matrix if asked to.
///
/// - Shapes: with `op(a)` `[M, K]` and `op(b)` `[K, N]`, the result is `[M, N]`.
public func gemm(
  _ a: Floats2D, transposeA: Bool = false, _ b: Floats2D, transposeB: Bool = false,
  backend: MatrixBackend
) -> Floats2D {
  let (m, k) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
  let (kb, n) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
  precondition(k == kb, "inner sizes of a matrix product differ: \(k) and \(kb)")
  return Floats2D(uninitializedRows: m, columns: n) { c in
    gemm(
      m: m, n: n, k: k, a.values, lda: a.columns, transposeA: transposeA, b.values,
      ldb: b.columns, transposeB: transposeB, into: c, ldc: n, backend: backend)
  }
}

/// `C = op(A) op(B)`, `C = bias + op(A) op(B)` or `C += op(A) op(B)` in place.
///
/// With `exact`, element (i, j) starts from 0, from `bias[j]` or from its value in C, and adds
/// `a[i, p] b[p, j]` for p = 0, 1, … by fused multiply-adds.
///
/// - Shapes: `op(A)` `[m, k]`, `op(B)` `[k, n]`, C `[m, n]`, bias `[n]`; `lda`, `ldb`, `ldc` are the
///   distances between the rows as stored. `lda` may be smaller than a row of A, so that rows
///   overlap: a window over consecutive rows needs no copy. With `exact`, so may `ldb`.
/// - Precondition: No bias when accumulating.
public func gemm(
  m: Int, n: Int, k: Int,
  _ a: UnsafePointer<Float>, lda: Int, transposeA: Bool = false,
  _ b: UnsafePointer<Float>, ldb: Int, transposeB: Bool = false,
  bias: UnsafePointer<Float>? = nil,
  into c: UnsafeMutablePointer<Float>, ldc: Int, accumulate: Bool = false,
  backend: MatrixBackend, level: SIMDLevel = .current
) {
  precondition(bias == nil || !accumulate, "a product has a bias or accumulates, not both")
  switch backend {
  case .exact:
    level.kernels.pointee.gemm(
      m, n, k, a, lda, transposeA, b, ldb, transposeB, bias, c, ldc, accumulate)
  case .openblas:
    OpenBLAS.gemm(
      m: m, n: n, k: k, a, lda: lda, transposeA: transposeA, b, ldb: ldb, transposeB: transposeB,
      bias: bias, into: c, ldc: ldc, accumulate: accumulate)
  }
}
