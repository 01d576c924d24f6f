import SweepConfig
import SweepText

extension WordPattern {
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
    self.init(places: places)
  }

  private static func place(_ object: JSONObject) throws(Fault) -> Place {
    var place = Place()
    for (key, value) in object.entries {
      let name = key.uppercased()
      if name == "OP" {
        try setCount(value.stringValue ?? "", &place)
        continue
      }
      if key == "_" {
        throw Fault(
          what: "\"_\" asks for an extension attribute, which Python code would have to set; "
            + "engine = \"spacy\" runs it")
      }
      guard let attribute = attribute(name) else {
        throw Fault(what: "\"\(key)\" is no attribute that is supported in patterns")
      }
      place.tests += try tests(attribute, value, .exactly)
    }
    return place
  }

  /// The attribute that patterns and rulers call by a name; `nil` for one that is not supported.
  static func attribute(_ name: String) -> Attribute? {
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
        ends.allSatisfy({ $0.isEmpty || Int($0).map { $0 >= 0 } ?? false }),
        ends.contains(where: { !$0.isEmpty })
      else {
        throw Fault(what: "expected OP to be one of ! ? * + {n} {n,m} {n,} {,m}, found \"\(text)\"")
      }
      place.least = Int(ends[0]) ?? 0
      place.most = Int(ends[ends.count - 1]) ?? Int.max
      guard place.least <= place.most else {
        throw Fault(what: "expected n <= m in OP, found \"\(text)\"")
      }
    }
  }

  /// How the texts of a set are compared.
  private enum Comparison {
    case exactly
    case byRegex
    /// With the most edits; `nil` for a share of the characters.
    case nearly(Int?)
  }

  private static func tests(
    _ attribute: Attribute, _ value: JSONValue, _ comparison: Comparison
  ) throws(Fault) -> [Test] {
    guard let object = value.objectValue else {
      return [.isAny(attribute, of: [try id(value, attribute)], isMember: true)]
    }
    var tests: [Test] = []
    for (key, value) in object.entries {
      let name = key.uppercased()
      if let relation = NumberRelation(rawValue: name) {
        guard let number = value.doubleValue else {
          throw Fault(what: "expected a number after \(key)")
        }
        tests.append(.compares(attribute, relation, number))
      } else if let relation = SetRelation(rawValue: name) {
        tests.append(.relates(attribute, relation, try ids(value, key, attribute)))
      } else if name == "IN" || name == "NOT_IN" {
        tests.append(try member(attribute, key, value, comparison))
      } else if name == "REGEX" {
        if value.objectValue != nil {
          tests += try self.tests(attribute, value, .byRegex)
        } else {
          tests.append(.finds(attribute, [try pattern(value)], isMember: true))
        }
      } else if let edits = edits(name) {
        if value.objectValue != nil {
          tests += try self.tests(attribute, value, .nearly(edits))
          continue
        }
        guard let text = value.stringValue else {
          throw Fault(what: "expected a text after \(key), or an object with IN or NOT_IN")
        }
        if case .byRegex = comparison {
          throw Fault(what: "\"\(key)\" is not supported within REGEX")
        }
        tests.append(.resembles(attribute, [FuzzyText(text, edits: edits)], isMember: true))
      } else {
        throw Fault(what: "\"\(key)\" is not supported in patterns")
      }
    }
    return tests
  }

  /// The edits that `FUZZY`, or `FUZZY1` to `FUZZY9`, allow; `nil` for another name.
  private static func edits(_ name: String) -> Int?? {
    guard name.hasPrefix("FUZZY") else { return nil }
    let digits = name.dropFirst(5)
    if digits.isEmpty { return .some(nil) }
    guard digits.utf8.count == 1, let edits = Int(digits), edits > 0 else { return nil }
    return .some(edits)
  }

  /// The test of `IN` and `NOT_IN`.
  private static func member(
    _ attribute: Attribute, _ key: String, _ value: JSONValue, _ comparison: Comparison
  ) throws(Fault) -> Test {
    let isMember = key.uppercased() == "IN"
    guard let items = value.arrayValue else {
      throw Fault(what: "expected a list after \(key), found \(value.kindDescription)")
    }
    switch comparison {
    case .exactly:
      return .isAny(attribute, of: try ids(value, key, attribute), isMember: isMember)
    case .byRegex:
      guard attribute != .morph else {
        throw Fault(what: "\(key) within REGEX is not supported for MORPH; give one REGEX")
      }
      var patterns: [Pattern] = []
      for item in items { patterns.append(try pattern(item)) }
      return .finds(attribute, patterns, isMember: isMember)
    case .nearly(let edits):
      guard items.allSatisfy({ $0.stringValue != nil }) else {
        throw Fault(what: "expected texts after \(key) within FUZZY")
      }
      let texts = items.compactMap(\.stringValue)
        .map { attribute == .morph ? MorphFeatures($0).text : $0 }
      return .resembles(
        attribute, texts.map { FuzzyText($0, edits: edits) }, isMember: isMember)
    }
  }

  private static func pattern(_ value: JSONValue) throws(Fault) -> Pattern {
    guard let text = value.stringValue else {
      throw Fault(what: "expected REGEX to be a regular expression, or an object with IN or NOT_IN")
    }
    do throws(PatternError) { return try Pattern(text) } catch { throw Fault(what: "\(error)") }
  }

  /// The values of a list as documents have them; features in their usual order.
  private static func ids(
    _ value: JSONValue, _ key: String, _ attribute: Attribute
  ) throws(Fault) -> Set<UInt64> {
    guard let items = value.arrayValue else {
      throw Fault(what: "expected a list after \(key), found \(value.kindDescription)")
    }
    var ids: Set<UInt64> = []
    for item in items {
      if attribute == .morph, let text = item.stringValue {
        ids.insert(StringStore.id(of: MorphFeatures(text).text))
      } else {
        ids.insert(try id(item, attribute))
      }
    }
    return ids
  }

  /// The value of an attribute as documents have it.
  private static func id(_ value: JSONValue, _ attribute: Attribute) throws(Fault) -> UInt64 {
    if let text = value.stringValue {
      if attribute == .entIOB, let state = ["", "I", "O", "B"].firstIndex(of: text) {
        return UInt64(state)
      }
      return StringStore.id(of: text)
    }
    if let flag = value.boolValue { return flag ? 1 : 0 }
    guard let number = value.intValue else {
      throw Fault(
        what: "expected a text, a number or a truth value, found \(value.kindDescription)")
    }
    return UInt64(bitPattern: Int64(number))
  }
}
