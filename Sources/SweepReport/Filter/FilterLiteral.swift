/// A value that is written in a filter without quotes, and is no text.
enum FilterLiteral: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  /// A length of time in seconds.
  case duration(Double)
  /// A day, minute or second: from when until before when, in milliseconds since 1970.
  case time(start: Double, end: Double)

  /// Reads a word; `nil` for any other.
  init?(_ word: String) {
    switch word.lowercased() {
    case "null", "none": self = .null
    case "true": self = .bool(true)
    case "false": self = .bool(false)
    default:
      // What Swift calls numbers too, such as `nan`, `inf` and `0x1p3`, are words here.
      guard let first = word.utf8.first(where: { $0 != 43 && $0 != 45 && $0 != 46 }),
        Self.isDigit(first)
      else { return nil }
      if word.utf8.allSatisfy({ Self.isDigit($0) || "+-.eE".utf8.contains($0) }),
        let number = Double(word)
      {
        self = .number(number)
      } else if let seconds = Self.duration(word) {
        self = .duration(seconds)
      } else if let time = Self.time(word) {
        self = time
      } else {
        return nil
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  /// `500ms`, `90s`, `10m`, `1.5h`, `2d`, and several of them, as in `1h30m`.
  private static func duration(_ word: String) -> Double? {
    let units: [(String, Double)] = [
      ("ms", 0.001), ("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400),
    ]
    var rest = Substring(word)
    var seconds = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = Double(String(digits)),
        let unit = units.first(where: { rest.hasPrefix($0.0) })
      else { return nil }
      seconds += number * unit.1
      rest = rest.dropFirst(unit.0.count)
    }
    return seconds
  }

  /// `2026-11-01`, `2026-11-01T10:30` or `2026-11-01T10:30:15`, in UTC, with a `Z` or without.
  static func time(_ text: String) -> FilterLiteral? {
    let bytes = Array(text.utf8)
    var (numbers, signs): ([Int], [UInt8]) = ([], [])
    var digits = 0
    for byte in bytes {
      if isDigit(byte) {
        if digits == 0 { numbers.append(0) }
        digits += 1
        guard digits <= 4 else { return nil }
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 48)
      } else {
        guard digits == (numbers.count == 1 ? 4 : 2) else { return nil }
        digits = 0
        signs.append(byte)
      }
    }
    if let last = signs.last, last == UInt8(ascii: "Z"), digits == 0 {
      guard numbers.count > 3 else { return nil }
      signs.removeLast()
    } else {
      guard digits == 2 else { return nil }
    }
    // A blank is possible in quotes only.
    let shapes = ["--", "--T:", "--T::", "-- :", "-- ::"].map { Array($0.utf8) }
    guard shapes.contains(signs), numbers.count == signs.count + 1 else { return nil }
    return time(numbers)
  }

  private static func time(_ numbers: [Int]) -> FilterLiteral? {
    let (year, month, day) = (numbers[0], numbers[1], numbers[2])
    let clock = Array(numbers.dropFirst(3))
    guard (1...12).contains(month), day >= 1, day <= days(in: month, of: year),
      clock.first ?? 0 < 24, clock.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    let seconds = zip(clock, [3600, 60, 1]).map { $0 * $1 }.reduce(0, +)
    let start = Double(daysSince1970(year, month, day) * 86400 + seconds) * 1000
    let length: Double = clock.isEmpty ? 86_400_000 : clock.count == 2 ? 60_000 : 1000
    return .time(start: start, end: start + length)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// - Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// As a trial's value would be.
  var value: FilterValue {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let number), .duration(let number): .number(number)
    case .time(let start, _): .time(start)
    }
  }
}
