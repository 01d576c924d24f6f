"""Records short spaCy trainings of text and span classifiers, for `CategoryVariantTests`.

Made with spaCy 3.8.18, Thinc 8.3.14, NumPy 2; run in this folder: python make_category_variants.py [NAME …]
Writes ../category_variants/<name>.cfg, the filled config, and <name>.json: the first numbers and the
norm of each parameter as initialised, per step the indices of the batch, the losses and the norms of
the gradients, the nodes of the model file at last, its `cfg`, and predictions on some texts of the
development corpus. The corpora are train_full and dev_full; where `drops`, every third text lacks its
first label. `static` has word vectors, which lie beside it. `together` are predictions for all texts at
once, in batches of nlp.batch_size: some encoders let words see the documents around theirs.
"""
import itertools
import json
import pathlib
import random
import shutil
import sys
import tempfile

import numpy
import spacy
import srsly
from spacy.language import DEFAULT_CONFIG_PRETRAIN_PATH
from spacy.schemas import ConfigSchemaTraining
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.util import registry
from thinc.api import Config, fix_random_seed

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "category_variants"
STEPS = 12

BASE = """
[paths]
train = "train.spacy"
dev = "dev.spacy"
[system]
seed = 0
[nlp]
lang = "en"
pipeline = ["{name}"]
batch_size = {batch_size}
[components]
[components.{name}]
factory = "{name}"
{settings}
[components.{name}.model]
{model}
[corpora]
[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${{paths.train}}
[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${{paths.dev}}
[training]
dropout = {dropout}
seed = ${{system.seed}}
[initialize]
vectors = {vectors}
init_tok2vec = {weights}
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


TOK2VEC = """
[components.{{name}}.model.tok2vec]
@architectures = "spacy.Tok2Vec.{0}"
[components.{{name}}.model.tok2vec.embed]
width = 16
{1}
[components.{{name}}.model.tok2vec.encode]
width = 16
window_size = 1
depth = 2
{2}
"""
CHARACTERS = """@architectures = "spacy.CharacterEmbed.{0}"
rows = 60
nM = 6
nC = {1}
include_static_vectors = {2}
feature = "{3}"
"""
HASHES = """@architectures = "spacy.MultiHashEmbed.{0}"
attrs = ["NORM", "SHAPE"]
rows = [60, 30]
include_static_vectors = {1}
"""
MISH = '@architectures = "spacy.MishWindowEncoder.{0}"\n'
MAXOUT = '@architectures = "spacy.MaxoutWindowEncoder.{0}"\nmaxout_pieces = 2\n'


def bow(path, version, exclusive, ngrams, output=True, length=512):
    extra = f"length = {length}\n" if version == 3 else ""
    head = f"[components.{{name}}.model.{path}]\n" if path else ""
    return head + f"""@architectures = "spacy.TextCatBOW.v{version}"
exclusive_classes = {str(exclusive).lower()}
ngram_size = {ngrams}
no_output_layer = {str(not output).lower()}
{extra}"""


def plain(architecture, exclusive, extra=""):
    return f"""@architectures = "spacy.{architecture}"
exclusive_classes = {str(exclusive).lower()}
{extra}""" + CNN


def nets(version, embed, encode):
    return """@architectures = "spacy.TextCatCNN.v2"
exclusive_classes = true
""" + TOK2VEC.format(version, embed, encode)


def spans(reducer, scorer, suggester):
    return f"""@architectures = "spacy.SpanCategorizer.v1"
