package import SweepBase
import SweepConfig
import SweepPipeline
import SweepText

/// Writes some examples of a training corpus in lower case, chosen at random.
///
/// Each example takes one draw of Python's generator, before the first shuffle.
///
/// - Source: spaCy 3.8 `spacy.lower_case.v1`.
public struct LowerCaseAugmenter: Hashable, Sendable {
  static let function = "spacy.lower_case.v1"

  /// The share of examples that is written in lower case.
  public var level: Double

  /// An augmenter; with a level of 0 it draws, and changes nothing.
  public init(level: Double) {
    self.level = level
  }

  /// Reads the argument `augmenter` of a corpus; `nil` for none.
  init?(reading arguments: inout ArgumentReader) throws(ConfigError) {
    guard let value = arguments.raw("augmenter"), value != .null else { return nil }
    guard value["@augmenters"]?.stringValue == Self.function,
      let level = value["level"]?.doubleValue
    else {
      throw ConfigError(
        .wrongType(
          expected: "null (no augmentation) or \(Self.function) with its level",
          found: value.serialized(.python)),
        at: arguments.location(of: "augmenter"))
    }
    self.level = level
  }
}

extension PreparedCorpus {
  /// The corpus as a training of one seed sees it, and the generators after that.
  ///
  /// - Throws: What dividing the changed texts throws.
  package func augmented(seed: Int) throws -> (corpus: PreparedCorpus, random: SpacyRandom) {
    var random = SpacyRandom(seed: seed)
    guard let augmenter = settings.augmenter else { return (self, random) }
    let tokenizer = try settings.withTokenizer(rules: self.tokenizer).tokenizer?.tokenizer()
    let examples = try self.examples.map { example in
      guard random.python.random() < augmenter.level else { return example.example }
      return try example.example.lowercased(tokenizer)
    }
    return (PreparedCorpus(self, examples: examples), random)
  }
}

extension CorpusSettings {
  /// The settings with the rules of the folder that they name, which were read before.
  fileprivate func withTokenizer(rules: [UInt8]?) -> CorpusSettings {
    guard let tokenizerFolder, let rules else { return self }
    var settings = self
    settings.tokenizer = .file(rules, name: tokenizerFolder + "/tokenizer")
    return settings
  }
}

extension Example {
  /// The example in lower case, divided anew.
  ///
  /// - Throws: `AlignmentError` where lower-casing has changed the texts in other ways.
  fileprivate func lowercased(_ tokenizer: Tokenizer?) throws -> Example {
    let reference = self.reference.lowercased
    let text = PythonText.lowercased(predicted.text)
    return try Example(
      predicted: tokenizer?.tokenize(text) ?? Doc(words: reference.words, spaces: reference.spaces),
      reference: reference)
  }
}

extension Doc {
  /// The annotated text in lower case.
  ///
  /// As in spaCy, sentences are those of the heads alone, and no features is a value of its own.
  fileprivate var lowercased: Doc {
    var doc = Doc(words: words.map(PythonText.lowercased), spaces: spaces, strings: strings)
    doc.lemmas = lemmas
    doc.pos = pos
    doc.tags = tags
    let none = doc.strings.add("_")
    doc.morphs = words.indices.map { i in morphs.flatMap { $0[i] == 0 ? nil : $0[i] } ?? none }
    doc.deps = deps
    doc.heads = heads
    if deps?.contains(where: { $0 != 0 }) ?? false { doc.setSentenceStartsFromHeads() }
    (doc.entIOB, doc.entTypes, doc.entIDs) = (entIOB, entTypes, entIDs)
    doc.cats = cats
    doc.spanGroups = spanGroups
    return doc
  }
}
