"""Writes the curves of a finished grid study as one table of numbers.

    python3 make_search_table.py STORE STUDY METRIC > ner_table.csv

One row per trial: its settings, its seed, the words it was trained on up to its last evaluation, and
the metric at each evaluation behind step 0. The header names the steps.

ner_table.csv: 96 assignments x 5 seeds on WNUT17 (3,394 documents, 1,009 for evaluation), 900 steps
each, made by `sweep run` with configs/ner.cfg's model of 2,000 embedding rows.
"""
import json
import sqlite3
import sys

store, study, metric = sys.argv[1:]
connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
(number,) = connection.execute("SELECT id FROM studies WHERE name = ?", (study,)).fetchone()
trials = connection.execute(
    "SELECT id, seed, assignment, attempt FROM trials WHERE study = ? AND state = 'done' ORDER BY number",
    (number,),
).fetchall()
header = None
for trial, seed, assignment, attempt in trials:
    settings = json.loads(assignment)
    curve = connection.execute(
        "SELECT step, value FROM metrics WHERE trial = ? AND attempt = ? AND kind = 'score'"
        " AND name = ? AND step > 0 ORDER BY step",
        (trial, attempt, metric),
    ).fetchall()
    (words,) = connection.execute(
        "SELECT MAX(words) FROM evaluations WHERE trial = ? AND attempt = ?", (trial, attempt)
    ).fetchone()
    names = [key.split(".")[-1] for key in settings]
    columns = names + ["seed", "words"] + [str(step) for step, _ in curve]
    if header is None:
        header = columns
        print(",".join(header))
    if columns != header:
        sys.exit(f"trial {trial} has {columns}, not {header}")
    values = [json.dumps(value) for value in settings.values()]
    print(",".join(values + [str(seed), str(words)] + [f"{value or 0:.6f}" for _, value in curve]))
