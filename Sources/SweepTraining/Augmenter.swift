package import SweepBase
import SweepConfig
import SweepPipeline
import SweepText

/// Changes some examples of a training corpus, chosen at random.
///
/// Draws come from Python's generator, before the first shuffle, in spaCy's order.
///
/// - Source: spaCy 3.8 `spacy.lower_case.v1`, `spacy.orth_variants.v1`, `spacy.combined_augmenter.v1`.
public struct Augmenter: Hashable, Sendable {
  /// Where variants of words come from.
  enum Variants: Hashable, Sendable {
    /// A JSON file.
    case file(path: String)
    case known(OrthVariants)
  }

  /// The share of examples that is written in lower case, and in no other way.
  var lowerLevel: Double?
  /// The share of examples whose words are written in other ways.
  var orthLevel: Double?
  /// The share of these that is written in lower case, too; `nil` where nothing is drawn.
  var orthLower: Double?
  /// Those ways.
  var orthVariants: Variants?
  /// The share of examples that words of white space are added to.
  var spaceLevel: Double?
  /// How many of them for each word.
  var spacesPerWord = 0.0
  /// What they are.
  var spaceVariants: [String] = []

  private init() {}

  /// Writes a share of the examples in lower case; with 0 it draws, and changes nothing.
  public static func lowerCase(_ level: Double) -> Augmenter {
    var augmenter = Augmenter()
    augmenter.lowerLevel = level
    return augmenter
  }

  /// Whether it adds words, whose tags and labels no example has before.
  var addsWords: Bool { (spaceLevel ?? 0) > 0 }

  /// An example as it is trained on.
  ///
  /// - Throws: `AlignmentError` where lower-casing has changed the texts in other ways,
  ///   `TrainingError.spansMoved`.
  func change(
    _ example: Example, _ tokenizer: Tokenizer?, _ random: inout PythonRandom
  ) throws -> Example {
    var changed = ChangedReference(example.reference)
    if let lowerLevel, random.random() < lowerLevel { try changed.lowerCase() }
    if let orthLevel, case .known(let variants)? = orthVariants, random.random() < orthLevel {
      if let orthLower, random.random() < orthLower { try changed.lowerCase() }
      try changed.rewrite { words, tags in variants.change(words, tags: tags, &random) }
    }
    if let spaceLevel, !spaceVariants.isEmpty, random.random() < spaceLevel {
      let count = Int(Double(changed.reference.count) * spacesPerWord)
      for _ in stride(from: 0, to: count, by: 1) {
        let space = spaceVariants[random.below(spaceVariants.count)]
        changed.insert(space, at: random.below(changed.reference.count))
      }
    }
    return try changed.isChanged ? changed.example(of: example, tokenizer) : example
  }
}

extension Augmenter {
  /// The functions, in alphabetical order.
  private static let functions = [
    "spacy.combined_augmenter.v1", "spacy.lower_case.v1", "spacy.orth_variants.v1",
  ]

