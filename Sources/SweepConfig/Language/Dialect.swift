// The dialect of July 2020, before spaCy 3.0: `[nlp.pipeline.ner]` instead of `[components.ner]`,
// batches and corpora described in `[training]`. Its keys may also be used to address the values
// of a config in today's form.

extension Config {
  /// Whether this config is in the dialect of July 2020: `[nlp.pipeline.ner]`, no `[components]`.
  public var isPreRelease: Bool {
    root["components"] == nil && self["nlp.pipeline"]?.objectValue != nil
  }

  /// The keys that a key of the dialect of July 2020 stands for today; any other key unchanged.
  ///
  /// A setting that has no meaning any more stands for none.
  ///
  /// - Parameter key: A dotted path, such as `training.batch_size.compound`.
  /// - Returns: Such as `["training.batcher.size.compound"]`.
  public static func v3Keys(for key: String) -> [String] {
    let parts = key.pathParts
    if parts.count > 2, parts[0] == "nlp", parts[1] == "pipeline" {
      return componentKeys(parts.dropFirst(2))
    }
    for (old, new) in Dialect.keys where key == old || key.hasPrefix(old + ".") {
      return new.map { $0 + key.dropFirst(old.count) }
    }
    return [key]
  }

  private static func componentKeys(_ parts: ArraySlice<String>) -> [String] {
    let path = "components." + parts.joined(separator: ".")
    guard path.hasSuffix(".nr_feature_tokens") else { return [path] }
    let model = path.dropLast(".nr_feature_tokens".count)
    return ["\(model).state_type", "\(model).extra_state_tokens"]
  }

  /// The overrides that this one means for this config: itself where the config has its key.
  func translated(_ override: ConfigOverride) -> [ConfigOverride] {
    // Today, `nlp.vectors` is a section; then it was a path.
    let isPath = override.key == "nlp.vectors" && override.value.objectValue == nil
    if value(at: override.key.pathParts) != nil, !isPath { return [override] }
    let keys = Self.v3Keys(for: override.key)
    guard keys != [override.key] else { return [override] }
    if override.key == "training.scores" {
      return (override.value.arrayValue ?? []).compactMap { name in
        guard let name = name.stringValue, self["training.score_weights.\(name)"] == nil else {
          return nil
        }
        return ConfigOverride("training.score_weights.\(name)", 0.0, origin: override.origin)
      }
    }
    return keys.map { key in
      let value = Dialect.featureTokens(override.value, for: key) ?? override.value
      return ConfigOverride(key, value, origin: override.origin)
    }
  }
}

/// The facts about the dialect.
///
/// - Source: spaCy at 2020-07-06, and the mapping to 3.0 that followed from it.
enum Dialect {
  /// The old keys and the new ones.
  static let keys: [(old: String, new: [String])] = [
    ("training.limit", ["corpora.train.limit", "corpora.dev.limit"]),
    ("training.gold_preproc", ["corpora.train.gold_preproc", "corpora.dev.gold_preproc"]),
    ("training.max_length", ["corpora.train.max_length"]),
    ("training.batch_size", ["training.batcher.size"]),
    ("training.discard_oversize", ["training.batcher.discard_oversize"]),
    ("training.eval_batch_size", ["nlp.batch_size"]),
    ("training.evaluation_batch_size", ["nlp.batch_size"]),
    ("training.init_tok2vec", ["initialize.init_tok2vec"]),
    ("training.use_gpu", []),
    ("training.orth_variant_level", []),
    ("training.scores", ["training.score_weights"]),
    ("nlp.vectors", ["initialize.vectors"]),
  ]

  /// What a number of feature tokens says about the parser's states, by the new key.
  static func featureTokens(_ value: JSONValue, for key: String) -> JSONValue? {
    guard let count = value.intValue else { return nil }
    if key.hasSuffix(".state_type") { return [3, 6].contains(count) ? "ner" : "parser" }
    if key.hasSuffix(".extra_state_tokens") { return .bool([6, 13].contains(count)) }
    return nil
  }
}
