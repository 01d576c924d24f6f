public import SweepConfig
public import SweepText

/// How a corpus file becomes examples.
///
/// - Source: spaCy 3.8 `spacy.Corpus.v1`.
public struct CorpusSettings: Hashable, Sendable {
  /// The registered function `spacy.Corpus.v1`.
  public static var entry: RegistryEntry<CorpusSettings> {
    RegistryEntry(.readers, "spacy.Corpus.v1", parameters) { arguments throws(ConfigError) in
      try CorpusSettings(reading: &arguments)
    }
  }

  static var parameters: [Parameter] {
    [
      Parameter("path", .optional(.string)), Parameter("gold_preproc", .bool),
      Parameter("max_length", .integer, default: 0), Parameter("limit", .integer, default: 0),
      Parameter("augmenter", .optional(.any), default: .null),
    ]
  }

  /// The file, or the folder of `.spacy` files, as the config writes it.
  public var path: String
  /// Whether each gold sentence is an example of its own, with gold tokens.
  public var goldPreproc: Bool
  /// Docs of this many tokens and more are cut into sentences or left out; 0 for no limit.
  public var maxLength: Int
  /// Texts of fewer tokens are left out, where they come without annotation.
  var minLength = 0
  /// What the files hold.
  public var format = Format.docBin
  /// How many docs are read; 0 for all.
  public var limit: Int
  /// The part of a cross-validation that is read; `nil` for the whole corpus.
  public var fold: FoldSettings?
  /// What changes the examples at random, in a training corpus.
  public var augmenter: Augmenter?
  /// What divides the texts; `nil` for the tokens of the references.
  public var tokenizer: TokenizerSource?
  /// The model folder whose tokenizer is used instead, as the config writes it.
  public var tokenizerFolder: String?

  /// Describes a corpus.
  public init(
    path: String, goldPreproc: Bool = false, maxLength: Int = 0, limit: Int = 0,
    fold: FoldSettings? = nil, tokenizer: TokenizerSource? = nil
  ) {
    self.path = path
    self.goldPreproc = goldPreproc
    self.maxLength = maxLength
    self.limit = limit
    self.fold = fold
    self.tokenizer = tokenizer
  }

  /// The same corpus with all its folds.
  var whole: CorpusSettings {
    var settings = self
    settings.fold = nil
    return settings
  }

  init(reading arguments: inout ArgumentReader) throws(ConfigError) {
    guard let path = try arguments.optionalString("path") else {
      throw ConfigError(
        .wrongType(expected: "the path of a .spacy file", found: "null"),
        at: arguments.location(of: "path"))
    }
    self.init(
      path: path,
      goldPreproc: try arguments.bool("gold_preproc"),
      maxLength: try arguments.integer("max_length", default: 0),
      limit: try arguments.integer("limit", default: 0))
    augmenter = try Augmenter(reading: &arguments)
  }
}

extension RegistryKind where Product == CorpusSettings {
  /// Functions under `@readers`.
  public static var readers: RegistryKind<CorpusSettings> { RegistryKind("readers") }
}
