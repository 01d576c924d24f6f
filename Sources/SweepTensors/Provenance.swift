import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The version of the numbers: it changes whenever a kernel may give other bits than before.
///
/// Two runs of one version have the same bits on every machine with the `exact` backend.
public let numericsVersion: Int = Int(SWEEP_NUMERICS_VERSION)

/// The processor's name as the system tells it, or "unknown".
public let cpuModel: String = {
  guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 1024)
  while fgets(&line, 1024, file) != nil {
    let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
    let name = text[text.index(after: colon)...].split(whereSeparator: \.isWhitespace)
    return name.joined(separator: " ")
  }
  return "unknown"
}()
