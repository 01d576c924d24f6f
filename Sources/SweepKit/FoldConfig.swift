import SweepConfig
import SweepTraining

extension Config {
  /// The values that make a config train on all folds of its training corpus but one, and evaluate on
  /// that one.
  ///
  /// Both corpora read the training corpus' path and limit, so that their folds are the same; the
  /// development corpus keeps its own `gold_preproc` and `max_length`.
  ///
  /// - Parameters:
  ///   - fold: The one that is held out, from 0.
  ///   - folds: How many there are.
  ///   - seed: Of the choice among equally good folds.
  /// - Returns: Overrides of two sections under `[corpora]`; variables are kept.
  /// - Throws: `ConfigErrors` with each corpus that cannot be cut into folds.
  func foldOverrides(
    _ fold: Int, of folds: Int, seed: Int
  ) throws(ConfigErrors) -> [ConfigOverride] {
    var errors: [ConfigError] = []
    let train = foldedCorpus("training.train_corpus", &errors)
    let dev = foldedCorpus("training.dev_corpus", &errors)
    if let train, let dev, train.key == dev.key {
      errors.append(
        ConfigError(
          .other(
            what: "with folds, training and evaluation need a corpus section each, and both are "
              + "\"\(train.key)\"", help: "give training.dev_corpus a section of its own"),
          at: location(of: "training.dev_corpus")))
    }
    guard errors.isEmpty, let train, let dev else { throw ConfigErrors(errors) }
    func override(_ corpus: (key: String, reader: JSONObject), isHeldOut: Bool) -> ConfigOverride {
      let reader: JSONObject = [
        "@readers": .string(CorpusSettings.foldReader), "path": train.reader["path"] ?? .null,
        "gold_preproc": corpus.reader["gold_preproc"] ?? .bool(false),
        "max_length": corpus.reader["max_length"] ?? .integer(0),
        "limit": train.reader["limit"] ?? .integer(0),
        "augmenter": isHeldOut ? .null : train.reader["augmenter"] ?? .null,
        "fold": .integer(fold), "folds": .integer(folds), "seed": .integer(seed),
        "held_out": .bool(isHeldOut),
      ]
      return ConfigOverride(corpus.key, .object(reader), origin: "folds")
    }
    return [override(train, isHeldOut: false), override(dev, isHeldOut: true)]
  }

  /// The section that a setting names, if it is a corpus that can be cut into folds.
  private func foldedCorpus(
    _ setting: String, _ errors: inout [ConfigError]
  ) -> (key: String, reader: JSONObject)? {
    let name = (try? interpolated()).flatMap { $0[setting]?.stringValue } ?? ""
    let reader = self[name]?.objectValue
    let function = reader?["@readers"]?.stringValue
    guard let reader, function == "spacy.Corpus.v1" else {
      errors.append(
        ConfigError(
          .wrongType(
            expected: "the section of a \"spacy.Corpus.v1\", which can be cut into folds",
            found: function.map { "a \"\($0)\"" } ?? "\"\(name)\""), at: location(of: setting)))
      return nil
    }
    return (name, reader)
  }
}
