extension ComponentFactory {
  /// Components that annotate tokens and their relations.
  static let tokenDefaults = """
    [beam_ner]
    moves = null
    update_with_oracle_cut_size = 100
    beam_density = 0.01
    beam_update_prob = 0.5
    beam_width = 32
    incorrect_spans_key = null

    [beam_ner.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "ner"
    extra_state_tokens = false
    hidden_width = 64
    maxout_pieces = 2
    use_upper = true

    [beam_ner.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [beam_ner.scorer]
    @scorers = "spacy.ner_scorer.v1"

    [beam_parser]
    moves = null
    update_with_oracle_cut_size = 100
    learn_tokens = false
    min_action_freq = 30
    beam_width = 8
    beam_density = 0.0001
    beam_update_prob = 0.5

    [beam_parser.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "parser"
    extra_state_tokens = false
    hidden_width = 64
    maxout_pieces = 2
    use_upper = true

    [beam_parser.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [beam_parser.scorer]
    @scorers = "spacy.parser_scorer.v1"

    [morphologizer]
    overwrite = true
    extend = false
    label_smoothing = 0.0

    [morphologizer.model]
    @architectures = "spacy.Tagger.v2"

    [morphologizer.model.tok2vec]
    @architectures = "spacy.Tok2Vec.v2"

    [morphologizer.model.tok2vec.embed]
    @architectures = "spacy.CharacterEmbed.v2"
    width = 128
    rows = 7000
    nM = 64
    nC = 8
    include_static_vectors = false

    [morphologizer.model.tok2vec.encode]
    @architectures = "spacy.MaxoutWindowEncoder.v2"
    width = 128
    depth = 4
    window_size = 1
    maxout_pieces = 3

    [morphologizer.scorer]
    @scorers = "spacy.morphologizer_scorer.v1"

    [ner]
    moves = null
    update_with_oracle_cut_size = 100
    incorrect_spans_key = null

    [ner.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "ner"
    extra_state_tokens = false
    hidden_width = 64
    maxout_pieces = 2
    use_upper = true

    [ner.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [ner.scorer]
    @scorers = "spacy.ner_scorer.v1"

    [nn_labeller]
    labels = null
    target = "dep_tag_offset"

    [nn_labeller.model]
    @architectures = "spacy.MultiTask.v1"
    maxout_pieces = 3
    token_vector_width = 96

    [nn_labeller.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 2
    subword_features = true

    [parser]
    moves = null
    update_with_oracle_cut_size = 100
    learn_tokens = false
    min_action_freq = 30

    [parser.model]
    @architectures = "spacy.TransitionBasedParser.v2"
    state_type = "parser"
    extra_state_tokens = false
    hidden_width = 64
    maxout_pieces = 2
    use_upper = true

    [parser.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [parser.scorer]
    @scorers = "spacy.parser_scorer.v1"

    [senter]
    overwrite = false

    [senter.model]
    @architectures = "spacy.Tagger.v2"

    [senter.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 12
    depth = 1
    embed_size = 2000
    window_size = 1
    maxout_pieces = 2
    subword_features = true

    [senter.scorer]
    @scorers = "spacy.senter_scorer.v1"

    [tagger]
    overwrite = false
    neg_prefix = "!"
    label_smoothing = 0.0

    [tagger.model]
    @architectures = "spacy.Tagger.v2"

    [tagger.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [tagger.scorer]
    @scorers = "spacy.tagger_scorer.v1"

    [tok2vec]

    [tok2vec.model]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [trainable_lemmatizer]
    backoff = "orth"
    min_tree_freq = 3
    overwrite = false
    top_k = 1

    [trainable_lemmatizer.model]
    @architectures = "spacy.Tagger.v2"

    [trainable_lemmatizer.model.tok2vec]
    @architectures = "spacy.HashEmbedCNN.v2"
    pretrained_vectors = null
    width = 96
    depth = 4
    embed_size = 2000
    window_size = 1
    maxout_pieces = 3
    subword_features = true

    [trainable_lemmatizer.scorer]
    @scorers = "spacy.lemmatizer_scorer.v1"
    """
}
