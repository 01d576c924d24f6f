import SweepBase
package import SweepConfig

/// A value of a trial in a list: as recorded, until it is shown.
package enum TrialCell: Equatable, Sendable {
  case none
  case integer(Int)
  case number(Double)
  case text(String)
  case list([String])
  /// Milliseconds since 1970.
  case time(Int)
  case flag(Bool)
  /// The text of a JSON value.
  case json(String)

  /// What a filter compares.
  package var filterValue: FilterValue {
    switch self {
    case .none: .null
    case .integer(let number): .number(Double(number))
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .list(let texts): .list(texts)
    case .time(let milliseconds): .time(Double(milliseconds))
    case .flag(let flag): .bool(flag)
    case .json(let text): Self.value(text)
    }
  }

  private static func value(_ json: String) -> FilterValue {
    switch json.utf8.first {
    case UInt8(ascii: "\"")?: return .text(string(json))
    case UInt8(ascii: "{")?, UInt8(ascii: "[")?: return .text(json)
    default: break
    }
    switch json {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN": return .number(.nan)
    case "Infinity": return .number(.infinity)
    case "-Infinity": return .number(-.infinity)
    default: return Double(json).map { .number($0) } ?? .text(json)
    }
  }

  /// Whether it is a text, which stands at the left of its column.
  package var isText: Bool {
    switch self {
    case .text, .list: true
    case .json(let text): text.utf8.first == UInt8(ascii: "\"")
    case .none, .integer, .number, .time, .flag: false
    }
  }

  /// The text that a JSON string stands for.
  private static func string(_ json: String) -> String {
    if !json.utf8.contains(UInt8(ascii: "\\")) { return String(json.dropFirst().dropLast()) }
    return (try? JSONValue(parsing: json))?.stringValue ?? json
  }

  /// For other programs.
  package var jsonValue: JSONValue {
    switch self {
    case .none: .null
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    case .list(let texts): .array(texts.map { .string($0) })
    case .time(let milliseconds): .string(UTCText.text(milliseconds))
    case .flag(let flag): .bool(flag)
    case .json(let text): (try? JSONValue(parsing: text)) ?? .string(text)
    }
  }

  /// With all digits, for a spreadsheet.
  package var fullText: String {
    switch self {
    case .none: ""
    case .number(let number): number.pythonDescription
    case .text(let text): text
    case .list(let texts): texts.joined(separator: " ")
    case .json(let text) where text.utf8.first == UInt8(ascii: "\""): Self.string(text)
    case .json(let text): text
    case .integer, .time, .flag: shortText(of: .setting(""))
    }
  }

  /// For people, in a table.
  ///
  /// - Parameter source: What it is a value of, which decides how numbers are written.
  /// - Returns: `–` where there is none.
  package func shortText(of source: FilterSource) -> String {
    switch self {
    case .none: return "–"
    case .integer(let number): return String(number)
    case .number(let number):
      switch source {
      case .score, .field(.score): return NumberText.score(number)
      case .field(.seconds): return NumberText.duration(number)
      default: return NumberText.setting(.number(number))
      }
    case .text(let text):
      switch source {
      case .field(.id), .field(.commit): return String(decoding: text.utf8.prefix(8), as: UTF8.self)
      default: return text.utf8.allSatisfy { $0 >= 32 && $0 < 128 } ? text : firstLine(text)
      }
    case .list(let texts): return texts.joined(separator: " ")
    case .time(let milliseconds): return UTCText.text(milliseconds)
    case .flag(let flag): return flag ? "yes" : "no"
    case .json(let text): return Self.short(text, of: source)
    }
  }

  private static func short(_ json: String, of source: FilterSource) -> String {
    switch json.utf8.first {
    case UInt8(ascii: "\"")?: return string(json)
    case UInt8(ascii: "{")?, UInt8(ascii: "[")?:
      return (try? JSONValue(parsing: json)).map(NumberText.setting) ?? json
    default: break
    }
    if case .score = source { return Double(json).map(NumberText.score) ?? "–" }
    // Six digits at most are shown as they are.
    if json.utf8.count <= 7 { return json }
    guard json.utf8.contains(UInt8(ascii: ".")) || json.utf8.contains(UInt8(ascii: "e")) else {
      return json
    }
    return Double(json).map { NumberText.short(json, $0) } ?? json
  }
}

/// Times as text.
package enum UTCText {
  /// A time as a date and time in UTC: `2026-11-01 12:30:05`.
  package static func text(_ milliseconds: Int) -> String {
    let seconds = Int((Double(milliseconds) / 1000).rounded(.down))
    let days = Int((Double(seconds) / 86400).rounded(.down))
    let clock = seconds - days * 86400
    let (year, month, day) = date(days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day)) "
      + "\(two(clock / 3600)):\(two(clock % 3600 / 60)):\(two(clock % 60))"
  }

  /// The date of a number of days since 1970-01-01, in the proleptic Gregorian calendar.
  ///
  /// Years are counted from 1 March, so that a leap day is the last day of one.
  ///
  /// - Source: H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  package static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
