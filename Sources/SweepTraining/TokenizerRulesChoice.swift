public import SweepText

/// Whose tokenizer rules a config asks for.
enum TokenizerRulesChoice {
  /// The only function of `@tokenizers` that is supported.
  static let function = "spacy.Tokenizer.v1"

  /// Those of a blank pipeline.
  case language(String)
  /// Those of the model in a folder.
  case folder(String)
}

extension CorpusSettings {
  /// Divides texts by the rules that a config asks for.
  mutating func setTokenizer(_ rules: TokenizerRulesChoice) {
    switch rules {
    case .language(let name): tokenizer = .language(name)
    case .folder(let path): tokenizerFolder = path
    }
  }
}

extension TrainingSettings {
  /// Divides the texts of both corpora by other rules than the config asks for.
  public mutating func tokenize(with rules: TokenizerSource) {
    for corpus in [\TrainingSettings.trainCorpus, \.devCorpus] {
      self[keyPath: corpus].tokenizer = rules
      self[keyPath: corpus].tokenizerFolder = nil
    }
  }
}
