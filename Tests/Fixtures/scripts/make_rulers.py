"""Records what spaCy's attribute_ruler and entity_ruler do, for `RulerTests`.

Made with spaCy 3.8.18; run in this folder: python make_rulers.py
Writes ../rulers/: a model folder with both components, without the files that are not needed, and
texts.json: words, spaces, tags and preset entities, and what the pipeline made of them.
"""
import json
import pathlib
import shutil

import spacy
from spacy.tokens import Doc, DocBin, Span

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "rulers"
ATTRIBUTES = [
    dict(patterns=[[{"TAG": "NNP"}]], attrs={"POS": "PROPN", "MORPH": "Number=Sing"}),
    dict(patterns=[[{"TAG": {"IN": ["VBD", "VBZ"]}}], [{"TAG": "VB"}]], attrs={"POS": "VERB", "LEMMA": "do"}),
    dict(patterns=[[{"LOWER": "the"}]], attrs={"POS": "DET", "MORPH": "PronType=Art|Definite=Def"}),
    dict(patterns=[[{"ORTH": {"REGEX": "^[A-Z]"}, "IS_SENT_START": True}, {"TAG": {"NOT_IN": ["NNP", "."]}}]],
         attrs={"TAG": "XX", "NORM": "second"}, index=1),
    dict(patterns=[[{"IS_PUNCT": True}], [{"LENGTH": {">=": 9}}]], attrs={"POS": "X"}),
    dict(patterns=[[{"LOWER": "the"}, {"IS_ALPHA": True, "OP": "+"}, {"IS_PUNCT": True}]],
         attrs={"TAG": "END"}, index=-1),
    dict(patterns=[[{"OP": "!", "TAG": "NNP"}, {"LOWER": {"IN": ["in", "to"]}, "OP": "?"}, {"SHAPE": "Xxxxx"}]],
         attrs={"DEP": "amod"}, index=0),
]
ENTITIES = [
    dict(label="TOWN", pattern="Port Alder", id="town-1"),
    dict(label="TOWN", pattern="Oslo"),
    dict(label="NAME", pattern=[{"TAG": "NNP"}, {"TAG": "NNP", "OP": "+"}]),
    dict(label="NUMBER", pattern=[{"LIKE_NUM": True, "OP": "{1,2}"}, {"LOWER": "minutes", "OP": "?"}]),
    dict(label="ANY", pattern=[{"LOWER": {"REGEX": "^b"}}, {"OP": "*", "IS_LOWER": True}, {"ORTH": "."}]),
]


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    for rule in ATTRIBUTES:
        ruler.add(rule["patterns"], rule["attrs"], rule.get("index", 0))
    # Before the other, whose tags phrases do not have.
    overwriting = nlp.add_pipe("entity_ruler", name="again", config={
        "overwrite_ents": True, "phrase_matcher_attr": "LOWER"})
    overwriting.add_patterns([dict(label="LOUD", pattern="the"), dict(label="LOUD", pattern="PORT ALDER")])
    nlp.add_pipe("entity_ruler").add_patterns(ENTITIES)
    nlp.to_disk(OUT)
    for name in ["tokenizer", "vocab/lookups.bin", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg"]:
        (OUT / name).unlink()
    texts = []
    docs = list(DocBin().from_disk(HERE.parent / "docbin" / "dev_full.spacy").get_docs(nlp.vocab))
    for number, gold in enumerate(docs[:25]):
        words, spaces = [t.text for t in gold], [bool(t.whitespace_) for t in gold]
        doc = Doc(nlp.vocab, words=words, spaces=spaces, tags=[t.tag_ for t in gold],
                  sent_starts=[t.is_sent_start for t in gold])
        preset = [[1, 3, "OLD"]] if number % 3 == 0 and len(words) > 3 else []
        if preset:
            doc.ents = [Span(doc, s, e, label=x) for s, e, x in preset]
        doc = nlp(doc)
        texts.append(dict(
            words=words, spaces=spaces, tags=[t.tag_ for t in gold], starts=[t.is_sent_start for t in gold],
            preset=preset, tag=[t.tag_ for t in doc], pos=[t.pos_ for t in doc], lemma=[t.lemma_ for t in doc],
            morph=[str(t.morph) for t in doc], dep=[t.dep_ for t in doc],
            ents=[[e.start, e.end, e.label_, e.ent_id_] for e in doc.ents]))
    (OUT / "texts.json").write_text(json.dumps(texts, separators=(",", ":")))
    print(sum(len(t["ents"]) for t in texts), "entities,", sum(p != "" for t in texts for p in t["pos"]), "tags")


main()
