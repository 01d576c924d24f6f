"""Measures sweep and spaCy by turns and prints both with their ratio, as Markdown.

    python3 spacy_compare.py CONFIG[,words=N][,corpus=DIR] ... --python PYTHON --folder DIR [options]

Needs no package itself; PYTHON is one that has spaCy. Paths in the configs are relative to the
folder. A config may have batches of its own size, and a folder with train.spacy and dev.spacy for a
corpus. Figures are medians; processor time of one thread, unless it says wall.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, ".build", "release")


class Config:
    """A config to measure, with what is its own among several."""

    def __init__(self, argument, options):
        path, *settings = argument.split(",")
        self.path = os.path.abspath(path)
        self.name = os.path.basename(path)
        self.words = options.words
        self.overrides = []
        for setting in settings:
            key, _, value = setting.partition("=")
            if key == "words" and value.isdigit() and int(value) > 0:
                self.words = int(value)
            elif key == "corpus" and value:
                self.overrides += ["--paths.train", f"{value}/train.spacy"]
                self.overrides += ["--paths.dev", f"{value}/dev.spacy"]
            else:
                sys.exit(f'error: {argument}: expected words=N or corpus=DIR, found "{setting}"')
        self.overrides += options.overrides


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("configs", nargs="+")
    parser.add_argument("--python", default=sys.executable, help="a Python that has spaCy")
    parser.add_argument("--folder", default=".", help="what paths in the configs are relative to")
    parser.add_argument("--bench", default=os.path.join(BUILD, "SweepBenchmark"))
    parser.add_argument("--sweep", default=os.path.join(BUILD, "sweep"))
    parser.add_argument("--parts", default="throughput,startup,sweep")
    parser.add_argument("--turns", type=int, default=7, help="rounds of each program")
    parser.add_argument("--words", type=int, default=1000, help="words of a batch where a config has no other")
    parser.add_argument("--steps", type=int, default=2000, help="steps of a trial of the sweep")
    parser.add_argument("--jobs", type=int, default=2, help="processes or trials side by side")
    parser.add_argument("--report", help="the file to write the text to, too")
    options, overrides = parser.parse_known_args()
    options.overrides = overrides
    options.configs = [Config(config, options) for config in options.configs]
    options.python = os.path.abspath(shutil.which(options.python) or options.python)
    options.folder = os.path.abspath(options.folder)
    return options


class Cost:
    """Processor seconds, wall seconds and peak memory in MB of a whole process."""

    def __init__(self, command, folder):
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"error: {' '.join(command)}\n{errors.decode()[-2000:]}")
        self.wall = time.monotonic() - start
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024 * 1e-6


class Server:
    """A program that measures a round for each line it is sent."""

    def __init__(self, command, folder):
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.kernel = self.answer().removeprefix("ready").strip()
        self.rounds = []

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"error: {' '.join(self.process.args)} ended early")
        return line

    def round(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.rounds.append([float(word) for word in self.answer().split()])

    def end(self):
        self.process.stdin.close()
        self.process.wait()

    def rates(self, kind):
        return [rates[kind] for rates in self.rounds]


def table(heads, rows):
    rule = ["---"] + ["---:"] * (len(heads) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, rule, *rows])


def worker(options, *rest):
    return [options.python, os.path.join(HERE, "spacy_worker.py"), *rest]


def throughput(options):
    rows, kernel = [], ""
    for config in options.configs:
        further = [config.path, "--words", str(config.words), *config.overrides]
        ours = Server([options.bench, "serve", *further], options.folder)
        theirs = Server(worker(options, "serve", *further), options.folder)
        for _ in range(options.turns):
            ours.round()
            theirs.round()
        ours.end()
        theirs.end()
        kernel = theirs.kernel
        for kind, name in enumerate(["training", "prediction", "tokenizer"]):
            mine, other = ours.rates(kind), theirs.rates(kind)
            ratios = [a / b for a, b in zip(mine, other)]
            rows.append(
                [
                    f"{config.name}, {name}",
                    f"{statistics.median(mine):,.0f}",
                    f"{statistics.median(other):,.0f}",
                    f"**{statistics.median(mine) / statistics.median(other):.2f}**",
                    f"{min(ratios):.2f} to {max(ratios):.2f}",
                ]
            )
    heads = ["words/s, one thread", "sweep", "spaCy", "ratio of medians", "ratios of turns"]
    sizes = {config.words for config in options.configs}
    batches = f"{sizes.pop():,} words"
    if sizes:
        batches = ", ".join(f"{c.words:,} words for {c.name}" for c in options.configs)
    return (
        f"Batches of about {batches}; {options.turns} turns; BLIS kernel of spaCy: "
        f"{kernel}.\n\n" + table(heads, rows)
    )


def startup(options):
    rows = []
    for config in options.configs:
        one_step = ["--training.max_steps", "1", *config.overrides]
        costs = {"sweep": [], "spaCy": []}
        for _ in range(3):
            with tempfile.TemporaryDirectory() as output:
                ours = [options.sweep, "train", config.path, "--output", f"{output}/ours"]
                theirs = worker(options, "train", config.path, f"{output}/theirs", *one_step)
                costs["sweep"].append(Cost([*ours, *one_step], options.folder))
                costs["spaCy"].append(Cost(theirs, options.folder))
        row = [f"train {config.name}, 1 step"]
        for part, digits in [("processor", 2), ("wall", 2), ("memory", 0)]:
            medians = [
                statistics.median(getattr(cost, part) for cost in costs[program])
                for program in ("sweep", "spaCy")
            ]
            row += [f"{median:.{digits}f}" for median in medians]
            if part == "processor":
                row.append(f"**{medians[1] / medians[0]:.1f}**")
        rows.append(row)
    heads = ["whole process", "sweep, CPU s", "spaCy, CPU s", "ratio", "sweep, wall s"]
    heads += ["spaCy, wall s", "sweep, MB", "spaCy, MB"]
    return table(heads, rows)


SWEEP_FILE = """
name = "comparison"
config = "{config}"
baseline = false
seeds = [0, 1, 2, 3]

