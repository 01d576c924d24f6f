"""Records what spaCy's rulers do with patterns of all kinds, for `SpanRulerTests` and `RuleSettingTests`.

Made with spaCy 3.8.18; run in this folder: python make_span_rulers.py
Writes ../span_rulers/:
- folder/: a model folder with rulers, without the files that are not needed (its tokenizer is that of a
  blank English pipeline);
- cases.json: annotated words, and what the rulers made of them, with their scores;
- config.cfg and the files that it names: rulers that are made from [initialize.components], and in
  written/ the files that spaCy writes of them.
"""
import json
import os
import pathlib
import random
import shutil

import spacy
import srsly
from confection import Config
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import load_model_from_config

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "span_rulers"
WORDS = ["the", "The", "definitely", "definately", "defnitly", "tiger", "tigre", "Tigers", "color", "colour", "ran",
         "running", "x", "xy", "Port", "Alder", "don", "can", "not", "7", "seven", "42", "1999", ",", ".", "(", "''",
         "straße", "café", "Oslo", "oslo", "internationalisation", "internationalization", "a", "an", "b"]
TAGS = ["NN", "NNP", "VBD", "DT", "CD", ""]
POS = ["NOUN", "PROPN", "VERB", "DET", ""]
MORPHS = ["Number=Sing", "Case=Nom,Acc|Number=Plur", "Tense=Past|VerbForm=Fin", "_", "PronType=Art"]
PATTERNS = [
    [{"LOWER": {"FUZZY": "definitely"}}], [{"ORTH": {"FUZZY1": "tiger"}}], [{"TEXT": {"FUZZY2": "tiger"}}],
    [{"LOWER": {"FUZZY3": "x"}}], [{"LOWER": {"FUZZY9": "internationalization"}}],
    [{"LOWER": {"FUZZY": "internationalizations!"}}], [{"TAG": {"FUZZY1": "NNS"}}], [{"LEMMA": {"FUZZY": "run"}}],
    [{"LOWER": {"FUZZY": {"IN": ["colour", "seven"]}}}], [{"LOWER": {"FUZZY1": {"NOT_IN": ["colour", "the"]}}}],
    [{"ORTH": {"REGEX": {"IN": ["^t", "[0-9]+$"]}}}], [{"ORTH": {"REGEX": {"NOT_IN": ["e", "^[A-Z]"]}}}],
    [{"ORTH": {"FUZZY": {"REGEX": "^ti"}}}], [{"LOWER": {"fuzzy1": "ran"}, "tag": "NN"}],
    [{"MORPH": {"IS_SUBSET": ["Number=Sing", "Case=Nom"]}}], [{"MORPH": {"IS_SUPERSET": ["Case=Nom", "Number=Plur"]}}],
    [{"MORPH": {"INTERSECTS": ["Tense=Past", "Case=Acc"]}}], [{"MORPH": {"IN": ["VerbForm=Fin|Tense=Past", "_"]}}],
    [{"MORPH": {"IN": ["Case=Acc,Nom|Number=Plur"]}}], [{"MORPH": {"NOT_IN": ["PronType=Art"]}}],
    [{"MORPH": "Number=Sing"}], [{"MORPH": {"REGEX": "Number=(Sing|Plur)"}}], [{"MORPH": {"IS_SUPERSET": []}}],
    [{"MORPH": {"FUZZY": {"IN": ["Number=Sing"]}}}],
    [{"TAG": {"IS_SUBSET": ["NN", "DT"]}}], [{"POS": {"INTERSECTS": ["NOUN", "DET"]}}], [{"LENGTH": {"!=": 3}}],
    [{"LENGTH": {"==": 3}}], [{"LENGTH": {">": 2, "<=": 4.5}}], [{"LENGTH": {"IN": [1, 2]}}], [{"LENGTH": 3}],
    [{"SENT_START": True}], [{"IS_SENT_START": False, "IS_ALPHA": True}], [{"SENT_START": {"IN": [0]}, "IS_PUNCT": True}],
    [{"ENT_TYPE": "OLD"}], [{"ENT_IOB": "B"}], [{"ENT_IOB": {"IN": [1, 2]}, "LOWER": "the"}], [{"ENT_TYPE": ""}],
    [{"SHAPE": {"REGEX": "^x+$"}}], [{"PREFIX": {"FUZZY1": "t"}}], [{"SUFFIX": {"REGEX": "^.e"}}], [{"NORM": "can"}],
    [{"NORM": {"REGEX": "'"}}], [{"SPACY": False}], [{"POS": {"NOT_IN": ["NOUN", "VERB", ""]}}], [{}],
    [{"TAG": "NN"}, {"OP": "?"}, {"TAG": "DT", "OP": "+"}], [{"IS_DIGIT": True, "OP": "{2}"}],
    [{"IS_ALPHA": True, "OP": "{2,3}"}, {"IS_PUNCT": True, "OP": "?"}], [{"TAG": "NN", "OP": "{,2}"}, {"LIKE_NUM": True}],
    [{"LIKE_NUM": True, "OP": "!"}, {"ORTH": ".", "OP": "{1,}"}], [{"LOWER": "a", "OP": "*"}, {"POS": "NOUN", "OP": "*"}],
    [{"IS_LOWER": True, "IS_ALPHA": True, "LENGTH": {">=": 4}}, {"TAG": {"IN": ["CD", "NN"]}, "OP": "?"}],
    [{"LIKE_URL": True}], [{"LIKE_EMAIL": True}], [{"IS_STOP": True, "OP": "+"}, {"IS_STOP": False}],
]
EXTRA = ["www.oslo.no", "a@b.com", "oslo.no", "http://x", ".com", "file.txt", "www.", "www.x", "example.org/", "x@y",
         "site.de:80", "an.xyz/path", "A@B.C.D", "whereas", "‘ve", "n’t", "Whenever", "me@home.net.", "foo.bar.com", "1.5"]
