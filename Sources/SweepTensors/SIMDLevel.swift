import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The instruction set that the kernels are compiled for.
///
/// All levels give the same bits. The best supported level is taken; the environment variable `SWEEP_SIMD` forces one.
public enum SIMDLevel: String, CaseIterable, Sendable {
  case portable
  case avx2
  case avx512

  /// The level of this process: the forced one where it is valid, else the best supported one.
  public static let current: SIMDLevel = {
    if case .success(let level?) = forced(by: environmentValue) { return level }
    return best
  }()

  /// What is wrong with `SWEEP_SIMD`, or `nil`.
  ///
  /// For the command line to report before it starts.
  public static let environmentProblem: String? = {
    if case .failure(let problem) = forced(by: environmentValue) { return problem.description }
    return nil
  }()

  /// The best level that this machine supports.
  public static var best: SIMDLevel { supported.last ?? .portable }

  /// The levels that this machine supports, the best one last.
  public static let supported: [SIMDLevel] = allCases.filter { sweep_supports($0.code) }

  /// Why a level cannot be forced.
  public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// The level that a value of `SWEEP_SIMD` asks for: none if it is absent or empty.
  package static func forced(by value: String?) -> Result<SIMDLevel?, Problem> {
    guard let value, !value.isEmpty else { return .success(nil) }
    let known = supported.reversed().map(\.rawValue).joined(separator: ", ")
    guard let level = SIMDLevel(rawValue: value) else {
      return .failure(
        Problem(
          description: "SWEEP_SIMD: unknown level \"\(value)\"\n  help: this machine has \(known)"))
    }
    guard supported.contains(level) else {
      return .failure(
        Problem(
          description: "SWEEP_SIMD: this machine does not support \"\(value)\"\n"
            + "  help: it has \(known)"))
    }
    return .success(level)
  }

  /// The kernels of this level.
  var kernels: UnsafePointer<sweep_kernels> { sweep_kernels_at(code) }

  private static var environmentValue: String? { getenv("SWEEP_SIMD").map { String(cString: $0) } }

  private var code: Int32 {
    switch self {
    case .portable: SWEEP_PORTABLE
    case .avx2: SWEEP_AVX2
    case .avx512: SWEEP_AVX512
    }
  }
}
