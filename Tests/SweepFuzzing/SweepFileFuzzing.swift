import SweepConfig
import SweepSearch

/// Sweep files: TOML, the keys, distributions, conditions, constraints and placeholders.
///
/// An input that begins with `--vary ` is a parameter, as a command has it.
enum SweepFileFuzzing {
  private static let vary = Array("--vary ".utf8)

  /// Keys that begin with certain letters are wrong.
  private static let check = SettingCheck(canonicalKey: { $0 == "w" ? "v" : $0 }) { key, _ in
    switch key.first {
    case "x"?: .unknown(nearest: "y")
    case "y"?: .wrongType(expected: "a number", found: "a text")
    case "z"?: .other("no such function", help: "write another")
    default: nil
    }
  }

  static func brokenPromise(_ bytes: [UInt8], _ checks: FuzzChecks) -> String? {
    do throws(SweepFileErrors) {
      if bytes.starts(with: vary) {
        return try brokenPromise(varying: String(decoding: bytes[vary.count...], as: UTF8.self))
      }
      let file = try SweepFile(parsing: bytes, file: "fuzz/x.toml")
      guard checks.areDue else { return nil }
      if let broken = brokenPromise(of: file) { return broken }
      if file.configPath.isEmpty { return "the config has no path" }
      for word in file.program.command where (try? CommandTemplate(parsing: word)) == nil {
        return "a command was taken that has no such placeholders: \(word)"
      }
      _ = file.pruner?.pruner(for: file.metric.goal)
      let checked = try file.checked(by: check)
      guard checked.configOverrides.count == checked.overrides.count else {
        return "overrides are lost"
      }
      return nil
    } catch {
      guard checks.areDue else { return nil }
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// A sweep without a file, as `--vary` makes one.
  private static func brokenPromise(varying text: String) throws(SweepFileErrors) -> String? {
    let dimension = try Dimension(varying: text)
    let file = SweepFile(name: "fuzz", config: "fuzz.cfg", space: SearchSpace([dimension]))
    return brokenPromise(of: try file.validated())
  }

  /// What is written reads back to the same sweep, unless there is a null in it.
  private static func brokenPromise(of file: SweepFile) -> String? {
    let text = file.toml()
    do throws(SweepFileErrors) {
      var again = try SweepFile(parsing: Array(text.utf8), file: "fuzz.toml")
      again.source = file.source
      return again == file ? nil : "the written text reads as another sweep:\n\(text)"
    } catch {
      return "the written text is no sweep file: \(error)\n\(text)"
    }
  }
}