PHRASES = [("Port Alder", "1"), ("can not", ""), ("cannot", "x"), ("don't", "2"), ("the", ""), ("the tiger", ""),
           ("Oslo (the", ""), ("straße", ""), ("", "")]
RULERS = [
    ("words", "span_ruler", dict(spans_key="ruler")),
    ("phrases", "span_ruler", dict(spans_key="other", overwrite=False, phrase_matcher_attr="LOWER",
                                   spans_filter={"@misc": "spacy.first_longest_spans_filter.v1"},
                                   scorer={"@scorers": "spacy.overlapping_labeled_spans_scorer.v1", "spans_key": "other"})),
    ("shapes", "span_ruler", dict(spans_key="other", overwrite=False, phrase_matcher_attr="SHAPE",
                                  spans_filter={"@misc": "spacy.prioritize_existing_ents_filter.v1"})),
    ("entities", "span_ruler", dict(spans_key=None, annotate_ents=True, overwrite=False)),
    ("future", "future_entity_ruler", dict(overwrite_ents=True, phrase_matcher_attr="NORM")),
    ("keeping", "future_entity_ruler", dict()),
]
CONFIG = """
[nlp]
lang = "en"
pipeline = ["attribute_ruler", "entity_ruler", "span_ruler", "inline", "mapped", "lemmatizer"]

[components]
[components.attribute_ruler]
factory = "attribute_ruler"
[components.mapped]
factory = "attribute_ruler"
[components.entity_ruler]
factory = "entity_ruler"
phrase_matcher_attr = "LOWER"
overwrite_ents = true
ent_id_sep = "@@"
[components.span_ruler]
factory = "span_ruler"
[components.inline]
factory = "entity_ruler"
[components.lemmatizer]
factory = "lemmatizer"
mode = "lookup"
source_of_tables = null

[initialize]
[initialize.components]
[initialize.components.attribute_ruler]
[initialize.components.mapped]
[initialize.components.entity_ruler]
[initialize.components.span_ruler]
[initialize.components.attribute_ruler.patterns]
@readers = "srsly.read_json.v1"
path = "patterns.json"
[initialize.components.mapped.tag_map]
@readers = "srsly.read_json.v1"
path = "tag_map.json"
[initialize.components.mapped.morph_rules]
@readers = "srsly.read_msgpack.v1"
path = "morph_rules.msgpack"
[initialize.components.entity_ruler.patterns]
@readers = "srsly.read_jsonl.v1"
path = "patterns.jsonl"
skip = true
[initialize.components.span_ruler.patterns]
@readers = "srsly.read_jsonl.v1"
path = "spans.jsonl"
[initialize.components.inline]
patterns = [{"label":"TOWN","pattern":"Port Alder","id":"1"},{"label":"TOWN","pattern":[{"LOWER":"oslo"}]}]
"""
TAG_MAP = {"NNS": {"POS": "NOUN", "Number": "Plur"}, "X": {"POS": "X"}, "VBD": {"POS": "VERB", "MORPH": "Tense=Past|Aspect=Perf"},
           "Z": {"Tense": "b,a", "Aspect": "q", "LEMMA": "z"}, "E": {}}
