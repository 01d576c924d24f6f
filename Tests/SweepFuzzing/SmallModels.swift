import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepText

/// The folders that changed files are put into: each loads, and is as small as one can be.
enum SmallModels {
  /// Of a named entity recognizer.
  static let entities = files(entityConfig, ["ner": moves], [])

  /// Of all other components.
  static let components = files(componentConfig, [:], examples)

  private static func files(
    _ text: String, _ labels: [String: JSONValue], _ examples: [Example]
  ) -> [PipelineFile] {
    var random = SpacyRandom(seed: 0)
    do {
      let config = try Config(parsing: text, file: "config.cfg")
      var resources = PipelineResources()
      resources.labels = labels
      let pipeline = try Pipeline.initialize(
        config, registry: Registry(Registry.pipeline), examples: examples, resources: resources,
        random: &random, backend: .exact)
      return pipeline.files()
    } catch {
      preconditionFailure("the small model cannot be made: \(error)")
    }
  }

  private static let moves: JSONValue = [
    "0": [:], "1": ["LOC": 1, "PER": 2], "2": ["LOC": 1, "PER": 2], "3": ["LOC": 1, "PER": 2],
    "4": ["": 1, "LOC": 1, "PER": 2], "5": ["": 1],
  ]

  /// A sentence with all that components learn from, and another one.
  private static var examples: [Example] {
    var doc = Doc(words: ["Cats", "met", "Ben", ".", "He", "slept"])
    func ids(_ texts: String...) -> [UInt64] { texts.map { doc.strings.add($0) } }
    doc.tags = ids("NNS", "VBD", "NNP", ".", "PRP", "VBD")
    doc.pos = ids("NOUN", "VERB", "PROPN", "PUNCT", "PRON", "VERB")
    doc.morphs = ids("Number=Plur", "Tense=Past", "_", "_", "Person=3", "Tense=Past")
    doc.lemmas = ids("cat", "meet", "Ben", ".", "he", "sleep")
    doc.deps = ids("nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT")
    doc.heads = [1, 0, -1, -2, 1, 0]
    doc.sentStarts = [1, -1, -1, -1, 1, -1]
    doc.cats = [Category("A", 1), Category("B", 0)]
    let span = GroupedSpan(
      start: 0, end: 1, label: doc.strings.add("X"), startCharacter: 0, endCharacter: 4)
    doc.spanGroups = [KeyedSpanGroup("sc", SpanGroup(name: "sc", spans: [span]))]
    return [Example(reference: doc), Example(reference: doc)]
  }

  private static let entityConfig = """
    [nlp]
    lang = "en"
    pipeline = ["tok2vec","ner"]
    batch_size = 8

    [components]

    \(tok2vec)

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

    \(listener("ner"))
    """

  private static let componentConfig = """
    [nlp]
    lang = "en"
    pipeline = ["tok2vec","tagger","morphologizer","parser","senter","trainable_lemmatizer","textcat","textcat_multilabel","bag","spancat"]
    batch_size = 8

    [components]

    \(tok2vec)

    \(labelling("tagger", "overwrite = false\nneg_prefix = \"!\"\nlabel_smoothing = 0.0"))

    \(labelling("morphologizer", "overwrite = true\nextend = false\nlabel_smoothing = 0.0"))

    \(labelling("senter", "overwrite = false"))

    \(labelling("trainable_lemmatizer", "backoff = \"orth\"\nmin_tree_freq = 1\noverwrite = false\ntop_k = 1"))

    [components.parser]
    factory = "parser"
    learn_tokens = false
    min_action_freq = 1
    moves = null
    update_with_oracle_cut_size = 100

    [components.parser.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "parser"
    extra_state_tokens = false
    hidden_width = 4
    maxout_pieces = 2
    use_upper = true
    nO = null

    \(listener("parser"))

    [components.textcat]
    factory = "textcat"
    threshold = 0.0

    [components.textcat.model]
    @architectures = "spacy.TextCatEnsemble.v2"
    nO = null

    [components.textcat.model.linear_model]
    \(bag(isExclusive: true))

    \(listener("textcat"))

    [components.textcat_multilabel]
    factory = "textcat_multilabel"
    threshold = 0.5

    [components.textcat_multilabel.model]
    @architectures = "spacy.TextCatReduce.v1"
    exclusive_classes = false
    use_reduce_first = true
    use_reduce_last = false
    use_reduce_max = true
    use_reduce_mean = true
    nO = null

    \(listener("textcat_multilabel"))

    [components.bag]
    factory = "textcat_multilabel"
    threshold = 0.5

    [components.bag.model]
    \(bag(isExclusive: false))

    [components.spancat]
    factory = "spancat"
    max_positive = null
    spans_key = "sc"
    threshold = 0.5

    [components.spancat.suggester]
    @misc = "spacy.ngram_suggester.v1"
    sizes = [1,2]

    [components.spancat.model]
    @architectures = "spacy.SpanCategorizer.v1"

    [components.spancat.model.reducer]
    @layers = "spacy.mean_max_reducer.v1"
    hidden_size = 4

    [components.spancat.model.scorer]
    @layers = "spacy.LinearLogistic.v1"
    nO = null
    nI = null

    \(listener("spancat"))
    """

  private static let tok2vec = """
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
    """

  private static func listener(_ name: String) -> String {
    """
    [components.\(name).model.tok2vec]
    @architectures = "spacy.Tok2VecListener.v1"
    width = 4
    upstream = "*"
    """
  }

  /// A component that gives each word a class.
  private static func labelling(_ factory: String, _ lines: String) -> String {
    """
    [components.\(factory)]
    factory = "\(factory)"
    \(lines)

    [components.\(factory).model]
    @architectures = "spacy.Tagger.v2"
    nO = null
    normalize = false

    \(listener(factory))
    """
  }

  /// A model that gives each text classes by its words alone.
  private static func bag(isExclusive: Bool) -> String {
    """
    @architectures = "spacy.TextCatBOW.v3"
    exclusive_classes = \(isExclusive)
    ngram_size = 1
    no_output_layer = false
    length = 4
    nO = null
    """
  }
}
