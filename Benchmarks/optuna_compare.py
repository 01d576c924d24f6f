"""Measures what proposals take, ours and Optuna's, and prints both with their ratio, as Markdown.

    python3 optuna_compare.py --python PYTHON [options]

Needs no package itself; PYTHON is one that has optuna and cmaes, and torch for its Gaussian process.
Processor time of one thread, four settings; medians. Optuna's trials are in its memory: nothing is
stored, as in ours.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, ".build", "release")

# What runs in PYTHON: a line of JSON for each figure.
WORKER = r"""
import json, statistics, sys, time, warnings
import optuna
from optuna.distributions import FloatDistribution
warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
rounds, withGP = int(sys.argv[1]), sys.argv[2] == "1"
NAMES = [f"x{k}" for k in range(4)]
MAKE = {
    "random": lambda s: optuna.samplers.RandomSampler(seed=s),
    "sobol": lambda s: optuna.samplers.QMCSampler(seed=s),
    "tpe": lambda s: optuna.samplers.TPESampler(seed=s, multivariate=True),
    "cmaes": lambda s: optuna.samplers.CmaEsSampler(seed=s),
    "nsga2, two scores": lambda s: optuna.samplers.NSGAIISampler(seed=s),
}
if withGP:
    import torch
    torch.set_num_threads(1)
    MAKE["gp"] = lambda s: optuna.samplers.GPSampler(seed=s)

def score(x, metrics):
    first = 3 * x[0] + (x[1] - 0.3) ** 2 + 0.1 * x[2]
    return first if metrics == 1 else (first, 1 - first * first)

def study(name, seed):
    metrics = 2 if "two" in name else 1
    return optuna.create_study(directions=["minimize"] * metrics, sampler=MAKE[name](seed)), metrics

def propose(study):
    trial = study.ask()
    return trial, [trial.suggest_float(n, 0, 1) for n in NAMES]

for name in MAKE:
    times = []
    for seed in range(max(1, rounds // 2)):
        s, metrics = study(name, seed)
        start = time.process_time()
        for _ in range(100):
            trial, x = propose(s)
            s.tell(trial, score(x, metrics))
        times.append(time.process_time() - start)
    print(json.dumps([name, "study", statistics.median(times)]), flush=True)
    # An evolution strategy of Optuna's learns from its own trials only.
    for count in [100, 1000, 5000] if name in ("random", "tpe") else []:
        s, metrics = study(name, 1)
        source = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
        for _ in range(count):
            trial, x = propose(source)
            s.add_trial(optuna.trial.create_trial(
                params=dict(zip(NAMES, x)), value=score(x, metrics),
                distributions={n: FloatDistribution(0, 1) for n in NAMES}))
            source.tell(trial, 0)
        propose(s)
        times = []
        for _ in range(rounds):
            start = time.process_time()
            trial, x = propose(s)
            times.append(time.process_time() - start)
            s.tell(trial, score(x, metrics))
        print(json.dumps([name, count, statistics.median(times) * 1e3]), flush=True)
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default=sys.executable, help="a Python that has Optuna")
    parser.add_argument("--bench", default=os.path.join(BUILD, "SweepBenchmark"))
    parser.add_argument("--rounds", type=int, default=5, help="proposals and studies of each figure")
    parser.add_argument("--report", help="the file to write the text to, too")
    options = parser.parse_args()
    options.python = os.path.abspath(shutil.which(options.python) or options.python)
    return options


def ours(options):
    """The figures of `SweepBenchmark search`: by name and number of trials, and whole studies."""
    text = subprocess.run(
        [options.bench, "search", "--rounds", str(options.rounds)], check=True, text=True,
        stdout=subprocess.PIPE,
    ).stdout
    figures = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) == 7 and cells[0] != "---":
            for count, cell in zip([100, 1000, 5000], [cells[1], cells[2], cells[4]]):
                figures[cells[0], count] = cell
        elif len(cells) == 2:
            figures[cells[0], "study"] = cells[1]
    return text, figures


def theirs(options):
    has_torch = subprocess.run([options.python, "-c", "import torch"], capture_output=True)
    figures = {}
    output = subprocess.run(
        [options.python, "-c", WORKER, str(options.rounds), str(int(has_torch.returncode == 0))],
        check=True, text=True, stdout=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"},
    ).stdout
    for line in output.splitlines():
        name, what, value = json.loads(line)
        figures[name, what] = value
    return figures


def main():
    options = arguments()
    text, mine = ours(options)
    rows = ["| CPU | sweep | Optuna | ratio |", "| --- | ---: | ---: | ---: |"]
    for (name, what), value in theirs(options).items():
        own = float(mine[name, what])
        label = "100 proposals, s" if what == "study" else f"a proposal after {what:,} trials, ms"
        rows.append(
            f"| {name}: {label} | {own:.4g} | {value:.4g} | {value / max(own, 1e-9):,.0f} |")
    text += "\n" + "\n".join(rows) + "\n"
    print(text)
    if options.report:
        with open(options.report, "w") as file:
            file.write(text)


main()