MORPH_RULES = {"PRP": {"I": {"LEMMA": "I", "POS": "PRON", "PronType": "Prs", "Case": "Nom"}, "me": {"LEMMA": "I"}},
               "DT": {"the": {"MORPH": "PronType=Art|Definite=Def"}}}


def make_docs(vocab):
    rng = random.Random(11)
    docs = []
    for number in range(14):
        count = rng.randint(5, 10)
        words = [rng.choice(WORDS) for _ in range(count)]
        words[-1] = EXTRA[number]
        if number + 14 < len(EXTRA):
            words[-2] = EXTRA[number + 14]
        docs.append(dict(
            words=words, spaces=[rng.random() < 0.7 for _ in words],
            # A text without any of these is an error in spaCy.
            tags=["NN"] + [rng.choice(TAGS) for _ in words[1:]], pos=["NOUN"] + [rng.choice(POS) for _ in words[1:]],
            morphs=[rng.choice(MORPHS) for _ in words], lemmas=["run"] + [rng.choice([w, "run", ""]) for w in words[1:]],
            starts=[i == 0 or rng.random() < 0.2 for i in range(count)],
            ents=[[1, 3, "OLD"]] if number % 3 else [],
            other=[[0, 2, "OLD"], [2, 3, "LOW"]] if number % 2 else None,
            gold=[[i, i + 1, f"P{i:02}"] for i in range(3)] if number % 4 else None))
    docs[0]["words"][:4], docs[1]["words"][:4] = ["Port", "Alder", "the", "tiger"], ["can", "not", "The", "tiger"]
    return docs


def as_doc(vocab, case):
    doc = Doc(vocab, words=case["words"], spaces=case["spaces"], tags=case["tags"], pos=case["pos"],
              morphs=case["morphs"], lemmas=case["lemmas"], sent_starts=case["starts"])
    doc.ents = [Span(doc, s, e, label=x) for s, e, x in case["ents"]]
    if case["other"] is not None:
        doc.spans["other"] = [Span(doc, s, e, label=x) for s, e, x in case["other"]]
    return doc


