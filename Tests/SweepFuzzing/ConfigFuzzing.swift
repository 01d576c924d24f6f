import SweepConfig
import SweepPipeline

/// The config language: sections, values, variables, overrides, and the defaults that are filled in.
///
/// An input that begins with `--` has overrides in its first line, as a command has them. One that
/// begins with `{` is JSON, as a value is.
enum ConfigFuzzing {
  private static let registry = Registry(Registry.pipeline)

  static func brokenPromise(_ bytes: [UInt8], _ checks: FuzzChecks) -> String? {
    if bytes.first == UInt8(ascii: "{") { return brokenPromise(ofJSON: bytes) }
    let isOverridden = bytes.starts(with: [0x2D, 0x2D])
    let end = isOverridden ? bytes.firstIndex(of: 0x0A) ?? bytes.count : 0
    do throws(ConfigErrors) {
      let config = try Config(parsing: Array(bytes[end...]), file: "fuzz.cfg")
      var overrides = [ConfigOverride("a.b", "${a.c}")]
      if isOverridden {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        overrides = try ConfigOverride.parsing(environment: line)
      }
      if checks.isDue(oneIn: 32) { _ = try config.filled(with: registry).interpolated() }
      if checks.isDue(oneIn: 8) {
        let text = String(decoding: bytes[end...], as: UTF8.self)
        _ = try Config(parsing: text, file: "fuzz.cfg", interpolating: true)
      }
      guard checks.areDue || isOverridden else {
        _ = try config.interpolated()
        return nil
      }
      if let broken = brokenPromise(of: config) { return broken }
      let changed = try config.overriding(overrides)
      _ = try changed.interpolated()
      return isOverridden ? brokenPromise(of: changed) : nil
    } catch {
      guard checks.areDue else { return nil }
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  private static func brokenPromise(of config: Config) -> String? {
    let text = config.recordText()
    do throws(ConfigErrors) {
      let again = try Config(parsing: text, file: "record")
      guard again == config else { return "the record's text reads as another config:\n\(text)" }
      // By which equal trials are known.
      guard again.canonicalText() == config.canonicalText(), Config.diff(again, config).isEmpty
      else { return "equal configs differ:\n\(text)" }
      return nil
    } catch {
      return "the record's text is no config: \(error)\n\(text)"
    }
  }

  private static func brokenPromise(ofJSON bytes: [UInt8]) -> String? {
    do throws(JSONError) {
      let value = try JSONValue(parsing: bytes)
      for style in [JSONStyle.compact, .python, .srsly, .indented(1)] {
        let text = value.serialized(style)
        // By text, as a NaN is not equal to itself.
        guard try JSONValue(parsing: text).serialized(.compact) == value.serialized(.compact) else {
          return "the written JSON reads as another value:\n\(text)"
        }
      }
      return nil
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }
}
