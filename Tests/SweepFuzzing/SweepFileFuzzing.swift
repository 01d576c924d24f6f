import SweepConfig
import SweepSearch

/// Sweep files: TOML, the keys, distributions, conditions and constraints.
enum SweepFileFuzzing {
  private static let check = SettingCheck { key, _ in
    key.hasPrefix("x") ? .unknown(nearest: "y") : nil
  }

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    do throws(SweepFileErrors) {
      let file = try SweepFile(parsing: bytes, file: "fuzz.toml")
      guard FuzzTarget.isChecked(bytes) else { return nil }
      if let broken = brokenPromise(of: file) { return broken }
      _ = file.configPath
      _ = try file.checked(by: check)
      return nil
    } catch {
      guard FuzzTarget.isChecked(bytes) else { return nil }
      return error.description.isEmpty ? "an error without words" : nil
    }
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
