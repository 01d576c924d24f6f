public import SweepConfig
import SweepText

extension Pipeline {
  /// The files of the model folder, ordered by path; `performance` holds the scores and losses for
  /// `meta.json`.
  public func files(performance: JSONObject = [:]) -> [PipelineFile] {
    var files = [
      text("config.cfg", completeConfig.text()),
      text("meta.json", meta(performance).serialized(.srsly)),
      PipelineFile("tokenizer", tokenizer),
      text(
        "vocab/strings.json", JSONValue.array(allStrings.map { .string($0) }).serialized(.srsly)),
      PipelineFile("vocab/lookups.bin", lookups.bytes),
    ]
    files += vectors.files.map { PipelineFile($0.path, $0.bytes) }
    for component in components {
      if let tree = component.tree {
        files.append(PipelineFile("\(component.name)/model", tree.file(parameters).bytes))
      }
      files += component.files()
    }
    return files.sorted { precedes($0.path, $1.path) }
  }

  /// The config with the keys that spaCy 3.8 wants to see in `[nlp]`; older ones lack some.
  private var completeConfig: Config {
    var config = config
    let defaults: [(String, JSONValue)] = [
      ("disabled", []), ("before_creation", nil), ("after_creation", nil),
      ("after_pipeline_creation", nil), ("batch_size", 1000),
      ("tokenizer", ["@tokenizers": "spacy.Tokenizer.v1"]),
      ("vectors", ["@vectors": "spacy.Vectors.v1"]),
    ]
    for (key, value) in defaults where config["nlp.\(key)"] == nil { config["nlp.\(key)"] = value }
    return config
  }

  private func text(_ path: String, _ text: String) -> PipelineFile {
    PipelineFile(path, Array(text.utf8))
  }

  /// The strings of the vocabulary and all labels, sorted; symbols are known without.
  private var allStrings: [String] {
    var store = StringStore(strings)
    for component in components {
      for label in component.labels { store.add(label) }
      for string in component.strings { store.add(string) }
    }
    return store.sorted
  }

  // MARK: - meta.json

  /// What `meta.json` says of a new pipeline.
  static func emptyMeta(lang: String) -> JSONObject {
    [
      "lang": .string(lang), "name": "pipeline", "version": "0.0.0",
      "spacy_version": ">=3.7.0,<4.0.0", "description": "", "author": "", "email": "", "url": "",
      "license": "", "spacy_git_version": "",
      "vectors": ["width": 0, "vectors": 0, "keys": 0, "name": nil, "mode": "default"],
    ]
  }

  private func meta(_ performance: JSONObject) -> JSONObject {
    var meta = meta
    if vectors.rowCount > 0 || meta["vectors"] == nil { meta["vectors"] = .object(vectors.json) }
    let names = JSONValue.array(componentNames.map { .string($0) })
    var labels = JSONObject()
    for component in components where !component.hidesLabels {
      labels[component.name] = .array(component.labels.map { .string($0) })
    }
    meta["labels"] = .object(labels)
    meta["pipeline"] = names
    meta["components"] = names
    meta["disabled"] = meta["disabled"] ?? []
    if !performance.isEmpty { meta["performance"] = .object(performance).roundedAsSpaCy }
    return meta
  }
}

extension JSONValue {
  /// The value with numbers rounded to ten decimals, as spaCy writes them.
  var roundedAsSpaCy: JSONValue {
    switch self {
    case .number(let number) where abs(number) < 1e5:
      .number((number * 1e10).rounded() / 1e10)
    case .array(let items): .array(items.map(\.roundedAsSpaCy))
    case .object(let object):
      .object(JSONObject(object.entries.map { ($0.key, $0.value.roundedAsSpaCy) }))
    default: self
    }
  }
}
