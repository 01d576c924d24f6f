#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// OpenBLAS on one thread, loaded when it is first asked for.
///
/// It is not linked: loaded at the start of the program, it would start a thread for each core, which
/// spin for longer than a small training takes to get ready.
public enum OpenBLAS {
  /// Version, build options and the processor kernel in use, for provenance.
  public static let configuration: String = {
    guard let library else { return "not installed" }
    return String(cString: library.config()) + " " + String(cString: library.coreName())
  }()

  /// Whether the library is installed.
  public static var isInstalled: Bool { library != nil }

  private static let library = Library()

  /// The functions that are used.
  private struct Library: Sendable {
    typealias Text = @Sendable @convention(c) () -> UnsafePointer<CChar>
    typealias Product =
      @Sendable @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
        UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
      ) -> Void

    let config: Text
    let coreName: Text
    let sgemm: Product

    /// `nil` where the library is not installed.
    init?() {
      // Read once, while it is loaded: no thread of its own is started. The number of threads is
      // ours to decide, as the bits depend on it.
      setenv("OPENBLAS_NUM_THREADS", "1", 1)
      let names = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"]
      guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
        let config = dlsym(handle, "openblas_get_config"),
        let coreName = dlsym(handle, "openblas_get_corename"),
        let sgemm = dlsym(handle, "cblas_sgemm")
      else { return nil }
      self.config = unsafeBitCast(config, to: Text.self)
      self.coreName = unsafeBitCast(coreName, to: Text.self)
      self.sgemm = unsafeBitCast(sgemm, to: Product.self)
    }
  }

  /// Values of `cblas.h`.
  private enum Code {
    static let rowMajor: Int32 = 101
    static let asIs: Int32 = 111
    static let transposed: Int32 = 112
  }

  static func gemm(
    m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Float>, lda: Int, transposeA: Bool,
    _ b: UnsafePointer<Float>, ldb: Int, transposeB: Bool,
    bias: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>, ldc: Int, accumulate: Bool
  ) {
    guard m > 0, n > 0 else { return }
    guard let library else {
      preconditionFailure("OpenBLAS is not installed, which the config's check refuses")
    }
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
    library.sgemm(
      Code.rowMajor, transposeA ? Code.transposed : Code.asIs,
      transposeB ? Code.transposed : Code.asIs, Int32(m), Int32(n), Int32(k), 1, a, Int32(lda), b,
      Int32(ldb), accumulate || bias != nil ? 1 : 0, c, Int32(ldc))
  }
}
