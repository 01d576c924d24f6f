public import SweepConfig

/// The same number every time.
///
/// - Source: Thinc 8.3 `constant.v1`.
public enum Constant {
  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "constant.v1", [Parameter("rate", .number)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    try arguments.number("rate")
  }
}
