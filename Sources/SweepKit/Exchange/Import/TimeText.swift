/// Dates and times in the files of other tools, as ISO 8601 has them.
package enum TimeText {
  /// The milliseconds since 1970 of a text.
  ///
  /// It is like `2026-01-02 03:04:05.678`, with `T` and a zone (`Z`, `+01:00`) or not;
  /// without one it is taken as UTC.
  ///
  /// - Returns: `nil` for anything else.
  package static func milliseconds(_ text: String) -> Int? {
    var rest = Substring(text)
    func digits(_ count: Int) -> Int? {
      let head = rest.prefix(count)
      guard head.count == count, head.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
      rest = rest.dropFirst(count)
      return Int(head)
    }
    func skip(_ characters: String) -> Bool {
      guard let first = rest.first, characters.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var result = days(year, month, day) * 86_400_000
    guard skip("T ") else { return rest.isEmpty ? result : nil }
    guard let hour = digits(2), skip(":"), let minute = digits(2), hour < 24, minute < 60 else {
      return nil
    }
    result += (hour * 60 + minute) * 60_000
    if skip(":") {
      guard let second = digits(2), second < 61 else { return nil }
      result += second * 1000
      if skip(".,") {
        let fraction = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(fraction.count)
        result += Int((fraction + "000").prefix(3)) ?? 0
      }
    }
    if rest.isEmpty || rest == "Z" || rest == " UTC" { return result }
    guard let sign = rest.first, "+-".contains(sign) else { return nil }
    rest = rest.dropFirst()
    guard let hours = digits(2) else { return nil }
    _ = skip(":")
    let offset = (hours * 60 + (digits(2) ?? 0)) * 60_000
    return rest.isEmpty ? (sign == "+" ? result - offset : result + offset) : nil
  }

  /// The days since 1970-01-01 of a date in the proleptic Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
