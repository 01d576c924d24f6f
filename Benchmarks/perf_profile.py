"""Where the time of training or prediction goes, by perf's samples, as Markdown.

    python3 perf_profile.py CONFIG [--work training] [--folder DIR] [--section.key VALUE ...]

Needs perf and a built SweepBenchmark. What is done once, reading corpora and initialising, is a
small part of the samples and counts as the rest.
"""
import argparse
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, ".build", "release", "SweepBenchmark")

# The first pattern that is found in a function's name decides.
GROUPS = [
    ("dense products", r"^(rows|free|cols)_\d|^run_(rows|cols|free)|gemm|^pack"),
    ("maxout's backward products", r"panel|maxout_weight_gradient|maxout_input_gradient"),
    ("optimizer", r"optimizer|Optimizer|sum_of_squares"),
    ("random numbers: dropout masks", r"MersenneTwister|NumpyRandom|PythonRandom|twist|temper|mask"),
    ("embedding: hashes and rows", r"hash_embed|Murmur|FeatureBatch|writeRows|features"),
    (
        "maxout, layer norm, dropout, residual, windows",
        r"maxout|layer_norm|window|spread_rows|collect_rows|multiply|^add|sum_rows|axpy",
    ),
    (
        "transitions: states, scores, loss, gradients of rows",
        r"gather|scatter|transition|Transition|NER|StepRecord|exp|softmax|relu|judge|score",
    ),
    ("copies, zeros, allocation", r"mem(move|cpy|set)|alloc|free|page|clear_|Arena"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config")
    parser.add_argument("--work", default="training")
    parser.add_argument("--folder", default=".")
    parser.add_argument("--rounds", type=int, default=10)
    options, overrides = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "perf.data")
        command = ["perf", "record", "-e", "cpu-clock", "-F", "999", "-o", data, BENCH, "serve"]
        command += [os.path.abspath(options.config), "--folder", options.folder]
        command += ["--work", options.work, "--round", "30000", "--warm", "5000", *overrides]
        lines = "\n" * options.rounds * (1 if options.work == "training" else 8)
        subprocess.run(command, input=lines, text=True, check=True, capture_output=True)
        report = ["perf", "report", "-i", data, "--no-children", "--stdio", "--percent-limit", "0"]
        text = subprocess.run(report, text=True, check=True, capture_output=True).stdout
    shares = {}
    rest = []
    for line in text.splitlines():
        found = re.match(r"\s+([\d.]+)%\s+\S+\s+\S+\s+\[.\]\s+(.*)", line)
        if not found:
            continue
        share, name = float(found[1]), found[2]
        for group, pattern in GROUPS:
            if re.search(pattern, name):
                break
        else:
            group = "the rest"
            rest.append((share, name))
        shares[group] = shares.get(group, 0) + share
    print(f"| {os.path.basename(options.config)}, {options.work} | share |\n| --- | ---: |")
    for group, share in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"| {group} | {share:.1f}% |")
    print("\nThe largest of the rest:", ", ".join(f"{n[:60]} {s:.1f}%" for s, n in rest[:5]))


main()
