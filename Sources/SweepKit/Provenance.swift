import Foundation
import SweepBase
public import SweepConfig
import SweepEngine
import SweepTensors

/// What a trial ran on: everything outside its config and its data that could change a result.
///
/// Read once per sweep and stored with every trial, so that a later difference can be explained.
public struct Provenance: Sendable {
  /// The version of this program.
  public static let programVersion = "0.1.0"

  /// The record, in a fixed order of keys.
  public let json: JSONObject

  /// Reads the provenance of this process.
  ///
  /// - Parameters:
  ///   - folder: The working directory, whose git state is recorded.
  ///   - environment: The process's variables, of which some are recorded.
  ///   - keepsPatch: Whether uncommitted changes are recorded, or only that there are some.
  /// - Returns: The record.
  public static func current(
    in folder: String, environment: [String: String], keepsPatch: Bool = true
  ) -> Provenance {
    var object = JSONObject()
    object["sweep"] = .string(programVersion)
    object["numerics"] = .integer(numericsVersion)
    object["binary_sha256"] = .string(binaryHash ?? "unknown")
    object["swift"] = .string(swiftVersion)
    object["system"] = .string(systemName)
    object["cpu"] = .string(cpuModel)
    object["simd"] = .string(SIMDLevel.current.rawValue)
    object["openblas"] = .string(OpenBLAS.configuration)
    object["git"] =
      CodeState.current(in: folder).map {
        .object((keepsPatch ? $0 : $0.withoutPatch).json)
      } ?? .null
    object["environment"] = .object(environmentOverrides(environment))
    return Provenance(json: object)
  }

  /// This provenance with how the cores are shared out: for information, as no bit depends on it.
  func sharing(_ share: CoreShare) -> Provenance {
    var object = json
    object["cores"] = .integer(share.cores)
    object["jobs"] = .integer(share.jobs)
    object["threads"] = .integer(share.threads(running: share.jobs))
    return Provenance(json: object)
  }

  /// The variables that change how a sweep runs, as far as they are set.
  private static func environmentOverrides(_ environment: [String: String]) -> JSONObject {
    var object = JSONObject()
    for name in ["SPACY_CONFIG_OVERRIDES", "SWEEP_SIMD", "SWEEP_STORE"] {
      if let value = environment[name] { object[name] = .string(SecretText.stripped(value)) }
    }
    return object
  }

  /// SHA-256 of the running program's file.
  private static var binaryHash: String? {
    guard let file = FileHandle(forReadingAtPath: "/proc/self/exe") else { return nil }
    var fingerprint = Fingerprint()
    // In pieces: the program is larger than what a small sweep needs.
    while let piece = try? file.read(upToCount: 1 << 18), !piece.isEmpty {
      fingerprint.update([UInt8](piece))
    }
    return fingerprint.hex()
  }

  /// The version of the compiler this program was built with.
  private static var swiftVersion: String {
    #if compiler(>=6.4)
    "6.4 or newer"
    #elseif compiler(>=6.3)
    "6.3"
    #else
    "6.2"
    #endif
  }

  /// Kernel, its release, machine, and the distribution.
  private static var systemName: String {
    var info = utsname()
    guard uname(&info) == 0 else { return "unknown" }
    let kernel = [text(&info.sysname), text(&info.release), text(&info.machine)]
    let release = FileManager.default.contents(atPath: "/etc/os-release").map {
      String(decoding: $0, as: UTF8.self)
    }
    let name = release?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    let distribution = name.map { String($0.dropFirst(12)).filter { $0 != "\"" } }
    return (kernel + [distribution].compactMap { $0 }).joined(separator: " ")
  }

  private static func text<T>(_ field: inout T) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
