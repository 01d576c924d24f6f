"""Writes init_config_cases.json: what spaCy's `init config` writes, for the options it is given.

Run with spaCy 3.8, without spacy-transformers: python make_init_config.py > ../init_config_cases.json
Each distinct section is kept once; a config is the list of its sections, which a blank line divides.
"""
import json

import spacy
from spacy.cli.init_config import init_config

COMPONENTS = [
    "tagger", "morphologizer", "parser", "senter", "sentencizer", "ner", "textcat",
    "textcat_multilabel", "spancat", "spancat_singlelabel", "span_finder",
    "trainable_lemmatizer", "entity_linker", "entity_ruler", "span_ruler", "attribute_ruler",
    "lemmatizer", "beam_ner", "beam_parser", "doc_cleaner", "merge_entities",
    "token_splitter", "tok2vec",
]
COMBINATIONS = [
    "tagger,parser,ner", "ner,tagger", "morphologizer,trainable_lemmatizer,parser",
    "textcat,ner", "textcat_multilabel,sentencizer", "textcat,textcat_multilabel",
    "tok2vec,ner,tok2vec", "spancat,span_finder", "sentencizer,senter",
    "ner,tagger,parser,textcat,morphologizer,senter,spancat", "sentencizer,entity_ruler",
]
LANGUAGES = [("xx", "ner"), ("de", "tagger,parser"), ("en", ""), ("pt", "ner")]

blocks, places, cases = [], {}, []


def add(lang, pipeline, optimize, pretraining=False):
    names = [name for name in pipeline.split(",") if name]
    config = init_config(
        lang=lang, pipeline=names, optimize=optimize, pretraining=pretraining, silent=True)
    sections = []
    for block in config.to_str().split("\n\n"):
        if block not in places:
            places[block] = len(blocks)
            blocks.append(block)
        sections.append(places[block])
    cases.append({"lang": lang, "pipeline": names, "optimize": optimize,
                  "pretraining": pretraining, "sections": sections})


for optimize in ["efficiency", "accuracy"]:
    for pipeline in COMPONENTS + COMBINATIONS:
        add("en", pipeline, optimize)
    for lang, pipeline in LANGUAGES:
        add(lang, pipeline, optimize)
    add("en", "ner", optimize, pretraining=True)

print("{")
print(f' "spacy": {json.dumps(spacy.__version__)},')
print(' "blocks": [\n  ' + ",\n  ".join(map(json.dumps, blocks)) + "\n ],")
print(' "cases": [\n  ' + ",\n  ".join(map(json.dumps, cases)) + "\n ]\n}")
