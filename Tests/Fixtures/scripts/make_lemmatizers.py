"""Records what spaCy's lemmatizer does, for `LemmatizerTests`.

Made with spaCy 3.8.18; run in this folder: python make_lemmatizers.py
The tables are of our own making. Writes ../lemmatizers/: they, as the package spacy-lookups-data
keeps tables; for each mode and language a model folder without the files that are not needed, and
cases.json: words with parts of speech, features and lemmas, what the lemmatizer made of them, and
the accuracy.
"""
import gzip
import itertools
import json
import pathlib
import random
import shutil

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "lemmatizers"
DATA = OUT / "spacy_lookups_data" / "data"
LOOKUP = {"geese": "goose", "Geese": "Goose", "ran": "run", "ORG": "organisation", "café": "cafe\u0301",
          "left": ["leave", "left"], "nothing": "nothing"}
RULES = {
    "noun": [["s", ""], ["ses", "s"], ["ies", "y"], ["men", "man"], ["", "?"]],
    "verb": [["s", ""], ["es", "e"], ["ed", ""], ["ed", "e"], ["ing", ""], ["ing", "e"], ["walked", ""]],
    "adj": [["er", ""], ["est", "e"], ["er", "e"]],
    "punct": [["''", "\""]],
    "adv": [],
}
EXC = {
    "noun": {"geese": ["goose"], "axes": ["axis", "ax"], "buses": ["bus"], "data": ["datum", "data", "datum"]},
    "verb": {"was": ["be"], "axes": ["ax"]},
    "adj": {"better": ["good", "well"]},
}
INDEX = {"noun": ["bus", "baby", "woman", "ax", "axe"], "verb": ["hope", "walk", "hop"], "adj": ["large"]}
WORDS = ["geese", "Geese", "axes", "Axes", "buses", "babies", "women", "data", "hoped", "hopping", "walked",
         "was", "better", "larger", "largest", "''", "ORG", "café", "cafe\u0301", "left", "s", "3s", "x-rays",
         "İs", "nothing", "xs", "ΣΑΣ", "ß", "Walked"]
POS = ["", "NOUN", "VERB", "ADJ", "PROPN", "PUNCT", "ADV", "SPACE", "AUX", "X"]
MORPHS = ["", "Number=Sing", "Number=Plur", "Number=Plur,Sing", "VerbForm=Inf", "VerbForm=None",
          "Tense=Pres|VerbForm=Fin", "Number=Sing|Tense=Pres|VerbForm=Fin", "Degree=Pos", "Degree=Cmp"]


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    DATA.mkdir(parents=True)
    for lang in ["en", "sv"]:
        for name, table in [("lookup", LOOKUP), ("rules", RULES), ("exc", EXC), ("index", INDEX)]:
            if lang == "sv" and name in ("exc", "index"):
                continue
            text = json.dumps(table, ensure_ascii=False)
            if name == "lookup":
                (DATA / f"{lang}_lemma_{name}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
            else:
                (DATA / f"{lang}_lemma_{name}.json").write_text(text, encoding="utf8")
    for lang in ["en", "sv"]:
        registry.lookups.register(lang, func={
            key: DATA / f"{lang}_{key}.json" for key in ["lemma_lookup", "lemma_rules", "lemma_exc", "lemma_index"]
            if list(DATA.glob(f"{lang}_{key}.json*"))})
    rng = random.Random(3)
    combinations = list(itertools.product(WORDS, POS, MORPHS))
    docs = []
    for start in range(60):
        chosen = rng.sample(combinations, 9)
        docs.append(dict(words=[w for w, _, _ in chosen], pos=[p for _, p, _ in chosen],
                         morph=[m for _, _, m in chosen],
                         lemma=[rng.choice(["", "", "given"]) for _ in chosen],
                         gold=[rng.choice(["", "goose", w.lower(), w]) for w, _, _ in chosen]))
    cases = []
    for number, (lang, mode, overwrite) in enumerate(
            [("en", "rule", False), ("en", "rule", True), ("sv", "rule", True), ("en", "lookup", False),
             ("xx", "lookup", True)]):
        nlp = spacy.blank(lang)
        component = nlp.add_pipe("lemmatizer", config=dict(mode=mode, overwrite=overwrite))
        lookups = None
        if lang == "xx":
            lookups = registry.misc.get("spacy.LookupsDataLoader.v1")(lang="en", tables=["lemma_lookup", "lemma_exc"])
        component.initialize(lambda: [], nlp=nlp, lookups=lookups)
        folder = OUT / f"folder{number}"
        nlp.to_disk(folder)
        for name in ["tokenizer", "vocab/lookups.bin", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg"]:
            (folder / name).unlink()
        found, examples = [], []
        for case in docs:
            doc = Doc(nlp.vocab, words=case["words"], pos=case["pos"], morphs=case["morph"], lemmas=case["lemma"])
            gold = Doc(nlp.vocab, words=case["words"], lemmas=case["gold"])
            doc = component(doc)
            found.append([t.lemma_ for t in doc])
            examples.append(Example(doc, gold))
        cases.append(dict(folder=folder.name, lemmas=found, acc=component.score(examples)["lemma_acc"]))
    (OUT / "cases.json").write_text(
        json.dumps(dict(docs=docs, cases=cases), ensure_ascii=False, separators=(",", ":")), encoding="utf8")


main()
