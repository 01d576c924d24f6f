import SweepBase
import SweepConfig
import SweepText

/// Words that may be written in other ways, such as quotes and dashes, by their tags.
///
/// - Source: spaCy 3.8 `make_orth_variants`.
public struct OrthVariants: Hashable, Sendable {
  /// Words that stand for each other.
  struct Single: Hashable, Sendable {
    var tags: [String]
    var variants: [String]
  }

  /// Pairs of words that stand for each other, such as opening and closing quotes.
  struct Paired: Hashable, Sendable {
    var tags: [String]
    var variants: [[String]]
  }

  private(set) var single: [Single] = []
  private(set) var paired: [Paired] = []
  /// Whether there is neither a list of words nor one of pairs, even an empty one.
  let isEmpty: Bool

  /// Reads the content of a file.
  ///
  /// - Throws: `VariantsError` that names the place and what was expected.
  init(_ value: JSONValue) throws(VariantsError) {
    guard let object = value.objectValue else {
      throw VariantsError("an object with the lists \"single\" and \"paired\"")
    }
    isEmpty = object.isEmpty
    for (number, entry) in try Self.list(object["single"], "single").enumerated() {
      let place = "single, entry \(number)"
      let variants = try Self.texts(entry["variants"], "\(place): \"variants\"")
      single.append(Single(tags: try Self.texts(entry["tags"], "\(place): \"tags\""), variants))
    }
    for (number, entry) in try Self.list(object["paired"], "paired").enumerated() {
      let place = "paired, entry \(number)"
      let pairs = try Self.list(entry["variants"], "\(place): \"variants\"").map {
        pair throws(VariantsError) in try Self.texts(pair, "\(place): a pair")
      }
      guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 }) else {
        throw VariantsError("\(place): \"variants\" as pairs of two texts")
      }
      paired.append(Paired(tags: try Self.texts(entry["tags"], "\(place): \"tags\""), pairs))
    }
  }

  private static func list(
    _ value: JSONValue?, _ place: String
  ) throws(VariantsError) -> [JSONValue] {
    guard let value, !value.isNull else { return [] }
    guard let list = value.arrayValue else { throw VariantsError("\(place) as a list") }
    return list
  }

  private static func texts(
    _ value: JSONValue?, _ place: String
  ) throws(VariantsError) -> [String] {
    guard let texts = value?.arrayValue?.map(\.stringValue), !texts.isEmpty, !texts.contains(nil)
    else { throw VariantsError("\(place) as a list of texts") }
    return texts.compactMap(\.self)
  }

  /// Writes words in ways that are drawn: for each entry one, for all words of the text.
  func change(_ words: [String], tags: [String], _ random: inout PythonRandom) -> [String] {
    var words = words
    let choices = single.map { $0.variants[random.below($0.variants.count)] }
    for index in words.indices {
      for (entry, choice) in zip(single, choices)
      where entry.tags.has(tags[index]) && entry.variants.has(words[index]) {
        words[index] = choice
      }
    }
    let pairs = paired.map { $0.variants[random.below($0.variants.count)] }
    for index in words.indices {
      for (entry, choice) in zip(paired, pairs)
      where entry.tags.has(tags[index]) && entry.variants.joined().has(words[index]) {
        // Drawn even where the side is known.
        let drawn = random.below(2)
        words[index] = choice[entry.side(of: words[index], tag: tags[index]) ?? drawn]
      }
    }
    return words
  }
}

extension OrthVariants.Single {
  fileprivate init(tags: [String], _ variants: [String]) {
    (self.tags, self.variants) = (tags, variants)
  }
}

extension OrthVariants.Paired {
  fileprivate init(tags: [String], _ variants: [[String]]) {
    (self.tags, self.variants) = (tags, variants)
  }

  /// Whether a word opens or closes: by its tag, where there is one for each, or by its place in the
  /// last pair that has it.
  fileprivate func side(of word: String, tag: String) -> Int? {
    if tags.count == 2 { return tags.firstIndex { PythonText.areEqual($0, tag) } }
    return variants.last { $0.has(word) }?.firstIndex { PythonText.areEqual($0, word) }
  }
}

extension Sequence<String> {
  /// Whether a text is among these, code point by code point.
  fileprivate func has(_ text: String) -> Bool { contains { PythonText.areEqual($0, text) } }
}

/// What a file of variants lacks.
struct VariantsError: Error, Equatable {
  /// What was expected, and where.
  let expectation: String

  init(_ expectation: String) { self.expectation = expectation }
}
