import Foundation

/// The time of day, for the record only: no result depends on it.
enum Wall {
  /// Milliseconds since 1970.
  static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }

  /// A time of the record as a date and time in UTC.
  static func text(_ milliseconds: Int) -> String {
    let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let minutes = (milliseconds - days * 86_400_000) / 60_000
    let (year, month, day) = civilDate(days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day)) \(two(minutes / 60)):\(two(minutes % 60)) UTC"
  }

  /// A time of the record in ISO 8601, in UTC with milliseconds: `2026-01-02T03:04:05.678Z`.
  static func isoText(_ milliseconds: Int) -> String {
    let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let rest = milliseconds - days * 86_400_000
    let (year, month, day) = civilDate(days)
    func padded(_ number: Int, _ digits: Int) -> String {
      let text = "\(number)"
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
    return "\(date)T\(time.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
  }

  /// The date of a number of days since 1970-01-01, in the proleptic Gregorian calendar.
  ///
  /// Years are counted from 1 March, so that a leap day is the last day of one.
  private static func civilDate(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
