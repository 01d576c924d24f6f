import CPeak
import Foundation
import SweepTensors

/// What the machine can do, as measured in this process.
struct Machine {
  /// Floating-point operations per second of one core: fused multiply-adds without any memory.
  let peak: Double
  /// The cores that this process may use.
  let cores = ProcessInfo.processInfo.activeProcessorCount

  /// Measures the peak: the best of several rounds of some 20 ms.
  init() {
    var rates = Samples()
    for _ in 0..<10 {
      let start = Moment()
      let operations = peak_multiply_add(8_000_000)
      rates.note(operations / max(Moment().processor - start.processor, 1e-9))
    }
    peak = rates.largest
  }

  /// A list in Markdown: machine, versions and date, without which no figure means anything.
  var description: String {
    """
    - \(Self.date), \(cpuModel), \(cores) cores, \(Self.system); load \(Self.load)
    - \(SIMDLevel.current.rawValue) kernels, numerics version \(numericsVersion), \
    Swift \(Self.swiftVersion); \(OpenBLAS.configuration)
    - peak of one core, fused multiply-adds in registers: \(Text.decimals(peak * 1e-9, 1)) GFLOP/s
    """
  }

  private static var date: String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    return formatter.string(from: Date())
  }

  private static var system: String {
    let version = ProcessInfo.processInfo.operatingSystemVersionString
    let file = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
    let kernel = file.map { ", Linux " + $0.prefix { !$0.isNewline } } ?? ""
    return version + kernel
  }

  private static var load: String {
    var averages = [0.0, 0.0, 0.0]
    getloadavg(&averages, 3)
    return Text.decimals(averages[0], 1)
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
}
