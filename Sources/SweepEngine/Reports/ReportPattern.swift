import SweepConfig

/// A pattern by which numbers are read from what a program prints: `step {step}: loss={loss}`.
///
/// Names in braces stand for numbers, `{*}` for any text up to what follows, blanks for one or more
/// blanks; everything else stands for itself. The pattern is looked for anywhere in a line. `step`,
/// `epoch` and `words` are what they are, any other name is a metric.
public struct ReportPattern: Equatable, Sendable {
  enum Part: Equatable, Sendable {
    case literal([UInt8])
    case blanks
    case number(String)
    case anything
  }

  /// As written.
  public let text: String
  let parts: [Part]

  /// What is wrong with a pattern.
  public struct Problem: Error, Equatable, Sendable {
    public var expected: String
    public var found: String
  }

  /// Reads a pattern.
  ///
  /// - Throws: `Problem` where braces are not in pairs, a name is empty or comes twice, or there is
  ///   no metric.
  public init(parsing text: String) throws(Problem) {
    var parts: [Part] = []
    var names: [String] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "{"):
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          throw Problem(expected: "a } after each {", found: "\"\(text)\"")
        }
        let name = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        if name == "*" {
          parts.append(.anything)
          continue
        }
        guard Self.isName(name) else {
          throw Problem(
            expected: "names of letters, digits, _, . and - in braces", found: "{\(name)}")
        }
        guard !names.contains(name) else {
          throw Problem(expected: "each name once", found: "{\(name)} twice")
        }
        names.append(name)
        parts.append(.number(name))
      case 0x20, 0x09: if parts.last != .blanks { parts.append(.blanks) }
      default:
        if case .literal(let before) = parts.last {
          parts[parts.count - 1] = .literal(before + [byte])
        } else {
          parts.append(.literal([byte]))
        }
      }
    }
    guard names.contains(where: { !["step", "epoch", "words"].contains($0) }) else {
      throw Problem(expected: "a metric in braces, as in \"loss={loss}\"", found: "\"\(text)\"")
    }
    for (part, next) in zip(parts, parts.dropFirst()) {
      if case .number(let name) = part, case .number(let other) = next {
        throw Problem(expected: "something between two numbers", found: "{\(name)}{\(other)}")
      }
    }
    (self.text, self.parts) = (text, parts)
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Longer lines are not for people to read.
  public static let largestLine = 8_192

  /// The evaluation that a line tells of; `nil` where the pattern is not in it.
  ///
  /// - Complexity: O(line × parts), as what follows a `{*}` does not depend on what was before.
  public func evaluation(in line: some Collection<UInt8>) -> ReportEvent.Evaluation? {
    guard line.count <= Self.largestLine else { return nil }
    let line = Array(line)
    var numbers: [(String, Double)] = []
    var (index, position) = (0, 0)
    // Where to go on after a mismatch; at first, at any place of the line.
    var retry = (index: 0, position: 0, count: 0)
    while index < parts.count {
      if parts[index] == .anything {
        index += 1
        retry = (index, position, numbers.count)
      } else if let end = end(of: index, line, position, &numbers) {
        (index, position) = (index + 1, end)
      } else {
        retry.position += 1
        guard retry.position <= line.count else { return nil }
        (index, position) = (retry.index, retry.position)
        numbers.removeLast(numbers.count - retry.count)
      }
    }
    return Self.evaluation(numbers)
  }

  /// Where a part ends that begins at a place; `nil` where it does not.
  private func end(
    of index: Int, _ line: [UInt8], _ position: Int, _ numbers: inout [(String, Double)]
  ) -> Int? {
    switch parts[index] {
    case .literal(let bytes):
      return line[position...].starts(with: bytes) ? position + bytes.count : nil
    case .blanks:
      let end = line[position...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.count
      return end > position ? end : nil
    case .number(let name):
      guard let (number, end) = Self.number(in: line, at: position) else { return nil }
      numbers.append((name, number))
      return end
    case .anything: return position
    }
  }

  private static func evaluation(_ numbers: [(String, Double)]) -> ReportEvent.Evaluation? {
    var evaluation = ReportEvent.Evaluation()
    for (name, number) in numbers {
      switch name {
      case "step", "epoch", "words":
        guard let whole = Int(exactly: number.rounded(.towardZero)), whole >= 0 else { return nil }
        if name == "step" { evaluation.step = whole }
        if name == "epoch" { evaluation.epoch = whole }
        if name == "words" { evaluation.words = whole }
      default: evaluation.metrics[name] = .number(number)
      }
    }
    return evaluation
  }

  /// The number at a place, as programs print them: `-1.5e-3`, `nan`, `inf`, `97.5%` without its sign.
  private static func number(in line: [UInt8], at start: Int) -> (Double, Int)? {
    let end =
      line[start...].firstIndex { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "+"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"):
          false
        default: true
        }
      } ?? line.count
    // The longest beginning that is a number: `0.5s` is 0.5.
    var stop = min(end, start + 40)
    while stop > start {
      let text = String(decoding: line[start..<stop], as: UTF8.self)
      if let number = Self.number(text) { return (number, stop) }
      stop -= 1
    }
    return nil
  }

  private static func number(_ text: String) -> Double? {
    let plain = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = plain.utf8.first, let last = plain.utf8.last else { return nil }
    let isDigit = { (byte: UInt8) in
      byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: ".")
    }
    // `Double` also reads hexadecimal and payloads of NaN, which no program means.
    if isDigit(first) && isDigit(last) {
      return plain.lowercased().contains("x") ? nil : Double(text)
    }
    return NumberWord.number(text)
  }
}

/// The words that programs have for numbers which are none.
enum NumberWord {
  static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan", "+nan", "-nan": .nan
    case "infinity", "inf", "+infinity", "+inf": .infinity
    case "-infinity", "-inf": -.infinity
    default: nil
    }
  }
}
