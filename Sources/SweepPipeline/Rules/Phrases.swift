import SweepConfig
import SweepText

/// Phrases by the values of their words, to find many of them at once.
///
/// - Source: spaCy 3.8 `PhraseMatcher`.
struct Phrases: Sendable {
  /// What words are compared by.
  let attribute: Attribute
  /// A node of a tree of values: where each value leads, and the rules of the phrases that end here.
  private struct Node: Sendable {
    var next: [UInt64: Int] = [:]
    var rules: [Int] = []
  }
  private var nodes = [Node()]

  init(attribute: Attribute) { self.attribute = attribute }

  /// Adds a phrase, divided into words; one without words fits nowhere.
  mutating func add(_ phrase: Doc, rule: Int) {
    let values = PatternWords.features(of: phrase, [attribute])
    guard !values.isEmpty else { return }
    var place = 0
    for value in values {
      if let next = nodes[place].next[value] {
        place = next
      } else {
        nodes.append(Node())
        nodes[place].next[value] = nodes.count - 1
        place = nodes.count - 1
      }
    }
    nodes[place].rules.append(rule)
  }

  /// Where phrases are in a document, each with its rule.
  func matches(in doc: Doc) -> [(rule: Int, range: Range<Int>)] {
    guard nodes.count > 1 else { return [] }
    let values = PatternWords.features(of: doc, [attribute])
    var found: [(rule: Int, range: Range<Int>)] = []
    for start in 0..<doc.count {
      var (place, end) = (0, start)
      while end < doc.count, let next = nodes[place].next[values[end]] {
        (place, end) = (next, end + 1)
        for rule in nodes[place].rules { found.append((rule, start..<end)) }
      }
    }
    return found
  }

  /// The attribute under `phrase_matcher_attr`; `nil` for one that phrases have no values of before
  /// components annotate them, or that is not known.
  static func attribute(_ name: String) -> Attribute? {
    guard let attribute = WordPattern.attribute(name.uppercased()) else { return nil }
    let annotated: [Attribute] = [
      .lemma, .pos, .tag, .dep, .morph, .head, .sentStart, .entIOB, .entType, .entKBID, .entID,
    ]
    return annotated.contains(attribute) ? nil : attribute
  }

  /// What `phrase_matcher_attr` may be, for messages.
  static let attributes = "ORTH, LOWER, NORM, SHAPE, another attribute of the text alone, or null"
}

extension Phrases {
  /// The attribute of a setting: by name or number, the words themselves for null.
  static func attribute(_ setting: JSONValue) -> Attribute? {
    if setting.isNull { return .orth }
    if let number = setting.intValue, number > 0 {
      return attribute(Attribute(rawValue: UInt64(number)).description)
    }
    return setting.stringValue.flatMap { attribute($0) }
  }
}
