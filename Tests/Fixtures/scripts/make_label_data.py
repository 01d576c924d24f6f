"""Writes label_data.json: what spaCy's `init labels` writes for docbin/train_full.spacy.

Run with spaCy 3.8: python make_label_data.py > ../label_data.json
"""
import json
import tempfile
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.cli.init_pipeline import _init_labels
from spacy.training.initialize import init_nlp
from wasabi import msg

COMPONENTS = ["tagger", "morphologizer", "parser", "ner", "textcat", "textcat_multilabel", "senter",
              "spancat"]

msg.no_print = True
folder = Path(__file__).parent.parent / "docbin"
config = init_config(lang="en", pipeline=COMPONENTS, optimize="efficiency")
config["paths"]["train"] = str(folder / "train_full.spacy")
config["paths"]["dev"] = str(folder / "dev_full.spacy")
nlp = init_nlp(config)
with tempfile.TemporaryDirectory() as output:
    _init_labels(nlp, Path(output))
    files = {path.stem: json.loads(path.read_text()) for path in sorted(Path(output).iterdir())}
print(json.dumps({"spacy": spacy.__version__, "files": files}))
