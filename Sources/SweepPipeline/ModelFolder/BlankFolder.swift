public import SweepConfig
public import SweepText

extension ModelFolder {
  /// The files of a pipeline without components that holds word vectors.
  ///
  /// - Parameters:
  ///   - config: Filled; its pipeline is empty.
  ///   - vectors: The table; its name goes into `meta.json`.
  ///   - words: The texts of the table's words.
  ///   - tokenizer: The content of the `tokenizer` file.
  /// - Returns: The files, ordered by path.
  public static func files(
    _ config: Config, vectors: Vectors, words: [String], tokenizer: [UInt8]
  ) -> [PipelineFile] {
    var meta = Pipeline.emptyMeta(lang: config["nlp.lang"]?.stringValue ?? "xx")
    meta["vectors"] = .object(vectors.json)
    for (key, value): (String, JSONValue) in [
      ("labels", [:]), ("pipeline", []), ("components", []), ("disabled", []),
    ] { meta[key] = value }
    let strings = JSONValue.array(StringStore(words).sorted.map { .string($0) })
    let files = [
      PipelineFile("config.cfg", Array(config.text().utf8)),
      PipelineFile("meta.json", Array(meta.serialized(.srsly).utf8)),
      PipelineFile("tokenizer", tokenizer), PipelineFile("vocab/lookups.bin", [0x80]),
      PipelineFile("vocab/strings.json", Array(strings.serialized(.srsly).utf8)),
    ]
    return (files + vectors.files.map { PipelineFile($0.path, $0.bytes) })
      .sorted { precedes($0.path, $1.path) }
  }
}
