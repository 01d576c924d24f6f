"""Records short spaCy trainings of taggers, lemmatizers and parsers, for `WordVariantTests`.

Made with spaCy 3.8.18, Thinc 8.3.14, NumPy 2; run in this folder: python make_word_variants.py
Writes ../word_variants/train.spacy, a corpus with glued tokens, missing and negated annotation, and
../word_variants/<name>/: the filled config, the component folders as spaCy saves them after the
recorded steps, and trace.json: per step the indices of each sub-batch, the losses and the norms of
the gradients, and at last the annotation of some texts of the development corpus.
"""
import itertools
import json
import pathlib
import random
import shutil

import numpy
import spacy
from spacy.schemas import ConfigSchemaTraining
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import subdivide_batch
from spacy.util import registry
from thinc.api import Config, fix_random_seed

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "word_variants"
STEPS = 30
STEPS_WITH_NORMS = 4

BASE = """
[paths]
train = "train.spacy"
dev = "dev.spacy"
vectors = null
init_tok2vec = null

[system]
seed = 0
gpu_allocator = null

[nlp]
lang = "en"
pipeline = {pipeline}
batch_size = 64

[components]
{components}
[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${{paths.train}}

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${{paths.dev}}

[training]
dropout = 0.1
accumulate_gradient = 1
seed = ${{system.seed}}

[training.optimizer]
@optimizers = "Adam.v1"
L2 = 0.01
use_averages = false
learn_rate = 0.005

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
size = 150
tolerance = 0.2
"""

CNN = """
[components.{name}.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 16
depth = 1
embed_size = 60
window_size = 1
maxout_pieces = 2
subword_features = true
"""

WORDS = """
[components.{name}]
factory = "{name}"
{settings}

[components.{name}.model]
@architectures = "spacy.Tagger.{version}"
nO = null
"""

PARSER = """
[components.parser]
factory = "parser"
min_action_freq = {least}
update_with_oracle_cut_size = {cut}

[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = {extra}
hidden_width = {hidden}
maxout_pieces = {pieces}
use_upper = {upper}
nO = null
"""


def words(name, settings="", version="v2"):
    return dict(
        pipeline=f'["{name}"]',
        components=WORDS.format(name=name, settings=settings, version=version) + CNN.format(name=name))


def parser(least=3, cut=100, extra="false", hidden=16, pieces=2, upper="true"):
    return dict(pipeline='["parser"]', components=PARSER.format(
        least=least, cut=cut, extra=extra, hidden=hidden, pieces=pieces, upper=upper) + CNN.format(name="parser"))


VARIANTS = {
    "tagger": words("tagger"),
    "tagger_v1": words("tagger", "label_smoothing = 0.0\nneg_prefix = \"\"", "v1"),
    "morphologizer": words("morphologizer", "label_smoothing = 0.1\nextend = true"),
    "senter": words("senter"),
    "lemmatizer": words("trainable_lemmatizer", "min_tree_freq = 2\ntop_k = 3\nbackoff = \"lower\""),
    "parser_cut": parser(cut=8, extra="true", pieces=3),
    "parser_whole": parser(cut=0, least=1),
    "parser_flat": parser(upper="false", pieces=1, cut=20),
    "sentences": dict(pipeline='["sentencizer", "parser"]', components=parser()["components"] + """
[components.sentencizer]
factory = "sentencizer"
overwrite = false
punct_chars = null
"""),
}


def lemma(text):
    for end, new in [("ies", "y"), ("s", ""), ("ed", ""), ("ing", "e")]:
        if text.lower().endswith(end) and len(text) > len(end) + 2:
            return text.lower()[:-len(end)] + new
    return text if text.istitle() else text.lower()


