"""Records short spaCy trainings of NER models with unusual settings, for `NERVariantTests`.

Made with spaCy 3.8.18, Thinc 8.3.14, NumPy 2; run in this folder: python make_ner_variants.py
Writes ../ner_variants/<name>/: the filled config, the component folders as spaCy saves them after
the recorded steps, and trace.json: per step the indices of each sub-batch, the losses and the norms
of the gradients, and at last the decisions on some texts of the development corpus. The corpora are
train_full and dev_full; `hard` has one of its own, with missing words, wrong spans and other
tokens.
"""
import itertools
import json
import pathlib
import random
import shutil

import numpy
import spacy
from spacy.schemas import ConfigSchemaTraining
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import subdivide_batch
from spacy.util import registry
from thinc.api import Config, fix_random_seed

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "ner_variants"
STEPS = 70
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
accumulate_gradient = {accumulate}
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

NER = """
[components.ner]
factory = "ner"
update_with_oracle_cut_size = {cut}
incorrect_spans_key = {key}

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.{version}"
state_type = "ner"
extra_state_tokens = {extra}
hidden_width = 16
maxout_pieces = {pieces}
use_upper = {upper}
nO = null
"""

CNN = """
[components.ner.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.{version}"
pretrained_vectors = null
width = 16
depth = {depth}
embed_size = {size}
window_size = 1
maxout_pieces = 2
subword_features = {subwords}
"""

WINDOWS = """
[{path}]
@architectures = "spacy.Tok2Vec.{version}"

[{path}.embed]
@architectures = "spacy.MultiHashEmbed.{version}"
width = 16
attrs = ["LOWER", "SHAPE", "ORTH", "SPACY", "SUFFIX", "IS_TITLE"]
rows = [60, 20, 61, 3, 40, 5]
include_static_vectors = false

[{path}.encode]
@architectures = "spacy.MaxoutWindowEncoder.{version}"
width = 16
depth = 2
window_size = 2
maxout_pieces = 3
"""

LISTENER = """
[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 16
upstream = "*"

[components.tok2vec]
factory = "tok2vec"
"""


def ner(cut=100, key="null", version="v2", extra="false", pieces=2, upper="true", depth=1, size=60,
        subwords="true", cnn="v2"):
    return NER.format(cut=cut, key=key, version=version, extra=extra, pieces=pieces, upper=upper) + (
        CNN.format(depth=depth, size=size, subwords=subwords, version=cnn) if cnn else "")


VARIANTS = {
    "extra": dict(components=ner(extra="true")),
    "one_piece": dict(components=ner(pieces=1)),
    "no_upper": dict(components=ner(upper="false")),
    "no_upper_one_piece": dict(components=ner(upper="false", pieces=1, depth=2, subwords="false")),
    "cut8": dict(components=ner(cut=8, pieces=3)),
    "no_cut": dict(components=ner(cut=0, cnn="v1")),
    "windows": dict(components=ner(cnn="") + WINDOWS.format(
        path="components.ner.model.tok2vec", version="v2")),
    "legacy": dict(components=ner(version="v1", cnn="") + WINDOWS.format(
        path="components.ner.model.tok2vec", version="v1")),
    "shared": dict(pipeline='["tok2vec", "ner"]', accumulate=2, components=ner(cnn="") + LISTENER
                   + WINDOWS.format(path="components.tok2vec.model", version="v2")),
    "hard": dict(components=ner(key='"wrong"', cut=6), corpus="hard"),
}


def hard_corpus(vocab, docs):
    """Missing words, blocked words, wrong spans, other tokens, texts without annotation."""
    result = []
    for i, doc in enumerate(docs):
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        ents = [(e.start, e.end, e.label_) for e in doc.ents]
        if i % 4 == 1:  # glue two tokens that no entity border separates
            k = next((k for k in range(len(words) - 1) if not any(
                e[0] == k + 1 or e[1] == k + 1 for e in ents) and not spaces[k]), None)
            if k is not None:
                words[k:k + 2] = [words[k] + words[k + 1]]
                spaces[k:k + 1] = []
                ents = [(s - (s > k), e - (e > k), x) for s, e, x in ents]
        new = Doc(vocab, words=words, spaces=spaces)
        spans = [Span(new, s, e, x) for s, e, x in ents]
        if i % 7 == 6:
            result.append(new)
            continue
        free = [t for t in range(len(words)) if not any(s <= t < e for s, e, _ in ents)]
        missing = [new[t:t + 1] for t in free if (t + i) % 5 == 0] if i % 3 == 0 else []
        new.set_ents(spans, missing=missing)
        wrong = [Span(new, t, t + 1, "ORG") for t in free if (t + i) % 6 == 0]
        wrong += [Span(new, s, e, "GPE") for s, e, x in ents if x != "GPE" and (s + i) % 2 == 0]
        wrong += [Span(new, len(new) - 2, len(new), "PERSON")] if len(new) > 2 and i % 2 == 0 and not any(
            (s, e, x) == (len(new) - 2, len(new), "PERSON") for s, e, x in ents) else []
        if i % 2 == 0:
            new.spans["wrong"] = wrong
        result.append(new)
    return result


