extension Double {
  /// The shortest decimal that reads back as this number, laid out as Python's `repr` does it:
  /// `0.001`, `1e-08`, `1e+16`, `100.0`, `NaN`, `-Infinity`.
  public var pythonDescription: String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity" }
    // Between these, Swift lays numbers out as Python does.
    if magnitude >= 1e-4 && magnitude < 1e15 || self == 0 {
      let text = description
      if !text.utf8.contains(UInt8(ascii: "e")) { return text }
    }
    let sign = self.sign == .minus ? "-" : ""
    let (digits, exponent) = magnitude.shortestDigits
    if exponent < -4 || exponent >= 16 { return sign + scientific(digits, exponent) }
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
    }
    let whole = exponent + 1
    if digits.count <= whole {
      return sign + digits + String(repeating: "0", count: whole - digits.count) + ".0"
    }
    return sign + digits.prefix(whole) + "." + digits.dropFirst(whole)
  }

  /// The shortest digits `d₁d₂…` and the exponent `e` of `d₁.d₂… · 10ᵉ`.
  private var shortestDigits: (digits: String, exponent: Int) {
    guard self != 0 else { return ("0", 0) }
    let parts = description.split(separator: "e", maxSplits: 1)
    let power = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let (whole, fraction) = (mantissa[0], mantissa.count == 2 ? mantissa[1] : "")
    let all = whole + fraction
    let leading = all.prefix { $0 == "0" }.count
    var digits = String(all.dropFirst(leading))
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return (digits, whole.count - 1 - leading + power)
  }

  private func scientific(_ digits: String, _ exponent: Int) -> String {
    let mantissa = digits.count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
    let power = String(abs(exponent))
    return mantissa + (exponent < 0 ? "e-" : "e+") + (power.count < 2 ? "0" : "") + power
  }
}
