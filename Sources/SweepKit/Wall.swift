import Foundation
import SweepReport

/// The time of day, for the record only: no result depends on it.
enum Wall {
  /// Milliseconds since 1970.
  static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }

  /// A time of the record as a date and time in UTC.
  static func text(_ milliseconds: Int) -> String {
    let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let minutes = (milliseconds - days * 86_400_000) / 60_000
    let (year, month, day) = UTCText.date(days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day)) \(two(minutes / 60)):\(two(minutes % 60)) UTC"
  }

  /// A time of the record in ISO 8601, in UTC with milliseconds: `2026-01-02T03:04:05.678Z`.
  static func isoText(_ milliseconds: Int) -> String {
    let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let rest = milliseconds - days * 86_400_000
    let (year, month, day) = UTCText.date(days)
    func padded(_ number: Int, _ digits: Int) -> String {
      let text = "\(number)"
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
    return "\(date)T\(time.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
  }
}
