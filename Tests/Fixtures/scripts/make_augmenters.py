"""Records what spaCy's augmenters make of a small corpus, for `AugmenterTests`.

Made with spaCy 3.8.18; run in this folder: python make_augmenters.py
Writes ../augmenters/train.spacy, texts of train_full with quotes, partly without annotation;
../augmenters/variants.json; and ../augmenters/expected.json: for each augmenter, named by its config,
the examples that seed 0 gives and the next draw of the generator.
"""
import json
import pathlib
import random

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import registry
from thinc.api import Config, fix_random_seed

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "augmenters"
VARIANTS = {
    "single": [{"tags": ["NN", "NNS", ":"], "variants": ["-", "--", "\u2013"]},
               {"tags": ["."], "variants": [".", "!", "\u2026"]}],
    "paired": [{"tags": ["``", "''"], "variants": [["\"", "\""], ["``", "''"], ["\u201c", "\u201d"]]},
               {"tags": ["-LRB-", "-RRB-", "SYM"], "variants": [["(", ")"], ["[", "]"]]}],
}
VARIANTS_BLOCK = """
[augmenter.orth_variants]
@readers = "srsly.read_json.v1"
path = "variants.json"
"""
CONFIGS = {
    "lower": """
[augmenter]
@augmenters = "spacy.lower_case.v1"
level = 0.4
""",
    "orth": """
[augmenter]
@augmenters = "spacy.orth_variants.v1"
level = 0.8
lower = 0.5
""" + VARIANTS_BLOCK,
    "combined": """
[augmenter]
@augmenters = "spacy.combined_augmenter.v1"
lower_level = 0.3
orth_level = 0.5
whitespace_level = 0.7
whitespace_per_token = 0.3
whitespace_variants = [" ", "\\n", "\\t\\t"]
""" + VARIANTS_BLOCK,
    "spaces": """
[augmenter]
@augmenters = "spacy.combined_augmenter.v1"
lower_level = 0.0
orth_level = 0.5
orth_variants = null
whitespace_level = 1.0
whitespace_per_token = 0.5
whitespace_variants = [" ", "\\n"]
""",
}
QUOTES = {"(": "-LRB-", ")": "-RRB-", "``": "``", "''": "''", "--": ":"}


def corpus(vocab):
    """Texts with other words in the places of some, and less annotation in some."""
    read = list(DocBin().from_disk(HERE.parent / "docbin" / "train_full.spacy").get_docs(vocab))[:14]
    for i, doc in enumerate(read):
        words, tags = [t.text for t in doc], [t.tag_ for t in doc]
        for k, (word, tag) in enumerate(QUOTES.items()):
            place = (3 * k + i) % len(words)
            if doc[place].ent_iob_ == "O":
                words[place], tags[place] = word, "SYM" if i % 3 == 0 and "(" in word else tag
        has = [i % 5 != n for n in range(5)]
        new = Doc(
            vocab, words=words, spaces=[bool(t.whitespace_) for t in doc],
            tags=tags if has[0] else None, pos=[t.pos_ for t in doc] if has[1] else None,
            morphs=[str(t.morph) for t in doc] if has[1] else None,
            lemmas=[t.lemma_ for t in doc] if has[2] else None,
            heads=[t.head.i for t in doc] if has[3] else None,
            deps=["" if i == 7 and t.i == 2 else t.dep_ for t in doc] if has[3] else None,
            sent_starts=[t.i == 0 or (t.i == 4 and i == 8) for t in doc] if i in (3, 8) else None,
            ents=[(t.ent_iob_ + "-" + t.ent_type_).rstrip("-") for t in doc] if has[4] else None)
        new.cats = {"A": 1.0}
        if i == 5:
            new.spans["sc"] = [new[0:1]]
        yield new


def column(values):
    values = list(values)
    return values if any(values) else None


def show(example):
    doc = example.reference
    return dict(
        predicted=[t.text for t in example.x], words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc], tags=column(t.tag_ for t in doc),
        pos=column(t.pos_ for t in doc), lemmas=column(t.lemma_ for t in doc),
        morphs=column(str(t.morph) for t in doc), deps=column(t.dep_ for t in doc),
        heads=[t.head.i for t in doc], iob=[t.ent_iob for t in doc],
        ents=[[e.start, e.end, e.label_] for e in doc.ents], cats=doc.cats,
        starts=[{None: 0, True: 1, False: -1}[t.is_sent_start] for t in doc][1:])


OUT.mkdir(exist_ok=True)
nlp = spacy.blank("en")
DocBin(docs=list(corpus(nlp.vocab))).to_disk(OUT / "train.spacy")
(OUT / "variants.json").write_text(json.dumps(VARIANTS, indent=1))
expected = {}
for name, text in CONFIGS.items():
    config = Config().from_str(text.replace("variants.json", str(OUT / "variants.json")))
    augmenter = registry.resolve(config)["augmenter"]
    reader = registry.readers.get("spacy.Corpus.v1")(
        OUT / "train.spacy", gold_preproc=False, max_length=0, limit=0, augmenter=augmenter)
    fix_random_seed(0)
    examples = [show(e) for e in reader(nlp)]
    expected[name] = dict(config=text, examples=examples, next=random.random())
    print(name, examples[1]["words"], examples[1]["starts"])
(OUT / "expected.json").write_text(json.dumps(expected, separators=(",", ":")))
