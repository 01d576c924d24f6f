import SweepConfig
import SweepPipeline

/// The config language: sections, values, variables, and the defaults that are filled in.
enum ConfigFuzzing {
  private static let registry = Registry(Registry.pipeline)

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    do throws(ConfigErrors) {
      let config = try Config(parsing: bytes, file: "fuzz.cfg")
      if bytes.count % 16 == 0 { _ = try config.filled(with: registry).interpolated() }
      guard FuzzTarget.isChecked(bytes) else {
        _ = try config.interpolated()
        return nil
      }
      if let broken = brokenPromise(of: config) { return broken }
      let changed = try config.overriding([ConfigOverride("a.b", "${a.c}")])
      _ = try changed.interpolated()
      return nil
    } catch {
      guard FuzzTarget.isChecked(bytes) else { return nil }
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  private static func brokenPromise(of config: Config) -> String? {
    let text = config.recordText()
    do throws(ConfigErrors) {
      let again = try Config(parsing: text, file: "record")
      return again == config ? nil : "the record's text reads as another config:\n\(text)"
    } catch {
      return "the record's text is no config: \(error)\n\(text)"
    }
  }
}
