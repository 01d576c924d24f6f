import SweepBase
import SweepConfig
import SweepSearch
import Synchronization

/// The texts of the configs of many assignments, without resolving each config anew.
///
/// Two assignments that differ in numbers alone lead to configs that differ in those numbers alone,
/// wherever variables carry them. So a config is resolved once for each set of keys and kinds of
/// values, with numbers that stand nowhere else; a text is that one with other numbers in their
/// places. Each such pattern is compared with the slow way before it is used: where it is not the
/// same, the slow way stays. A class because all copies of a plan share what it has learned; it owns
/// its lock.
final class ResolvedTexts: Sendable {
  /// What an assignment's config reads as.
  struct Texts: Equatable, Sendable {
    /// As the record keeps it; variables are kept.
    var record: String
    /// Canonical, variables filled in.
    var canonical: String
  }

  private let resolve: @Sendable (Assignment, Int, Int?) throws(ConfigErrors) -> Config
  /// By keys and kinds; `nil` where only the slow way will do.
  private let patterns = Mutex<[String: Pattern?]>([:])

  /// So many are kept: an assignment of many texts has a pattern for each combination.
  private static let mostPatterns = 256

  /// - Parameter resolve: The slow way: the config of an assignment, a seed and a fold.
  init(_ resolve: @escaping @Sendable (Assignment, Int, Int?) throws(ConfigErrors) -> Config) {
    self.resolve = resolve
  }

  /// The texts of an assignment's config.
  ///
  /// - Throws: `ConfigErrors` where a value does not fit.
  func texts(
    of assignment: Assignment, seed: Int, fold: Int? = nil
  ) throws(ConfigErrors) -> Texts {
    let shape = Shape(assignment, fold)
    if let known = patterns.withLock({ $0[shape.key] }) {
      guard let known else { return try slowTexts(of: assignment, seed, fold) }
      return known.texts(shape.numbers + ["\(seed)"])
    }
    let texts = try slowTexts(of: assignment, seed, fold)
    var pattern = self.pattern(of: assignment, fold)
    if pattern?.texts(shape.numbers + ["\(seed)"]) != texts { pattern = nil }
    let found = pattern
    patterns.withLock { if $0.count < Self.mostPatterns { $0[shape.key] = found } }
    return texts
  }

  private func slowTexts(
    of assignment: Assignment, _ seed: Int, _ fold: Int?
  ) throws(ConfigErrors) -> Texts {
    let config = try resolve(assignment, seed, fold)
    return Texts(record: config.recordText(), canonical: try config.interpolated().canonicalText())
  }

  private func pattern(of assignment: Assignment, _ fold: Int?) -> Pattern? {
    var marks: [String] = []
    func mark(like value: JSONValue) -> JSONValue {
      let number = 71_936_420_000_000 + 1_000_003 * (marks.count + 1)
      let mark: JSONValue =
        switch value {
        case .integer: .integer(number)
        case .number(let x) where x == x.rounded(): .number(Double(number))
        default: .number(Double(number) * 1e-14)
        }
      marks.append(mark.serialized(.python))
      return mark
    }
    let marked = Assignment(
      assignment.settings.map { Shape.isNumber($0) ? Setting($0.key, mark(like: $0.value)) : $0 })
    let seed = 71_936_420_000_000 - 1_000_003
    marks.append("\(seed)")
    guard let texts = try? slowTexts(of: marked, seed, fold) else { return nil }
    let pattern = Pattern(
      record: .init(texts.record, marks), canonical: .init(texts.canonical, marks))
    return pattern.hasAll(marks.count) ? pattern : nil
  }
}

/// What of an assignment is the same for many: its keys, and all values but numbers.
private struct Shape {
  var key = ""
  /// The texts of its numbers, in order.
  var numbers: [String] = []

  init(_ assignment: Assignment, _ fold: Int?) {
    if let fold { key = "\(fold)\u{2}" }
    for setting in assignment.settings {
      let text = setting.value.serialized(.python)
      key += setting.key
      if Self.isNumber(setting) {
        numbers.append(text)
        switch setting.value {
        case .integer: key += "\u{1}i\u{2}"
        case .number(let x) where x == x.rounded(): key += "\u{1}w\u{2}"
        default: key += "\u{1}n\u{2}"
        }
      } else {
        key += "\u{1}=" + text + "\u{2}"
      }
    }
  }

  static func isNumber(_ setting: Setting) -> Bool {
    switch setting.value {
    case .integer: true
    case .number(let x): x.isFinite
    default: false
    }
  }
}

/// Texts with places for numbers.
private struct Pattern: Sendable {
  var record: Text
  var canonical: Text

  struct Text: Sendable {
    /// Pieces of text, and between them the places: indices of numbers.
    var pieces: [String] = [""]
    var places: [Int] = []

    init(_ text: String, _ marks: [String]) {
      var rest = text[...]
      let bytes = marks.map { Array($0.utf8) }
      search: while !rest.isEmpty {
        var index = rest.startIndex
        while index < rest.endIndex {
          for (place, mark) in bytes.enumerated() where rest.utf8[index...].starts(with: mark) {
            pieces[pieces.count - 1] = String(rest[..<index])
            places.append(place)
            pieces.append("")
            rest = rest[rest.utf8.index(index, offsetBy: mark.count)...]
            continue search
          }
          index = rest.utf8.index(after: index)
        }
        break
      }
      pieces[pieces.count - 1] = String(rest)
    }

    func filled(_ numbers: [String]) -> String {
      var text = pieces[0]
      for (place, piece) in zip(places, pieces.dropFirst()) { text += numbers[place] + piece }
      return text
    }
  }

  func hasAll(_ count: Int) -> Bool {
    [record, canonical].allSatisfy { Set($0.places).count == count }
  }

  func texts(_ numbers: [String]) -> ResolvedTexts.Texts {
    ResolvedTexts.Texts(record: record.filled(numbers), canonical: canonical.filled(numbers))
  }
}
