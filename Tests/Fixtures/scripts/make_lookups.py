"""Records what a pipeline predicts when its vocabulary has a table of norms, for `WordNormTests`.

Made with spaCy 3.8.18; run in this folder: python make_lookups.py
Loads ../model_multi, gives its vocabulary the table lexeme_norm below, and writes ../lookups.bin, the
file of the vocabulary, and ../lookups.json: words of the development corpus and two numbers of their
vectors, with and without the table.
"""
import json
import pathlib
import tempfile

import spacy
from spacy.tokens import Doc, DocBin

HERE = pathlib.Path(__file__).resolve().parent
TABLE = {"paid": ".", "for": "October", "buy": "shares", "moved": "the", "in": "moved", "left": "letter", "work": "in",
         "wanted": "nobody", "and": "paid", "the": "buy"}


def main():
    nlp = spacy.load(HERE.parent / "model_multi")
    golds = list(DocBin().from_disk(HERE.parent / "docbin" / "dev_full.spacy").get_docs(nlp.vocab))[:6]
    words = [[t.text for t in doc] for doc in golds]

    def vectors(pipeline):
        docs = [Doc(pipeline.vocab, words=ws) for ws in words]
        return [[[round(float(x), 4) for x in row[:2]] for row in rows] for rows in pipeline.get_pipe("tok2vec").predict(docs)]

    before = vectors(nlp)
    nlp.vocab.lookups.add_table("lexeme_norm", TABLE)
    with tempfile.TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        (HERE.parent / "lookups.bin").write_bytes((pathlib.Path(folder) / "vocab" / "lookups.bin").read_bytes())
        after = vectors(spacy.load(folder))
    print(sum(a != b for x, y in zip(before, after) for a, b in zip(x, y)), "vectors differ")
    (HERE.parent / "lookups.json").write_text(
        json.dumps(dict(words=words, without=before, vectors=after), ensure_ascii=False, separators=(",", ":")))


main()