def rulers():
    nlp = spacy.blank("en")
    for name, factory, config in RULERS:
        nlp.add_pipe(factory, name=name, config=config)
    # Phrases first: they go through the components before, which must not ask for tags yet.
    phrases = [dict(label="PH", pattern=p, **({"id": i} if i else {})) for p, i in PHRASES]
    nlp.get_pipe("phrases").add_patterns(phrases + [dict(label="TWO", pattern=[{"IS_ALPHA": True, "OP": "{2}"}])])
    nlp.get_pipe("future").add_patterns(phrases)
    nlp.get_pipe("shapes").add_patterns([dict(label="SHAPE", pattern=p) for p in ["Oslo", "abcd efg", "7"]])
    nlp.get_pipe("words").add_patterns([
        dict(label=f"P{i:02}", pattern=p, **({"id": f"i{i % 5}"} if i % 3 == 0 else {})) for i, p in enumerate(PATTERNS)])
    nlp.get_pipe("entities").add_patterns([dict(label="E1", pattern=[{"TAG": "NN", "OP": "+"}], id="e"),
                                           dict(label="E2", pattern=[{"TAG": {"IN": ["NN", "DT"]}, "OP": "{1,2}"}])])
    nlp.get_pipe("keeping").add_patterns([dict(label="K", pattern=[{"POS": "NOUN", "OP": "+"}, {"ENT_TYPE": "", "OP": "?"}])])
    nlp.to_disk(OUT / "folder")
    for path in ["tokenizer", "vocab/lookups.bin", "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg",
                 "vocab/strings.json"]:
        (OUT / "folder" / path).unlink()
    cases, examples = make_docs(nlp.vocab), []
    for case in cases:
        doc = as_doc(nlp.vocab, case)
        gold = Doc(nlp.vocab, words=case["words"])
        if case["gold"] is not None:
            gold.spans["ruler"] = [Span(gold, s, e, label=x) for s, e, x in case["gold"]]
        for _, component in nlp.pipeline:
            doc = component(doc)
        case["spans"] = {key: [[s.start, s.end, s.label_, s.id_] for s in group] for key, group in doc.spans.items()}
        case["found"] = [[e.start, e.end, e.label_, e.ent_id_] for e in doc.ents]
        examples.append(Example(doc, gold))
    scores = nlp.get_pipe("words").score(examples)
    (OUT / "cases.json").write_text(
        json.dumps(dict(docs=cases, scores=scores), ensure_ascii=False, separators=(",", ":")), encoding="utf8")
    print(sum(len(s) for c in cases for s in c["spans"].values()), "spans", sum(len(c["found"]) for c in cases), "entities")


def settings():
    (OUT / "config.cfg").write_text(CONFIG.replace("source_of_tables = null\n", ""))
    srsly.write_json(OUT / "patterns.json", [
        dict(patterns=[[{"TAG": "NNP"}], [{"LOWER": {"FUZZY": "osloo"}}]], attrs={"POS": "PROPN", "MORPH": "Number=Sing"}),
        dict(patterns=[[{"LOWER": "a"}, {"IS_ALPHA": True}]], attrs={"TAG": "XX"}, index=-1)])
    srsly.write_json(OUT / "tag_map.json", TAG_MAP)
    srsly.write_msgpack(OUT / "morph_rules.msgpack", MORPH_RULES)
    srsly.write_jsonl(OUT / "patterns.jsonl", [
        dict(label="ÖRT", pattern="Port Alder", id="p"), dict(label="B", pattern=[{"LOWER": {"REGEX": "^b"}}], note="lost"),
        dict(label="ÖRT", pattern=[{"TEXT": "Oslo"}], id="p"), dict(label="ÖRT", pattern="oslo"),
        dict(label="B", pattern=[{"LENGTH": {">=": 10}, "OP": "{1,2}"}])])
    with (OUT / "patterns.jsonl").open("a", encoding="utf8") as file:
        file.write("no json\n")
    srsly.write_jsonl(OUT / "spans.jsonl", [
        dict(label="S", pattern="a b/c", id="é", extra="x\u2028"), dict(label="T", pattern=[{"LOWER": "x"}])])
    folder = OUT / "spacy_lookups_data" / "data"
    folder.mkdir(parents=True)
    (folder / "en_lemma_lookup.json").write_text(json.dumps({"geese": "goose", "ran": "run"}))
    spacy.registry.lookups.register("en", func={"lemma_lookup": folder / "en_lemma_lookup.json"})
    before = os.getcwd()
    os.chdir(OUT)
    nlp = load_model_from_config(
        Config().from_str(CONFIG.replace("source_of_tables = null\n", "").replace("srsly.read_jsonl", "test.read_list")),
        auto_fill=True)
    nlp.initialize()
    nlp.to_disk("all")
    for name in nlp.pipe_names:
        shutil.copytree(f"all/{name}", f"written/{name}")
    shutil.rmtree("all")
    os.chdir(before)


@spacy.registry.readers("test.read_list.v1")
def read_list(path, skip=False):
    """As srsly.read_jsonl.v1, but a list: spaCy 3.8.18 takes no generator, though its pages give one."""
    return list(srsly.read_jsonl(path, skip=skip))


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    rulers()
    settings()


main()
