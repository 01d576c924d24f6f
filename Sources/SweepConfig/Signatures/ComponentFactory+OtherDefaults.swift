extension ComponentFactory {
  /// All other components.
  static let otherDefaults = """
    [attribute_ruler]
    validate = false

    [attribute_ruler.scorer]
    @scorers = "spacy.attribute_ruler_scorer.v1"

    [doc_cleaner]
    attrs = {"tensor": null, "_.trf_data": null}
    silent = true

    [entity_linker]
    labels_discard = []
    n_sents = 0
    incl_prior = true
    incl_context = true
    entity_vector_length = 64
    overwrite = true
    use_gold_ents = true
    candidates_batch_size = 1
    threshold = null

    [entity_linker.model]
    @architectures = "spacy.EntityLinker.v2"

    [entity_linker.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 2
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [entity_linker.get_candidates]
    @misc = "spacy.CandidateGenerator.v1"

    [entity_linker.get_candidates_batch]
    @misc = "spacy.CandidateBatchGenerator.v1"

    [entity_linker.generate_empty_kb]
    @misc = "spacy.EmptyKB.v2"

    [entity_linker.scorer]
    @scorers = "spacy.entity_linker_scorer.v1"

    [entity_ruler]
    phrase_matcher_attr = null
    validate = false
    overwrite_ents = false
    ent_id_sep = "||"

    [entity_ruler.matcher_fuzzy_compare]
    @misc = "spacy.levenshtein_compare.v1"

    [entity_ruler.scorer]
    @scorers = "spacy.entity_ruler_scorer.v1"

    [future_entity_ruler]
    phrase_matcher_attr = null
    validate = false
    overwrite_ents = false
    ent_id_sep = "__unused__"

    [future_entity_ruler.scorer]
    @scorers = "spacy.entity_ruler_scorer.v1"

    [future_entity_ruler.matcher_fuzzy_compare]
    @misc = "spacy.levenshtein_compare.v1"

    [lemmatizer]
    model = null
    mode = "rule"
    overwrite = false

    [lemmatizer.scorer]
    @scorers = "spacy.lemmatizer_scorer.v1"

    [merge_entities]

    [merge_noun_chunks]

    [merge_subtokens]

    [sentencizer]
    punct_chars = null
    overwrite = false

    [sentencizer.scorer]
    @scorers = "spacy.senter_scorer.v1"

    [span_finder]
    threshold = 0.5
    spans_key = "sc"
    max_length = 25
    min_length = null

    [span_finder.model]
    @architectures = "spacy.SpanFinder.v1"

    [span_finder.model.scorer]
    @layers = "spacy.LinearLogistic.v1"
    nO = 2

    [span_finder.model.tok2vec]
    @architectures = "spacy.Tok2Vec.v2"

    [span_finder.model.tok2vec.embed]
    @architectures = "spacy.MultiHashEmbed.v2"
    width = 96
    rows = [5000, 1000, 2500, 1000]
    attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
    include_static_vectors = false

    [span_finder.model.tok2vec.encode]
    @architectures = "spacy.MaxoutWindowEncoder.v2"
    width = 96
    window_size = 1
    maxout_pieces = 3
    depth = 4

    [span_finder.scorer]
    @scorers = "spacy.span_finder_scorer.v1"

    [span_ruler]
    spans_key = "ruler"
    spans_filter = null
    annotate_ents = false
    phrase_matcher_attr = null
    validate = false
    overwrite = true

    [span_ruler.ents_filter]
    @misc = "spacy.first_longest_spans_filter.v1"

    [span_ruler.matcher_fuzzy_compare]
    @misc = "spacy.levenshtein_compare.v1"

    [span_ruler.scorer]
    @scorers = "spacy.overlapping_labeled_spans_scorer.v1"
    spans_key = "ruler"

    [spancat]
    threshold = 0.5
    spans_key = "sc"
    max_positive = null

    [spancat.model]
    @architectures = "spacy.SpanCategorizer.v1"

    [spancat.model.reducer]
    @layers = "spacy.mean_max_reducer.v1"
    hidden_size = 128

    [spancat.model.tok2vec]
    @architectures = "spacy.Tok2Vec.v2"

    [spancat.model.tok2vec.embed]
    @architectures = "spacy.MultiHashEmbed.v2"
    width = 96
    rows = [5000, 1000, 2500, 1000]
    attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
    include_static_vectors = false

    [spancat.model.tok2vec.encode]
    @architectures = "spacy.MaxoutWindowEncoder.v2"
    width = 96
    window_size = 1
    maxout_pieces = 3
    depth = 4

    [spancat.model.scorer]
    @layers = "spacy.LinearLogistic.v1"

    [spancat.suggester]
    @misc = "spacy.ngram_suggester.v1"
    sizes = [1, 2, 3]

    [spancat.scorer]
    @scorers = "spacy.spancat_scorer.v1"

    [spancat_singlelabel]
    spans_key = "sc"
    negative_weight = 1.0
    allow_overlap = true

    [spancat_singlelabel.model]
    @architectures = "spacy.SpanCategorizer.v1"

    [spancat_singlelabel.model.reducer]
    @layers = "spacy.mean_max_reducer.v1"
    hidden_size = 128

    [spancat_singlelabel.model.tok2vec]
    @architectures = "spacy.Tok2Vec.v2"

    [spancat_singlelabel.model.tok2vec.embed]
    @architectures = "spacy.MultiHashEmbed.v1"
    width = 96
    rows = [5000, 1000, 2500, 1000]
    attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
    include_static_vectors = false

    [spancat_singlelabel.model.tok2vec.encode]
    @architectures = "spacy.MaxoutWindowEncoder.v2"
    width = 96
    window_size = 1
    maxout_pieces = 3
    depth = 4

    [spancat_singlelabel.model.scorer]
    @layers = "Softmax.v2"

    [spancat_singlelabel.suggester]
    @misc = "spacy.ngram_suggester.v1"
    sizes = [1, 2, 3]

    [spancat_singlelabel.scorer]
    @scorers = "spacy.spancat_scorer.v1"

    [textcat]
    threshold = 0.0

    [textcat.model]
    @architectures = "spacy.TextCatEnsemble.v2"

    [textcat.model.tok2vec]
    @architectures = "spacy.Tok2Vec.v2"

    [textcat.model.tok2vec.embed]
    @architectures = "spacy.MultiHashEmbed.v2"
    width = 64
    rows = [2000, 2000, 500, 1000, 500]
    attrs = ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"]
    include_static_vectors = false

    [textcat.model.tok2vec.encode]
    @architectures = "spacy.MaxoutWindowEncoder.v2"
    width = 64
    window_size = 1
    maxout_pieces = 3
    depth = 2

    [textcat.model.linear_model]
    @architectures = "spacy.TextCatBOW.v3"
    exclusive_classes = true
    length = 262144
    ngram_size = 1
    no_output_layer = false

    [textcat.scorer]
    @scorers = "spacy.textcat_scorer.v2"

    [textcat_multilabel]
    threshold = 0.5

    [textcat_multilabel.model]
    @architectures = "spacy.TextCatEnsemble.v2"

    [textcat_multilabel.model.tok2vec]
    @architectures = "spacy.Tok2Vec.v2"

    [textcat_multilabel.model.tok2vec.embed]
    @architectures = "spacy.MultiHashEmbed.v2"
    width = 64
    rows = [2000, 2000, 500, 1000, 500]
    attrs = ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"]
    include_static_vectors = false

    [textcat_multilabel.model.tok2vec.encode]
    @architectures = "spacy.MaxoutWindowEncoder.v2"
    width = 64
    window_size = 1
    maxout_pieces = 3
    depth = 2

    [textcat_multilabel.model.linear_model]
    @architectures = "spacy.TextCatBOW.v3"
    exclusive_classes = false
    length = 262144
    ngram_size = 1
    no_output_layer = false

    [textcat_multilabel.scorer]
    @scorers = "spacy.textcat_multilabel_scorer.v2"

    [token_splitter]
    min_length = 25
    split_length = 10
    """
}
