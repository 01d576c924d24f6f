import SweepBase
public import SweepConfig

/// Numbers as reports write them: no locale, no exponent where a person expects none.
public enum NumberText {
  /// A number with a fixed count of decimals; `nan` and `inf` as such.
  public static func fixed(_ x: Double, decimals: Int) -> String {
    SweepBase.fixed(x, decimals: decimals)
  }

  /// A difference, with its sign; `±` where it vanishes.
  public static func signed(_ x: Double, decimals: Int) -> String {
    let text = fixed(x, decimals: decimals)
    if text.allSatisfy({ "-0.".contains($0) }) { return "±" + text.filter { $0 != "-" } }
    return x > 0 ? "+" + text : text
  }

  /// A chance as statistics write it: `p = 0.021`, `p < 0.001`.
  public static func chance(_ p: Double) -> String {
    p < 0.001 ? "p < 0.001" : "p = \(fixed(p, decimals: p < 0.0995 ? 3 : 2))"
  }

  /// A score: four decimals, since smaller differences are noise at the corpus sizes of sweeps; one
  /// for counts and speeds.
  public static func score(_ x: Double) -> String { fixed(x, decimals: abs(x) < 100 ? 4 : 1) }

  /// A duration for people: `8.4 s`, `3 min 5 s`, `2 h 7 min`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "–" }
    if seconds < 59.95 { return fixed(seconds, decimals: 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// A size for people: `512 B`, `3.1 kB`, `52.0 MB`.
  public static func size(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    var (value, units) = (Double(bytes) / 1000, ["kB", "MB", "GB", "TB"][...])
    while value >= 999.95, units.count > 1 {
      value /= 1000
      units = units.dropFirst()
    }
    return fixed(value, decimals: 1) + " " + (units.first ?? "")
  }

  /// A setting's value in a table: short numbers as they are, long ones with four digits, called
  /// functions by their name, texts without quotes.
  public static func setting(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): return text
    case .number(let x): return short(x)
    case .object(let object):
      let call = object.entries.first { $0.key.hasPrefix("@") }?.value.stringValue
      guard let call else { return value.serialized(.compact) }
      let rest = object.entries.filter { !$0.key.hasPrefix("@") }
      let arguments = rest.map { "\($0.key)=\(setting($0.value))" }.joined(separator: " ")
      return arguments.isEmpty ? call : "\(call)(\(arguments))"
    default: return value.serialized(.compact)
    }
  }

  private static func short(_ x: Double) -> String { short(x.pythonDescription, x) }

  /// A number whose digits are known, in short.
  ///
  /// - Parameters:
  ///   - text: The number as Python's `repr` gives it.
  ///   - x: The number.
  /// - Returns: The text, where it has six digits at most; else the number with four.
  static func short(_ text: String, _ x: Double) -> String {
    var (digits, isLeading) = (0, true)
    for byte in text.utf8 where byte >= 48 && byte <= 57 || byte == UInt8(ascii: "e") {
      if byte == UInt8(ascii: "e") { break }
      if byte != 48 { isLeading = false }
      if !isLeading { digits += 1 }
    }
    guard x.isFinite, digits > 6 else { return text }
    // Four significant digits: the position of the first one decides how many decimals.
    var (decimals, magnitude) = (3, abs(x))
    while magnitude < 1, decimals < 12 { (magnitude, decimals) = (magnitude * 10, decimals + 1) }
    while magnitude >= 10, decimals > 0 { (magnitude, decimals) = (magnitude / 10, decimals - 1) }
    return abs(x) < 1e-8 || abs(x) >= 1e15 ? text : fixed(x, decimals: decimals)
  }
}
