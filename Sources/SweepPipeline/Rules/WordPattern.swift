import SweepConfig
import SweepText

/// A pattern of words, as spaCy's `Matcher` takes it: what each word must be, and how often.
///
/// - Source: spaCy 3.8 `matcher.pyx`.
struct WordPattern: Sendable {
  /// What a word may be asked for.
  enum Test: Sendable {
    /// Whether a value is one of some, or none of them.
    case isAny(Attribute, of: Set<UInt64>, isMember: Bool)
    /// Whether a pattern is found in a text.
    case contains(Attribute, Pattern)
    /// Whether a number stands in a relation to another.
    case compares(Attribute, String, Int)

    var attribute: Attribute {
      switch self {
      case .isAny(let attribute, _, _), .contains(let attribute, _), .compares(let attribute, _, _):
        attribute
      }
    }
  }

  /// One place of the pattern.
  struct Place: Sendable {
    var tests: [Test] = []
    /// Whether the word must fail the tests.
    var isNegated = false
    var least = 1
    var most = 1
  }

  let places: [Place]

  /// What is wrong with a pattern.
  struct Fault: Error, Equatable {
    let what: String
  }

  /// Reads a pattern as files have it: a list with an object per place.
  ///
  /// - Throws: `Fault` for what is not understood.
  init(reading json: JSONValue) throws(Fault) {
    guard let items = json.arrayValue else {
      throw Fault(what: "expected a list of words, found \(json.kindDescription)")
    }
    var places: [Place] = []
    for item in items {
      guard let object = item.objectValue else {
        throw Fault(what: "expected an object per word, found \(item.kindDescription)")
      }
      places.append(try Self.place(object))
    }
    guard !places.isEmpty else { throw Fault(what: "expected at least one word, found none") }
    self.places = places
  }

  private static func place(_ object: JSONObject) throws(Fault) -> Place {
    var place = Place()
    for (key, value) in object.entries {
      let name = key.uppercased()
      if name == "OP" {
        try setCount(value.stringValue ?? "", &place)
        continue
      }
      guard let attribute = attribute(name) else {
        throw Fault(what: "\"\(key)\" is no attribute that is supported in patterns")
      }
      place.tests += try tests(attribute, value)
    }
    return place
  }

  private static func attribute(_ name: String) -> Attribute? {
    let name = ["TEXT": "ORTH", "IS_SENT_START": "SENT_START"][name] ?? name
    guard let attribute = Attribute(name: name), Vocab.supports(attribute) else { return nil }
    return attribute
  }

  private static func setCount(_ text: String, _ place: inout Place) throws(Fault) {
    switch text {
    case "1": return
    case "!": place.isNegated = true
    case "?": place.least = 0
    case "*": (place.least, place.most) = (0, Int.max)
    case "+": place.most = Int.max
    default:
      let body = text.dropFirst().dropLast()
      let ends = body.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.filter { $0 != " " } }
      guard text.hasPrefix("{"), text.hasSuffix("}"), (1...2).contains(ends.count),
        ends.allSatisfy({ $0.isEmpty || Int($0) != nil }), ends.contains(where: { !$0.isEmpty })
      else {
        throw Fault(what: "expected OP to be one of ! ? * + {n} {n,m} {n,} {,m}, found \"\(text)\"")
      }
      place.least = Int(ends[0]) ?? 0
      place.most = Int(ends[ends.count - 1]) ?? Int.max
    }
  }

  private static func tests(
    _ attribute: Attribute, _ value: JSONValue
  ) throws(Fault) -> [Test] {
    guard let object = value.objectValue else {
      return [.isAny(attribute, of: [try id(value, attribute)], isMember: true)]
    }
    var tests: [Test] = []
    for (key, value) in object.entries {
      switch key.uppercased() {
      case "IN", "NOT_IN":
        var ids: Set<UInt64> = []
        for item in value.arrayValue ?? [] { ids.insert(try id(item, attribute)) }
        tests.append(.isAny(attribute, of: ids, isMember: key.uppercased() == "IN"))
      case "REGEX":
        guard let text = value.stringValue else {
          throw Fault(what: "expected REGEX to be one regular expression")
        }
        do throws(PatternError) {
          tests.append(.contains(attribute, try Pattern(text)))
        } catch {
          throw Fault(what: "\(error)")
        }
      case "==", ">=", "<=", ">", "<":
        guard let number = value.intValue else {
          throw Fault(what: "expected a whole number after \(key)")
        }
        tests.append(.compares(attribute, key, number))
      default:
        throw Fault(what: "\"\(key)\" is not supported in patterns")
      }
    }
    return tests
  }

  /// The value of an attribute as documents have it.
  private static func id(_ value: JSONValue, _ attribute: Attribute) throws(Fault) -> UInt64 {
    if let text = value.stringValue { return StringStore.id(of: text) }
    if let flag = value.boolValue {
      guard flag || attribute != .sentStart else {
        throw Fault(what: "SENT_START false is not supported in patterns")
      }
      return flag ? 1 : 0
    }
    guard let number = value.intValue else {
      throw Fault(
        what: "expected a text, a number or a truth value, found \(value.kindDescription)")
    }
    return UInt64(bitPattern: Int64(number))
  }
}

/// The words of a document as patterns look at them.
struct PatternWords {
  private let doc: Doc
  private let attributes: [Attribute]
  private let features: [UInt64]

  /// Looks up what some patterns ask for.
  init(_ doc: Doc, _ patterns: [WordPattern]) {
    self.doc = doc
    var attributes: [Attribute] = []
    for test in patterns.lazy.flatMap(\.places).flatMap(\.tests)
    where !attributes.contains(test.attribute) {
      attributes.append(test.attribute)
    }
    self.attributes = attributes
    var vocab = Vocab()
    features = vocab.features(of: doc, attributes)
  }

  /// All ranges of words that a pattern fits, in order of start and end.
  func matches(_ pattern: WordPattern) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for start in 0..<doc.count {
      var ends = [start]
      for place in pattern.places {
        var next: Set<Int> = []
        for end in ends {
          var (count, end) = (0, end)
          if place.least == 0 { next.insert(end) }
          while count < place.most, end < doc.count, fits(place, end) {
            (count, end) = (count + 1, end + 1)
            if count >= place.least { next.insert(end) }
          }
        }
        ends = next.sorted()
        if ends.isEmpty { break }
      }
      found += ends.filter { $0 > start }.map { start..<$0 }
    }
    return found
  }

  private func fits(_ place: WordPattern.Place, _ word: Int) -> Bool {
    place.tests.allSatisfy { passes($0, word) } != place.isNegated
  }

  private func passes(_ test: WordPattern.Test, _ word: Int) -> Bool {
    guard let column = attributes.firstIndex(of: test.attribute) else { return false }
    let value = features[word * attributes.count + column]
    switch test {
    case .isAny(_, let ids, let isMember): return ids.contains(value) == isMember
    case .contains(let attribute, let pattern):
      return pattern.firstMatch(in: text(attribute, value, word)) != nil
    case .compares(_, let relation, let number):
      let value = Int(Int64(bitPattern: value))
      switch relation {
      case "==": return value == number
      case ">=": return value >= number
      case "<=": return value <= number
      case ">": return value > number
      default: return value < number
      }
    }
  }

  private func text(_ attribute: Attribute, _ value: UInt64, _ word: Int) -> String {
    switch attribute {
    case .orth: doc.words[word]
    case .lower: PythonText.lowercased(doc.words[word])
    default: doc.strings[value] ?? PythonText.lowercased(doc.words[word])
    }
  }
}
