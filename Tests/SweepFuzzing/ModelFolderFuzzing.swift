import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepText

/// Model folders: config, meta, labels, moves and weights, some of whose files were changed.
///
/// The input is a list of files, each a number, the length in two bytes (the lower one first) and
/// the bytes. The others are those of a small folder that was made here.
enum ModelFolderFuzzing {
  /// The files of a folder that loads, and is as small as one can be.
  static let base = makeBase()

  /// The numbers of the files, by place.
  static let paths = [
    "config.cfg", "meta.json", "tokenizer", "vocab/strings.json", "tok2vec/model", "ner/cfg",
    "ner/model", "ner/moves",
  ]

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    var files = base
    for (path, content) in replacements(bytes) {
      files.removeAll { $0.path == path }
      files.append(PipelineFile(path, content))
    }
    do throws(ModelFolderError) {
      let pipeline = try Pipeline(files: files, folder: "model")
      _ = pipeline.predict([Doc(words: ["Anna", "met", "Ben"])])
      return brokenPromise(of: pipeline)
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// What is written reads again, and is then written the same.
  private static func brokenPromise(of pipeline: Pipeline) -> String? {
    let written = pipeline.files(performance: scores)
    do throws(ModelFolderError) {
      let again = try Pipeline(files: written, folder: "written")
      let files = again.files(performance: scores)
      guard files == written else { return "the written folder changes when read" }
      // By which a re-run is known to be identical.
      let isSame = ModelHash.of(files: files.reversed()) == ModelHash.of(files: written)
      return isSame ? nil : "the order of its files changes a model's hash"
    } catch {
      return "the written folder does not read: \(error)"
    }
  }

  private static let scores: JSONObject = [
    "ents_f": 0.12345678901234, "speed": 1234.5, "per": ["A": ["p": 1e9, "r": [0.1, nil]]],
  ]

  private static func replacements(_ bytes: [UInt8]) -> [(String, [UInt8])] {
    var found: [(String, [UInt8])] = []
    var rest = bytes[...]
    while rest.count >= 3, found.count < paths.count {
      let (number, low, high) = (rest.removeFirst(), rest.removeFirst(), rest.removeFirst())
      let content = rest.prefix(Int(low) | Int(high) << 8)
      rest = rest.dropFirst(content.count)
      found.append((paths[Int(number) % paths.count], Array(content)))
    }
    return found
  }

  /// For each file of the small folder an input that has it, and one that has them all.
  static var seeds: [[UInt8]] { base.map { input([$0]) } + [input(base)] }

  /// An input that replaces some files.
  private static func input(_ files: [PipelineFile]) -> [UInt8] {
    files.flatMap { file -> [UInt8] in
      guard let number = paths.firstIndex(of: file.path) else { return [] }
      let count = file.bytes.count
      return [UInt8(number), UInt8(count & 0xff), UInt8(count >> 8 & 0xff)] + file.bytes
    }
  }

  private static func makeBase() -> [PipelineFile] {
    let moves: JSONValue = [
      "0": [:], "1": ["LOC": 1, "PER": 2], "2": ["LOC": 1, "PER": 2], "3": ["LOC": 1, "PER": 2],
      "4": ["": 1, "LOC": 1, "PER": 2], "5": ["": 1],
    ]
    var random = SpacyRandom(seed: 0)
    do {
      let config = try Config(parsing: smallConfig, file: "config.cfg")
      var resources = PipelineResources()
      resources.labels["ner"] = moves
      let pipeline = try Pipeline.initialize(
        config, registry: Registry(Registry.pipeline), examples: [], resources: resources,
        random: &random, backend: .exact)
      return pipeline.files()
    } catch {
      preconditionFailure("the small model cannot be made: \(error)")
    }
  }

  private static let smallConfig = """
    [nlp]
    lang = "en"
    pipeline = ["tok2vec","ner"]
    batch_size = 8

    [components]

    [components.tok2vec]
    factory = "tok2vec"

    [components.tok2vec.model]
    @architectures = "spacy.HashEmbedCNN.v2"
    width = 4
    depth = 1
    embed_size = 4
    window_size = 1
    maxout_pieces = 2
    subword_features = false
    pretrained_vectors = null

    [components.ner]
    factory = "ner"
    incorrect_spans_key = null
    moves = null
    update_with_oracle_cut_size = 100

    [components.ner.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "ner"
    extra_state_tokens = false
    hidden_width = 4
    maxout_pieces = 2
    use_upper = true
    nO = null

    [components.ner.model.tok2vec]
    @architectures = "spacy.Tok2VecListener.v1"
    width = 4
    upstream = "*"
    """
}
