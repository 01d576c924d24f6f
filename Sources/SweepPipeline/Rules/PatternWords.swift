import SweepText

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
    features = Self.features(of: doc, attributes)
  }

  /// The values of words as spaCy's matchers see them, row by row.
  ///
  /// Whether a word starts a sentence is yes or no there, never unknown.
  static func features(of doc: Doc, _ attributes: [Attribute]) -> [UInt64] {
    var vocab = Vocab()
    var features = vocab.features(of: doc, attributes)
    if let column = attributes.firstIndex(of: .sentStart) {
      for word in 0..<doc.count {
        let place = word * attributes.count + column
        features[place] = features[place] == 1 ? 1 : 0
      }
    }
    return features
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
    case .finds(let attribute, let patterns, let isMember):
      let text = text(attribute, value, word)
      return patterns.contains { $0.firstMatch(in: text) != nil } == isMember
    case .resembles(let attribute, let texts, let isMember):
      let text = text(attribute, value, word)
      return texts.contains { $0.resembles(text) } == isMember
    case .relates(let attribute, let relation, let others):
      let values = values(attribute, value)
      switch relation {
      case .isSubset: return values.isSubset(of: others)
      case .isSuperset: return values.isSuperset(of: others)
      case .intersects: return !values.isDisjoint(with: others)
      }
    // Values have no sign, as in spaCy.
    case .compares(_, let relation, let number): return relation.holds(Double(value), number)
    }
  }

  /// The features of a word one by one, each with one value; of other attributes, the only value.
  private func values(_ attribute: Attribute, _ value: UInt64) -> Set<UInt64> {
    guard attribute == .morph else { return [value] }
    let features = MorphFeatures(doc.strings[value] ?? "")
    var values: Set<UInt64> = []
    for (name, list) in features.entries {
      for item in list.split(separator: ",", omittingEmptySubsequences: false) {
        values.insert(StringStore.id(of: "\(name)=\(item)"))
      }
    }
    return values
  }

  /// The text of a value.
  private func text(_ attribute: Attribute, _ value: UInt64, _ word: Int) -> String {
    switch attribute {
    case .orth: doc.words[word]
    case .lower: PythonText.lowercased(doc.words[word])
    case .norm: doc.strings[value] ?? Lexeme.normText(of: doc.words[word])
    case .shape: WordShape.shape(of: doc.words[word])
    case .prefix: String(doc.words[word].unicodeScalars.prefix(1))
    case .suffix: String(doc.words[word].unicodeScalars.suffix(3))
    default: doc.strings[value] ?? ""
    }
  }
}
