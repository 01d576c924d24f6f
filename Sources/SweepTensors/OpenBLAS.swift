import COpenBLAS

/// OpenBLAS on one thread.
public enum OpenBLAS {
  /// Version, build options and the processor kernel in use, for provenance.
  public static let configuration: String = {
    limitThreads()
    return String(cString: openblas_get_config()) + " " + String(cString: openblas_get_corename())
  }()

  private static let oneThread: Void = openblas_set_num_threads(1)

  private static func limitThreads() { _ = oneThread }

  static func gemm(
    m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Float>, lda: Int, transposeA: Bool,
    _ b: UnsafePointer<Float>, ldb: Int, transposeB: Bool,
    bias: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>, ldc: Int, accumulate: Bool
  ) {
    guard m > 0, n > 0 else { return }
    limitThreads()
    if let bias {
      for i in 0..<m { (c + i * ldc).update(from: bias, count: n) }
    }
    guard k > 0 else {
      if bias == nil && !accumulate {
        for i in 0..<m { (c + i * ldc).update(repeating: 0, count: n) }
      }
      return
    }
    let width = transposeA ? m : k
    guard lda >= width else {
      // OpenBLAS refuses rows that overlap: they are laid out one after the other.
      let height = transposeA ? k : m
      withUnsafeTemporaryAllocation(of: Float.self, capacity: height * width) { copy in
        guard let base = copy.baseAddress else { return }
        for i in 0..<height { (base + i * width).initialize(from: a + i * lda, count: width) }
        gemm(
          m: m, n: n, k: k, base, lda: width, transposeA: transposeA, b, ldb: ldb,
          transposeB: transposeB, bias: nil, into: c, ldc: ldc,
          accumulate: accumulate || bias != nil)
      }
      return
    }
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a,
      blasint(lda), b, blasint(ldb), accumulate || bias != nil ? 1 : 0, c, blasint(ldc))
  }
}