[components.{{name}}.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = {reducer}
[components.{{name}}.model.scorer]
@layers = "{scorer}"
[components.{{name}}.suggester]
{suggester}""" + CNN


def finder(network=CNN):
    return """@architectures = "spacy.SpanFinder.v1"
[components.{name}.model.scorer]
@layers = "spacy.LinearLogistic.v1"
nO = 2
""" + network


REDUCE = """use_reduce_first = true
use_reduce_last = false
use_reduce_max = true
use_reduce_mean = false
"""
ENSEMBLE = '@architectures = "spacy.TextCatEnsemble.v2"\n'
ONE, MANY = "textcat", "textcat_multilabel"

VARIANTS = {
    "ensemble": dict(name=ONE, model=ENSEMBLE + bow("linear_model", 3, True, 2) + CNN),
    "ensemble_many": dict(name=MANY, model=ENSEMBLE + bow("linear_model", 1, False, 1) + CNN, drops=True),
    "ensemble_raw": dict(name=ONE, model=ENSEMBLE + bow("linear_model", 3, True, 3, output=False) + CNN,
                         dropout=0.0),
    "bow_v1": dict(name=ONE, model=bow("", 1, True, 2)),
    "bow_v2_many": dict(name=MANY, model=bow("", 2, False, 1), drops=True),
    "bow_raw": dict(name=MANY, model=bow("", 3, False, 1, output=False, length=300)),
    "cnn_v1": dict(name=ONE, model=plain("TextCatCNN.v1", True)),
    "cnn_v1_many": dict(name=MANY, model=plain("TextCatCNN.v1", False)),
    "cnn_v2": dict(name=ONE, model=plain("TextCatCNN.v2", True)),
    "static": dict(name=ONE, model=plain("TextCatCNN.v2", True).replace("vectors = null", "vectors = true"),
                   vectors=True),
    "characters": dict(name=ONE, model=nets("v2", CHARACTERS.format("v2", 8, "false", "LOWER"), MAXOUT.format("v2"))),
    "characters_static": dict(name=ONE, vectors=True, model=nets(
        "v1", CHARACTERS.format("v1", 11, "true", "SHAPE"), MAXOUT.format("v1"))),
    "mish": dict(name=ONE, batch_size=4, model=nets("v2", HASHES.format("v2", "true"), MISH.format("v2")), vectors=True),
    "mish_v1": dict(name=ONE, batch_size=3, dropout=0.2, vectors=True, model=nets(
        "v1", HASHES.format("v1", "true"), MISH.format("v1"))),
    "wrapped_twice": dict(name=ONE, batch_size=4, model=nets(
        "v1", HASHES.format("v2", "false"), MAXOUT.format("v2"))),
    "reduce": dict(name=ONE, model=plain("TextCatReduce.v1", True, REDUCE)),
    "attention": dict(name=ONE, model=plain("TextCatParametricAttention.v1", True)),
    "attention_many": dict(name=MANY, model=plain("TextCatParametricAttention.v1", False), drops=True),
    "pretrained": dict(name=ONE, pretrained=True, model=plain("TextCatCNN.v2", True).replace(
        "width = 16", "width = 8").replace("embed_size = 60", "embed_size = 20")),
    "spancat": dict(name="spancat", settings="threshold = 0.2\nmax_positive = 2", model=spans(
        12, "spacy.LinearLogistic.v1",
        '@misc = "spacy.ngram_range_suggester.v1"\nmin_size = 1\nmax_size = 4\n')),
    "spancat_one": dict(name="spancat", settings="threshold = 0.12\nmax_positive = 1", model=spans(
        16, "spacy.LinearLogistic.v1", '@misc = "spacy.ngram_suggester.v1"\nsizes = [3, 1]\n')),
    "span_finder": dict(name="span_finder", settings="threshold = 0.3\nmax_length = 4\nmin_length = 2", model=finder()),
    "span_finder_characters": dict(
        name="span_finder", settings="threshold = 0.32\nmax_length = null", batch_size=4, dropout=0.0, model=finder(
            TOK2VEC.format("v2", CHARACTERS.format("v2", 5, "false", "NORM"), MISH.format("v2")))),
    "spancat_single": dict(
        name="spancat_singlelabel", settings="negative_weight = 0.01\nallow_overlap = false",
        model=spans(16, "Softmax.v2", '@misc = "spacy.ngram_suggester.v1"\nsizes = [1, 2, 3]\n')),
}


def parameters(pipe, name):
    for index, node in enumerate(pipe.model.walk()):
        for param in node.param_names:
            yield f"{name}|{index}|{node.name}|{param}", node, param


def nodes(pipe):
    """The nodes of the model file without their weights."""
    content = srsly.msgpack_loads(pipe.model.to_bytes())
    return [[node["name"], node["dims"], node["refs"], {k: srsly.msgpack_loads(v) for k, v in attrs.items()}]
            for node, attrs in zip(content["nodes"], content["attrs"])]


def read(name, vocab):
    return list(DocBin().from_disk(HERE.parent / "docbin" / f"{name}.spacy").get_docs(vocab))


def write_vectors(folder):
    """Vectors of every second word of the corpus."""
    nlp = spacy.blank("en")
    state = numpy.random.RandomState(3)
    for word in sorted({t.text for doc in read("train_full", nlp.vocab) for t in doc})[::2]:
        nlp.vocab.set_vector(word, state.normal(size=10).astype("f"))
    # No spare rows: the last one, which words without a vector may get, is not zero.
    nlp.vocab.vectors.resize((nlp.vocab.vectors.n_keys, 10))
    nlp.to_disk(folder)


def write_weights(model, name):
    """Weights of another seed, as `spacy pretrain` writes them."""
    text = BASE.format(name=name, model=model, settings="", dropout=0.1, vectors="null", batch_size=64,
                       weights="null")
    nlp = spacy.util.load_model_from_config(Config().from_str(text, interpolate=False), auto_fill=True)
    fix_random_seed(7)
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("a b"), {"cats": {"A": 1.0, "B": 0.0}})])
    (OUT / "pretrained.bin").write_bytes(nlp.get_pipe(name).model.get_ref("tok2vec").to_bytes())


def record(variant, name, model, settings="", dropout=0.1, drops=False, vectors=False,
           batch_size=64, pretrained=False):
    if pretrained:
        write_weights(model.format(name=name), name)
    with tempfile.TemporaryDirectory() as folder:
        if vectors:
            write_vectors(folder)
            for file in ["vectors", "key2row"]:
                shutil.copyfile(f"{folder}/vocab/{file}", OUT / f"static.{file}")
        record_with(f'"{folder}"' if vectors else "null", variant, name, model, settings, dropout, drops,
                    batch_size, pretrained)


def record_with(vectors, variant, name, model, settings, dropout, drops, batch_size,
                pretrained):
    text = BASE.format(name=name, model=model.format(name=name), settings=settings, dropout=dropout,
                       vectors=vectors, batch_size=batch_size,
                       weights=f'"{OUT / "pretrained.bin"}"' if pretrained else "null")
    config = Config().from_str(text, interpolate=False)
    if pretrained:
        config = spacy.util.load_config(DEFAULT_CONFIG_PRETRAIN_PATH).merge(config)
        config["pretraining"].update(component=name, layer="tok2vec")
    folder = HERE.parent / "docbin"
    config["paths"]["train"], config["paths"]["dev"] = str(folder / "train_full.spacy"), str(folder / "dev_full.spacy")
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    nlp = init_nlp(nlp.config)
    filled = nlp.config.interpolate()
    T = registry.resolve(filled["training"], schema=ConfigSchemaTraining)
    pipe = nlp.get_pipe(name)
    initial = {key: dict(norm=float(numpy.linalg.norm(node.get_param(p))), first=[
        float(x) for x in node.get_param(p).ravel()[:3]]) for key, node, p in parameters(pipe, name)}
    fix_random_seed(0)
    examples = list(registry.resolve(filled["corpora"])["train"](nlp))
    if drops:
        for example in examples[::3]:
            example.reference.cats = dict(list(example.reference.cats.items())[1:])
    index = {id(e): i for i, e in enumerate(examples)}
    steps, epochs = [], [0]

    def batches():
        while True:
            random.shuffle(examples)
            epochs[0] += 1
            yield from T["batcher"](examples)

    for batch in itertools.islice(batches(), STEPS):
        losses = {}
        batch = sorted(batch, key=lambda e: len(e.x))
        nlp.update(batch, drop=T["dropout"], losses=losses, sgd=False)
        norms = {key: float(numpy.linalg.norm(node.get_grad(p))) for key, node, p in parameters(pipe, name)}
        pipe.finish_update(T["optimizer"])
        T["optimizer"].step_schedules()
        steps.append(dict(epoch=epochs[0] - 1, subbatches=[[index[id(e)] for e in batch]],
                          losses={k: float(v) for k, v in losses.items()}, grad_norms=norms))
    texts = []
    for doc in read("dev_full", nlp.vocab)[:10]:
        found = nlp(Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc]))
        group = found.spans.get("sc", [])
        has_scores = group and "scores" in group.attrs
        texts.append(dict(words=[t.text for t in doc], cats=found.cats,
                          spans=[[s.start, s.end, s.label_] for s in group],
                          scores=[float(x) for x in numpy.ravel(group.attrs["scores"])] if has_scores else []))
    docs = [Doc(nlp.vocab, words=[t.text for t in doc]) for doc in read("dev_full", nlp.vocab)[:10]]
    together = [doc.cats for doc in nlp.pipe(docs, batch_size=batch_size)]
    scores = nlp.evaluate(list(registry.resolve(filled["corpora"])["dev"](nlp)))
    scores.pop("speed")
    cfg = dict(pipe.cfg)
    nlp.config["initialize"]["vectors"] = None
    if pretrained:
        nlp.config["initialize"]["init_tok2vec"] = "pretrained.bin"
    nlp.config["paths"]["train"], nlp.config["paths"]["dev"] = "train.spacy", "dev.spacy"
    (OUT / f"{variant}.cfg").write_text(nlp.config.to_str())
    (OUT / f"{variant}.json").write_text(json.dumps(dict(
        component=name, drops=drops, initial=initial, steps=steps, nodes=nodes(pipe), cfg=cfg, texts=texts,
        together=together, scores=scores),
        separators=(",", ":")))
    print(variant, [round(s["losses"][name], 4) for s in steps][::4], sum(len(t["spans"]) for t in texts))


OUT.mkdir(exist_ok=True)
for variant, settings in VARIANTS.items():
    if len(sys.argv) > 1 and variant not in sys.argv[1:]:
        continue
    record(variant, **settings)