def read(name, vocab):
    return list(DocBin().from_disk(HERE.parent / "docbin" / f"{name}.spacy").get_docs(vocab))


def gradients(pipe, name):
    found, seen = {}, set()
    for index, node in enumerate(pipe.model.walk()):
        for param in node.param_names:
            if node.has_grad(param):
                found[f"{name}|{index}|{node.name}|{param}"] = float(numpy.linalg.norm(node.get_grad(param)))
    return found


def record(name, components, pipeline='["ner"]', accumulate=1, corpus="train_full"):
    vocab = spacy.blank("en").vocab
    out = OUT / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    if corpus == "hard":
        bin = DocBin(store_user_data=True, docs=hard_corpus(vocab, read("train_full", vocab)[:60]))
        bin.to_disk(out / "train.spacy")
        train = out / "train.spacy"
    else:
        train = HERE.parent / "docbin" / f"{corpus}.spacy"
    text = BASE.format(pipeline=pipeline, components=components, accumulate=accumulate)
    config = Config().from_str(text, interpolate=False)
    config["paths"]["train"] = str(train)
    config["paths"]["dev"] = str(HERE.parent / "docbin" / "dev_full.spacy")
    nlp = init_nlp(spacy.util.load_model_from_config(config, auto_fill=True).config)
    filled = nlp.config.interpolate()
    T = registry.resolve(filled["training"], schema=ConfigSchemaTraining)
    reader = registry.resolve(filled["corpora"])["train"]
    fix_random_seed(0)
    examples = list(reader(nlp))
    index = {id(e): i for i, e in enumerate(examples)}
    steps = []
    predicted = [dict(words=[t.text for t in e.x], spaces=[bool(t.whitespace_) for t in e.x],
                      norms=[t.norm_ for t in e.x]) for e in examples] if corpus == "hard" else []
    epochs_begun = [0]

    def epoch_batches():
        while True:
            random.shuffle(examples)
            epochs_begun[0] += 1
            yield from T["batcher"](examples)

    for step, batch in enumerate(itertools.islice(epoch_batches(), STEPS)):
        losses, batches = {}, []
        for sub in subdivide_batch(batch, accumulate):
            batches.append([index[id(e)] for e in sub])
            nlp.update(sub, drop=T["dropout"], losses=losses, sgd=False)
        norms = {}
        if step < STEPS_WITH_NORMS:
            for pipe_name, pipe in nlp.pipeline:
                norms.update(gradients(pipe, pipe_name))
        for _, pipe in nlp.pipeline:
            pipe.finish_update(T["optimizer"])
        T["optimizer"].step_schedules()
        steps.append(dict(epoch=epochs_begun[0] - 1, subbatches=batches, losses={k: float(v) for k, v in losses.items()}, grad_norms=norms))
    texts = []
    for doc in read("dev_full", nlp.vocab)[:12]:
        doc_out = nlp(Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc]))
        texts.append(dict(words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
                          ents=[[e.start, e.end, e.label_] for e in doc_out.ents]))
    nlp.config["paths"]["train"], nlp.config["paths"]["dev"] = "train.spacy", "dev.spacy"
    nlp.to_disk(out / "model")
    for unneeded in ["tokenizer", "vocab/lookups.bin", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg"]:
        (out / "model" / unneeded).unlink()
    (out / "model/vocab/strings.json").write_text("[]")
    (out / "trace.json").write_text(json.dumps(dict(steps=steps, texts=texts, predicted=predicted), separators=(",", ":")))
    print(name, [round(s["losses"]["ner"], 2) for s in steps], sum(len(t["ents"]) for t in texts), "entities")


for name, settings in VARIANTS.items():
    record(name, **settings)
