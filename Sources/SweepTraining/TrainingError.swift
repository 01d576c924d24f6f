public import SweepText

/// A training that cannot start or cannot go on.
public enum TrainingError: Error, Equatable, Sendable {
  /// No example was left to train on.
  case emptyTrainingCorpus(path: String)
  /// The development corpus has no example.
  case emptyDevCorpus(path: String)
  /// A corpus has fewer documents than it shall have folds.
  case tooFewDocuments(path: String, folds: Int, found: Int)
  /// The words of a reference do not make up the text that they are said to.
  case notAligned(DocPlace, AlignmentError)
  /// A file of a corpus that is read in each pass is not what it was in the first.
  case inputChanged(path: String)
  /// A file of labels is not JSON.
  case badLabelFile(path: String, problem: String)
  /// A file that a setting names is not what its reader takes.
  case badSettingFile(setting: String, path: String, problem: String)
  /// Tables of a component are neither in the package of tables nor elsewhere.
  case noLookupTables(component: String, language: String, tables: [String])
  /// A file of texts is not what its reader expects.
  case badText(path: String, line: Int?, expected: String)
  /// A file of variants of words is not what it should be.
  case badVariants(path: String, problem: String)
  /// Words that are written in other ways have moved a span under a key.
  case spansMoved(key: String, words: [String])
  /// A loss is not a number.
  case lossIsNotFinite(component: String, step: Int, value: Double)
  /// No score of `[training.score_weights]` could be computed.
  case noScore(wanted: [String])
}

extension TrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyTrainingCorpus(let path):
      "\(path): no example to train on\n"
        + "  help: the file holds no docs, or `max_length` and `limit` leave none"
    case .emptyDevCorpus(let path):
      "\(path): no example to evaluate on\n  help: the file holds no docs"
    case .tooFewDocuments(let path, let folds, let found):
      "\(path): expected at least \(folds) documents for \(folds) folds, found \(found)\n"
        + "  help: folds are made of whole documents; ask for fewer, or cut the documents up"
    case .notAligned(let place, let error):
      "\(place.file): document \(place.document): the tokens do not make up the text: \(error)\n"
        + "  help: convert the data again, or set gold_preproc = true to train on its own tokens"
    case .inputChanged(let path):
      "\(path): a file has changed while it was trained on\n"
        + "  help: with max_epochs = -1 files are read again in each pass; train on a copy"
    case .badLabelFile(let path, let problem):
      "\(path): expected labels as JSON: \(problem)\n"
        + "  help: write the file with `sweep init labels`"
    case .badSettingFile(let setting, let path, let problem):
      "\(path), for [\(setting)]: \(problem)\n"
        + "  help: correct the file, or name one that the setting's reader takes"
    case .noLookupTables(let component, let language, let tables):
      "\(component): can't find \(tables.count == 1 ? "table" : "tables") "
        + "\(tables.joined(separator: ", ")) for language \"\(language)\" in spacy-lookups-data\n"
        + "  help: `pip install spacy-lookups-data` in the active Python environment, put "
        + "\(LookupPackage.folder)/data/\(language)_\(tables[0]).json of your own where paths "
        + "start, or take the component from a trained pipeline by source"
    case .badText(let path, let line, let expected):
      "\(path)\(line.map { ":\($0)" } ?? ""): expected \(expected)\n"
        + "  help: spacy.PlainTextCorpus.v1 reads lines of text, spacy.JsonlCorpus.v1 JSON objects, "
        + "spacy.Corpus.v1 .spacy files"
    case .badVariants(let path, let problem):
      "\(path): expected variants of words as JSON: \(problem)\n"
        + "  help: it has \"single\" and \"paired\", lists of objects with \"tags\" and \"variants\""
    case .spansMoved(let key, let words):
      "variants of words move the span \"\(words.joined(separator: " "))\" under \"\(key)\"\n"
        + "  help: give variants that are as long as the words, or set the augmenter to null"
    case .lossIsNotFinite(let component, let step, let value):
      "the loss of \"\(component)\" is \(value) at step \(step)\n"
        + "  help: lower training.optimizer.learn_rate, or set training.optimizer.grad_clip"
    case .noScore(let wanted):
      "no score to choose the best model by: the scorers gave none of \(wanted.joined(separator: ", "))\n"
        + "  help: check that the development data is annotated"
    }
  }
}