  /// Reads the argument `augmenter` of a corpus; `nil` for none.
  init?(reading arguments: inout ArgumentReader) throws(ConfigError) {
    guard let value = arguments.raw("augmenter"), value != .null else { return nil }
    let place = arguments.location(of: "augmenter")
    guard let function = value["@augmenters"]?.stringValue, Self.functions.contains(function) else {
      throw ConfigError(
        .wrongType(
          expected: "null (no augmentation) or one of \(Self.functions.joined(separator: ", "))",
          found: value.serialized(.python)), at: place)
    }
    func share(_ key: String) throws(ConfigError) -> Double {
      guard let number = value[key]?.doubleValue else {
        throw ConfigError(
          .wrongType(
            expected: "\(function) with a number as its \(key)",
            found: value[key]?.serialized(.python) ?? "nothing"), at: place)
      }
      return number
    }
    switch function {
    case "spacy.lower_case.v1": lowerLevel = try share("level")
    case "spacy.orth_variants.v1":
      (orthLevel, orthLower) = (try share("level"), try share("lower"))
      orthVariants = try Self.variants(value["orth_variants"], place)
      guard orthVariants != nil else {
        throw ConfigError(
          .wrongType(expected: "\(function) with orth_variants", found: "null"), at: place)
      }
    default:
      (lowerLevel, orthLevel) = (try share("lower_level"), try share("orth_level"))
      orthVariants = try Self.variants(value["orth_variants"], place)
      if case .known(let variants)? = orthVariants, variants.isEmpty { orthVariants = nil }
      spaceLevel = try share("whitespace_level")
      spacesPerWord = try share("whitespace_per_token")
      guard spacesPerWord >= 0, spacesPerWord <= 1000 else {
        throw ConfigError(
          .invalidValue(
            expected: "whitespace_per_token from 0 to 1000", found: "\(spacesPerWord)"), at: place)
      }
      spaceVariants = try Self.texts(value["whitespace_variants"], place)
    }
  }

  private static func texts(
    _ value: JSONValue?, _ place: ConfigLocation
  ) throws(ConfigError) -> [String] {
    guard let value, !value.isNull else { return [] }
    guard let texts = value.arrayValue?.map(\.stringValue), !texts.contains(nil),
      !texts.contains("")
    else {
      throw ConfigError(
        .wrongType(
          expected: "whitespace_variants as a list of texts", found: value.serialized(.python)),
        at: place)
    }
    return texts.compactMap(\.self)
  }

  /// The variants of words: a file that is read later, or what stands in the config.
  private static func variants(
    _ value: JSONValue?, _ place: ConfigLocation
  ) throws(ConfigError) -> Variants? {
    guard let value, !value.isNull else { return nil }
    if let reader = value["@readers"]?.stringValue {
      guard reader == "srsly.read_json.v1", let path = value["path"]?.stringValue else {
        throw ConfigError(
          .invalidValue(
            expected:
              "orth_variants from @readers = \"srsly.read_json.v1\" with the path of a file",
            found: "\"\(reader)\""), at: place)
      }
      return .file(path: path)
    }
    do { return .known(try OrthVariants(value)) } catch {
      throw ConfigError(
        .invalidValue(
          expected: "orth_variants with \(error.expectation)", found: value.serialized(.python)),
        at: place)
    }
  }

  /// The augmenter with its file read, and what a record keeps of that.
  ///
  /// - Throws: `FileError`, or `TrainingError.badVariants`.
  func reading(from source: InputSource) throws -> (Augmenter, files: [InputDescription]) {
    guard case .file(let path)? = orthVariants else { return (self, []) }
    var (augmenter, records) = (self, [InputDescription]())
    for file in try source.files(path).prefix(1) {
      let (bytes, record) = try file.read()
      records.append(record)
      do {
        let value = try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
        let variants = try OrthVariants(value)
        // An empty table draws nothing in the combined augmenter.
        augmenter.orthVariants = variants.isEmpty && orthLower == nil ? nil : .known(variants)
      } catch let error as VariantsError {
        throw TrainingError.badVariants(path: path, problem: "expected " + error.expectation)
      } catch {
        throw TrainingError.badVariants(path: path, problem: "\(error)")
      }
    }
    return (augmenter, records)
  }
}

extension PreparedCorpus {
  /// The corpus as a training of one seed sees it, and the generators after that.
  ///
  /// - Throws: What changing the texts and dividing them throws.
  package func augmented(seed: Int) throws -> (corpus: PreparedCorpus, random: SpacyRandom) {
    var random = SpacyRandom(seed: seed)
    guard let augmenter else { return (self, random) }
    let tokenizer = try settings.withTokenizer(rules: self.tokenizer).tokenizer?.tokenizer()
    let examples = try self.examples.map {
      try augmenter.change($0.example, tokenizer, &random.python)
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
