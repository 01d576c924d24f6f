import SweepBase
import SweepConfig
import SweepText

/// The tables of a `lemmatizer` in rule mode, by part of speech.
///
/// - Source: spaCy 3.8 `Lemmatizer.rule_lemmatize`.
struct LemmaRules: Sendable {
  /// What is known of a part of speech.
  struct Entry: Sendable {
    /// Endings and what takes their place, in order.
    var endings: [(old: String, new: String)] = []
    /// The lemmas of words in lower case.
    var exceptions: [UInt64: [String]] = [:]
    /// Words that are lemmas.
    var index: Set<UInt64> = []
    /// Whether a table has anything for it.
    var isKnown = false
  }

  /// The entries by the id of the part of speech in lower case.
  private var entries: [UInt64: Entry] = [:]

  /// What is wrong with a table.
  struct Fault: Error {
    let table: String
    let expected: String
  }

  /// Reads the tables `lemma_rules`, `lemma_exc` and `lemma_index`.
  ///
  /// - Throws: `Fault` for one of another form.
  init(_ tables: LookupTables) throws(Fault) {
    for (id, value) in tables["lemma_rules"] ?? [:] {
      let endings = try Self.endings(value)
      entries[id, default: Entry()].endings = endings
      if !endings.isEmpty { entries[id]?.isKnown = true }
    }
    for (id, value) in tables["lemma_exc"] ?? [:] {
      let exceptions = try Self.exceptions(value)
      entries[id, default: Entry()].exceptions = exceptions
      if !exceptions.isEmpty { entries[id]?.isKnown = true }
    }
    for (id, value) in tables["lemma_index"] ?? [:] {
      let words = value.arrayValue ?? value.mapValue?.map(\.key)
      guard let texts = words?.compactMap(\.stringValue), texts.count == words?.count else {
        throw Fault(table: "lemma_index", expected: "a list of words for each part of speech")
      }
      entries[id, default: Entry()].index = Set(texts.map(StringStore.id(of:)))
      if !texts.isEmpty { entries[id]?.isKnown = true }
    }
  }

  private static func endings(
    _ value: MessagePack.Value
  ) throws(Fault) -> [(old: String, new: String)] {
    var endings: [(old: String, new: String)] = []
    for item in value.arrayValue ?? [.null] {
      guard let pair = item.arrayValue, pair.count == 2, let old = pair[0].stringValue,
        let new = pair[1].stringValue
      else {
        throw Fault(
          table: "lemma_rules", expected: "a list of pairs of endings for each part of speech")
      }
      endings.append((old, new))
    }
    return endings
  }

  private static func exceptions(
    _ value: MessagePack.Value
  ) throws(Fault) -> [UInt64: [String]] {
    var exceptions: [UInt64: [String]] = [:]
    for entry in value.mapValue ?? [MessagePack.Entry(.null, .null)] {
      guard let word = entry.key.stringValue, let lemmas = entry.value.arrayValue,
        lemmas.allSatisfy({ $0.stringValue != nil })
      else {
        throw Fault(
          table: "lemma_exc", expected: "lists of lemmas by word for each part of speech")
      }
      exceptions[StringStore.id(of: word)] = lemmas.compactMap(\.stringValue)
    }
    return exceptions
  }

  /// The lemma of a word.
  ///
  /// - Parameters:
  ///   - word: As it stands in the text.
  ///   - pos: The name of its part of speech, empty where it is not known.
  ///   - isBaseForm: Whether its features say that it is its own lemma.
  /// - Returns: The first of the lemmas that the tables give, else the word.
  func lemma(of word: String, pos: String, isBaseForm: Bool) -> String {
    let (pos, lower) = (PythonText.lowercased(pos), PythonText.lowercased(word))
    if pos.isEmpty || same(pos, "eol") || same(pos, "space") || isBaseForm { return lower }
    guard let entry = entries[StringStore.id(of: pos)], entry.isKnown else {
      return same(pos, "propn") ? word : lower
    }
    var (forms, unknown) = ([String](), [String]())
    for (old, new) in entry.endings where lower.utf8.hasSuffix(old.utf8) {
      let form = String(decoding: lower.utf8.dropLast(old.utf8.count), as: UTF8.self) + new
      guard !form.isEmpty else { continue }
      if entry.index.contains(StringStore.id(of: form)) {
        forms.insert(form, at: 0)
      } else if !PythonText.isAlpha(form) {
        forms.append(form)
      } else {
        unknown.append(form)
      }
    }
    for form in entry.exceptions[StringStore.id(of: lower)] ?? []
    where !forms.contains(where: { same($0, form) }) {
      forms.insert(form, at: 0)
    }
    return forms.first ?? unknown.first ?? word
  }
}

extension Sequence where Self: BidirectionalCollection, Element == UInt8 {
  /// Whether the last bytes are those of `suffix`.
  fileprivate func hasSuffix(_ suffix: some BidirectionalCollection<UInt8>) -> Bool {
    reversed().starts(with: suffix.reversed())
  }
}

/// Whether the features of English words say that they are their own lemmas.
///
/// - Source: spaCy 3.8 `EnglishLemmatizer.is_base_form`.
enum EnglishBaseForm {
  static func holds(pos: String, features: MorphFeatures) -> Bool {
    func has(_ name: String, _ value: String) -> Bool {
      features[name].map { same($0, value) } ?? false
    }
    let pos = PythonText.lowercased(pos)
    let isFinite =
      has("VerbForm", "Fin") && has("Tense", "Pres") && features["Number"] == nil
    return same(pos, "noun") && has("Number", "Sing") || same(pos, "verb") && isFinite
      || has("VerbForm", "Inf") || has("VerbForm", "None") || has("Degree", "Pos")
  }
}
