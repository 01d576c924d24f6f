"""Writes vectors_cases.json: what spaCy's `init vectors` makes of small files of word vectors.

Run with spaCy 3.8: python make_vectors.py > ../vectors_cases.json
Words, numbers and files are made up here. Bytes are given in base64.
"""
import base64
import gzip
import json
import tempfile
from pathlib import Path

import spacy
from spacy.training.initialize import convert_vectors

PLAIN = [
    "the 0.25 -0.5 1 0.125", "harbour 1e-3 2.5e-1 -0.75 3", "boat 0.5 0.25 -0.125 1.5",
    "Zürich 0.1 0.2 0.3 0.4", ", -0.1 0.7 0.33333334 -2", "ship 0.5 0.25 -0.1 1.5",
    "ferry 0.45 0.2 -0.1 1.4", "of -1 -1 -1 0.0625",
]
EQUAL = PLAIN[:3] + ["vessel 0.5 0.25 -0.125 1.5", "the 9 9 9 9"] + PLAIN[3:5]
ODD = ["\u00a0 1 2", "x\u00a0y 0.1234567890123456789 -3.4e38", "x\ty 1.17549435e-38 +7", "ORG 5. .5"]

CASES = [
    ("plain", "8 4", PLAIN, 0, -1), ("headless", None, PLAIN, 0, -1),
    ("truncated", "8 4", PLAIN, 5, -1), ("truncated_long", "8 4", PLAIN, 20, -1),
    ("equal_rows", "7 4", EQUAL, 0, -1), ("short", "12 4", PLAIN, 0, -1),
    ("pruned", "8 4", PLAIN, 0, 3), ("pruned_equal", None, EQUAL, 0, 2),
    ("pruned_none", "8 4", PLAIN, 0, 50), ("odd", "4 2", ODD, 0, -1),
]

cases = []
with tempfile.TemporaryDirectory() as folder:
    for name, header, lines, truncate, prune in CASES:
        text = "".join(line + "\n" for line in ([header] if header else []) + lines)
        path = Path(folder) / f"{name}.txt"
        path.write_text(text, encoding="utf8")
        nlp = spacy.blank("en")
        convert_vectors(nlp, path, truncate=truncate, prune=prune, name="made.vectors")
        out = Path(folder) / name
        nlp.to_disk(out)
        cases.append({
            "name": name, "text": text, "truncate": truncate, "prune": prune,
            "meta": json.loads((out / "meta.json").read_text())["vectors"],
            "keys": [[nlp.vocab.strings[key], row] for key, row in nlp.vocab.vectors.key2row.items()],
            "files": {file: base64.b64encode((out / "vocab" / file).read_bytes()).decode()
                      for file in ["vectors", "key2row", "vectors.cfg"]},
        })

text = "".join(line + "\r\n" for line in PLAIN)
packed = gzip.compress(text[:100].encode("utf8"), mtime=0) + gzip.compress(
    text[100:].encode("utf8"), mtime=0)
print("{")
print(f' "spacy": {json.dumps(spacy.__version__)},')
print(f' "gzip": {json.dumps(base64.b64encode(packed).decode())},')
print(' "cases": [\n  ' + ",\n  ".join(map(json.dumps, cases)) + "\n ]\n}")