[overrides]
"training.max_steps" = {steps}

[parameters]
"training.dropout" = {{ values = [0.1, 0.2] }}
"""


def sweep(options):
    """Eight trials: one `sweep run` against eight `spacy train`, so many at a time."""
    config = options.configs[0]
    with tempfile.TemporaryDirectory() as output:
        with open(f"{output}/sweep.toml", "w") as file:
            file.write(SWEEP_FILE.format(config=config.path, steps=options.steps))
        command = [options.sweep, "run", f"{output}/sweep.toml", "--jobs", str(options.jobs)]
        command += ["--store", f"{output}/sweep.db", "--report", f"{output}/report.md"]
        ours = Cost([*command, "--quiet", *config.overrides], options.folder)

        waiting = [(seed, dropout) for dropout in (0.1, 0.2) for seed in range(4)]
        running, processor, start = [], 0.0, time.monotonic()
        while waiting or running:
            while waiting and len(running) < options.jobs:
                seed, dropout = waiting.pop(0)
                further = ["--training.max_steps", str(options.steps), "--system.seed", str(seed)]
                further += ["--training.seed", str(seed), "--training.dropout", str(dropout)]
                path = f"{output}/spacy-{seed}-{dropout}"
                further += config.overrides
                command = worker(options, "train", config.path, path, *further)
                running.append(
                    subprocess.Popen(
                        command, cwd=options.folder, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    ).pid
                )
            process, status, usage = os.wait4(-1, 0)
            running.remove(process)
            if status != 0:
                sys.exit("error: a training of spaCy failed")
            processor += usage.ru_utime + usage.ru_stime
        wall = time.monotonic() - start
    heads = [f"8 trials of {config.name}, {options.steps:,} steps", "wall s"]
    rows = [
        [f"sweep run, {options.jobs} at a time", f"{ours.wall:.1f}", f"{ours.processor:.1f}"],
        [f"spacy train, {options.jobs} at a time", f"{wall:.1f}", f"{processor:.1f}"],
        ["ratio", f"**{wall / ours.wall:.2f}**", f"{processor / ours.processor:.2f}"],
    ]
    rows[0].append(f"{8 / ours.wall * 3600:,.0f}")
    rows[1].append(f"{8 / wall * 3600:,.0f}")
    rows[2].append("")
    return table([*heads, "CPU s", "trials per hour"], rows)


def versions(options):
    code = (
        "import sys, spacy, thinc, numpy; print('spaCy', spacy.__version__ + ', Thinc', "
        "thinc.__version__ + ', NumPy', numpy.__version__ + ', Python', sys.version.split()[0])"
    )
    found = subprocess.run([options.python, "-c", code], capture_output=True, text=True)
    model = "unknown processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
                break
    return (
        f"- {date.today()}, {model}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}\n"
        f"- {found.stdout.strip()}"
    )


def main():
    options = arguments()
    texts = ["# sweep beside spaCy", versions(options)]
    print("\n\n".join(texts) + "\n", flush=True)
    for part in options.parts.split(","):
        measure = {"throughput": throughput, "startup": startup, "sweep": sweep}[part]
        titles = {"throughput": "Training and prediction", "startup": "Start-up"}
        texts += [f"## {titles.get(part, 'A whole sweep')}", measure(options)]
        print("\n\n".join(texts[-2:]) + "\n", flush=True)
    if options.report:
        os.makedirs(os.path.dirname(options.report) or ".", exist_ok=True)
        with open(options.report, "w") as file:
            file.write("\n\n".join(texts) + "\n")


main()
