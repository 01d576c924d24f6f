"""Records what `spacy convert` makes of small files, for `ConversionTests`.

Made with spaCy 3.8.18; run in this folder: python make_converted.py
Writes ../convert/: tokens.ner, a file without sentences, what it becomes as JSON with --seg-sents
after punctuation and by the parser of ../model_multi, and the JSON of sample.conllu and sample.json.
"""
import pathlib
import tempfile

from spacy.cli.convert import convert

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "convert"
TOKENS = """I O|like O|London B-GPE|. O|" O|Really O|? O|! O|Él O|said O|so O|… O|New B-GPE|York I-GPE
|is O|big O|. O"""


def record(name, source, **settings):
    with tempfile.TemporaryDirectory() as folder:
        convert(OUT / source, folder, file_type="json", silent=True, **settings)
        (made,) = pathlib.Path(folder).iterdir()
        (OUT / name).write_text(made.read_text())


(OUT / "tokens.ner").write_text(TOKENS.replace("\n", "").replace("|", "\n") + "\n")
record("tokens_s.json", "tokens.ner", converter="ner", seg_sents=True, n_sents=2)
record("tokens_n0.json", "tokens.ner", converter="ner", n_sents=0)
record(
    "tokens_parser.json", "tokens.ner", converter="ner", seg_sents=True, n_sents=2,
    model=str(HERE.parent / "model_multi"),
)
record("sample_conllu.json", "sample.conllu", converter="conllu", n_sents=10)
record("sample_json.json", "sample.json", converter="json")
