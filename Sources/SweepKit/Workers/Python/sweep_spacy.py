"""Reports of `spacy train` for sweep: loaded with --code, it changes nothing of the training."""

import importlib.util
import json
import os
import sys

import spacy.training.loop as loop


def number(value):
    """A value as JSON has it: a number, null, or a table of such."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {str(key): number(inner) for key, inner in value.items()}
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def write(**report):
    with open(os.environ["SWEEP_REPORTS"], "ab", buffering=0) as file:
        file.write((json.dumps(report) + "\n").encode("utf8"))


def reporting(original):
    """The steps of a training, of which each evaluation is told."""

    def steps(*args, **kwargs):
        for batch, info, is_best in original(*args, **kwargs):
            if is_best is not None:
                write(
                    step=int(info["step"]),
                    epoch=int(info["epoch"]),
                    words=int(info["words"]),
                    score=number(info["score"]),
                    best=bool(is_best),
                    losses=number(dict(info["losses"])),
                    metrics=number(dict(info["other_scores"])),
                )
            yield batch, info, is_best

    return steps


if "SWEEP_REPORTS" in os.environ:
    loop.train_while_improving = reporting(loop.train_while_improving)

code = os.environ.get("SWEEP_CODE")
if code:
    # As spacy.util.import_file does.
    spec = importlib.util.spec_from_file_location("python_code", code)
    module = importlib.util.module_from_spec(spec)
    sys.modules["python_code"] = module
    spec.loader.exec_module(module)
