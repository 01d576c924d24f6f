"""Writes fill_cases.json: configs, and what spaCy's `init fill-config` makes of them.

Run with spaCy 3.8: python make_fill_cases.py CONFIG... > fill_cases.json
The configs named on the command line are followed by one minimal config per component factory
and by some that exercise the merging of defaults.
"""
import json
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.cli.init_config import fill_config

FACTORIES = [
    "attribute_ruler", "beam_ner", "beam_parser", "doc_cleaner", "entity_linker", "entity_ruler",
    "future_entity_ruler", "lemmatizer", "merge_entities", "merge_noun_chunks", "merge_subtokens",
    "morphologizer", "ner", "parser", "sentencizer", "senter", "span_finder",
    "span_ruler", "spancat", "spancat_singlelabel", "tagger", "textcat", "textcat_multilabel",
    "tok2vec", "token_splitter", "trainable_lemmatizer",
]

MINIMAL = '[nlp]\nlang = "en"\npipeline = ["x"]\n\n[components]\n\n[components.x]\nfactory = "%s"\n'

OTHERS = {
    "empty_pipeline": '[nlp]\nlang = "en"\n',
    "other_functions": """[nlp]
lang = "en"
pipeline = ["ner"]

[components]

[components.ner]
factory = "ner"
update_with_oracle_cut_size = 50

[components.ner.model]
hidden_width = 32

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[components.ner.model.tok2vec.embed]
@architectures = "spacy.CharacterEmbed.v2"
width = 64
rows = 1000
nM = 16
nC = 4
include_static_vectors = false

[components.ner.model.tok2vec.encode]
@architectures = "spacy.MishWindowEncoder.v2"
width = 64
window_size = 1
depth = 2

[training]
dropout = 0.3
batcher = {"@batchers": "spacy.batch_by_sequence.v1", "size": 32}

[training.optimizer]
@optimizers = "RAdam.v1"

[training.optimizer.learn_rate]
@schedules = "slanted_triangular.v1"
max_rate = 0.01
num_steps = 100

[training.logger]
@loggers = "spacy.ConsoleLogger.v3"

[training.score_weights]
ents_p = 0.3
ents_r = null
""",
    "variables": """[paths]
train = "a.spacy"

[variables]
width = 32
rate = 0.01
optimizer = "SGD.v1"

[nlp]
lang = "en"
pipeline = ["tok2vec", "ner", "tagger"]

[components]

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.encode.width}

[components.unused]
factory = "senter"

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = ${components.tok2vec.model.encode.width}
attrs = ["NORM", "PREFIX"]
rows = [500, ${variables.rows}]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = ${variables.width}
depth = 2
window_size = 1
maxout_pieces = 3

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = ${variables.width}
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.encode.width}

[training]

[training.optimizer]
@optimizers = ${variables.optimizer}
learn_rate = ${variables.rate}
""".replace("rate = 0.01\n", "rate = 0.01\nrows = 250\n", 1),
    "legacy_names": """[nlp]
lang = "en"
pipeline = ["ner"]

[components]

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v1"
state_type = "ner"
extra_state_tokens = false
hidden_width = 32
maxout_pieces = 2

[components.ner.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v1"
width = 32
depth = 1
embed_size = 100
window_size = 1
maxout_pieces = 3
subword_features = true
pretrained_vectors = null
""",
}


def cases(paths):
    for path in paths:
        yield "/".join(Path(path).parts[-2:]), Path(path).read_text(encoding="utf8")
    for name in FACTORIES:
        yield name, MINIMAL % name
    yield from OTHERS.items()


def main():
    result = []
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.cfg", Path(folder) / "out.cfg"
        for name, text in cases(sys.argv[1:]):
            source.write_text(text, encoding="utf8")
            try:
                fill_config(target, source, silent=True)
                filled = target.read_text(encoding="utf8")
            except (Exception, SystemExit) as error:
                print(f"{name}: {type(error).__name__} {str(error)[:300]}", file=sys.stderr)
                continue
            result.append({"name": name, "input": text, "filled": filled})
    print(json.dumps({"spacy": spacy.__version__, "cases": result}, indent=1))


main()