def corpus(vocab):
    """Two texts each as one, glued tokens, missing and negated annotation, texts without any."""
    docs = list(DocBin().from_disk(HERE.parent / "docbin" / "train_full.spacy").get_docs(vocab))[:90]
    result = []
    for i in range(0, len(docs), 2):
        doc = Doc.from_docs(docs[i:i + 2])
        for t in doc:
            t.lemma_ = lemma(t.text)
        new = Doc(
            vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
            tags=[("!" + t.tag_ if (t.i + i) % 17 == 0 else "" if (t.i + i) % 13 == 0 else t.tag_) for t in doc],
            pos=["" if (t.i + i) % 11 == 0 else t.pos_ for t in doc],
            morphs=["" if (t.i + i) % 11 == 0 else str(t.morph) for t in doc],
            lemmas=["" if (t.i + i) % 9 == 0 else t.lemma_ for t in doc],
            heads=[t.head.i for t in doc],
            deps=["" if i % 5 == 0 and (t.i + i) % 10 == 0 else t.dep_ for t in doc])
        if i % 14 == 12:
            new = Doc(vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        elif i % 4 == 2:
            k = next((k for k in range(3, len(new) - 1) if not new[k].whitespace_), None)
            if k is not None:
                with new.retokenize() as retokenizer:
                    retokenizer.merge(new[k:k + 2])
        result.append(new)
    return result


def gradients(pipe, name):
    found = {}
    for index, node in enumerate(pipe.model.walk()):
        for param in node.param_names:
            if node.has_grad(param):
                found[f"{name}|{index}|{node.name}|{param}"] = float(numpy.linalg.norm(node.get_grad(param)))
    return found


def tokens(doc):
    return dict(words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
                norms=[t.norm_ for t in doc])


def record(name, components, pipeline):
    out = OUT / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    config = Config().from_str(BASE.format(pipeline=pipeline, components=components), interpolate=False)
    config["paths"]["train"] = str(OUT / "train.spacy")
    config["paths"]["dev"] = str(HERE.parent / "docbin" / "dev_full.spacy")
    nlp = init_nlp(spacy.util.load_model_from_config(config, auto_fill=True).config)
    filled = nlp.config.interpolate()
    T = registry.resolve(filled["training"], schema=ConfigSchemaTraining)
    if "sentencizer" in nlp.pipe_names:
        nlp.config["training"]["annotating_components"] = ["sentencizer"]
    reader = registry.resolve(filled["corpora"])["train"]
    fix_random_seed(0)
    examples = list(reader(nlp))
    index = {id(e): i for i, e in enumerate(examples)}
    predicted = [tokens(e.x) for e in examples]
    epochs_begun = [0]

    def epoch_batches():
        while True:
            random.shuffle(examples)
            epochs_begun[0] += 1
            yield from T["batcher"](examples)

    steps = []
    for step, batch in enumerate(itertools.islice(epoch_batches(), STEPS)):
        losses, batches = {}, []
        for sub in subdivide_batch(batch, 1):
            batches.append([index[id(e)] for e in sub])
            nlp.update(sub, drop=T["dropout"], losses=losses, sgd=False,
                       annotates=[n for n in nlp.pipe_names if n == "sentencizer"])
        norms = {}
        trained = [(n, p) for n, p in nlp.pipeline if n != "sentencizer"]
        for pipe_name, pipe in trained:
            if step < STEPS_WITH_NORMS:
                norms.update(gradients(pipe, pipe_name))
            pipe.finish_update(T["optimizer"])
        T["optimizer"].step_schedules()
        steps.append(dict(epoch=epochs_begun[0] - 1, subbatches=batches,
                          losses={k: float(v) for k, v in losses.items()}, grad_norms=norms))
    texts = []
    docs = list(DocBin().from_disk(HERE.parent / "docbin" / "dev_full.spacy").get_docs(nlp.vocab))
    for i in range(0, 20, 2):
        made = nlp.make_doc(docs[i].text + " " + docs[i + 1].text)
        text = tokens(made)
        doc = nlp(made)
        text.update(
            tag=[t.tag_ for t in doc], pos=[t.pos_ for t in doc], morph=[str(t.morph) for t in doc],
            lemma=[t.lemma_ for t in doc], dep=[t.dep_ for t in doc], head=[t.head.i for t in doc],
            sent_start=[{None: 0, True: 1, False: -1}[t.is_sent_start] for t in doc])
        texts.append(text)
    scores = nlp.evaluate(list(reader(nlp))[:20])
    scores.pop("speed")
    nlp.config["paths"]["train"], nlp.config["paths"]["dev"] = "train.spacy", "dev.spacy"
    nlp.to_disk(out / "model")
    for unneeded in ["tokenizer", "vocab/lookups.bin", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg"]:
        (out / "model" / unneeded).unlink()
    if "lemmatizer" not in name:
        (out / "model/vocab/strings.json").write_text("[]")
    (out / "trace.json").write_text(json.dumps(
        dict(steps=steps, texts=texts, predicted=predicted, scores=scores), separators=(",", ":")))
    print(name, [{k: round(v, 2) for k, v in s["losses"].items()} for s in steps[:2]], scores)


OUT.mkdir(exist_ok=True)
vocab = spacy.blank("en").vocab
DocBin(docs=corpus(vocab)).to_disk(OUT / "train.spacy")
for name, settings in VARIANTS.items():
    record(name, **settings)
