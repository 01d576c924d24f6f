"""What a trial costs besides its training: `sweep serve` and Optuna, by turns, on SQLite.

Each trial is asked for (three floats and a choice of four), reports 20 values and is told its end. The
objective costs nothing, so the figures are bookkeeping alone: CPU of the process that keeps the books,
per trial, without its start. With sweep that is another process than the one that asks: a request and
an answer for each report go through pipes ("serve"), or all requests come from a file, which leaves the
library and the JSON ("library"). Optuna is called in the process that is measured.

    python3 Benchmarks/bookkeeping.py --sweep .build/release/sweep --python PYTHON_WITH_OPTUNA
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

SWEEP = """
name = "books"
config = "books.cfg"
trainer = "elsewhere"
method = "%s"
metric = { name = "loss", goal = "minimize" }
trials = %d
baseline = false

[parameters]
"train.a" = { min = 0.0, max = 1.0 }
"train.b" = { min = 0.0, max = 1.0 }
"train.c" = { min = 0.0, max = 1.0 }
"train.d" = { values = ["p", "q", "r", "s"] }
"""

CONFIG = '[train]\na = 0.5\nb = 0.5\nc = 0.5\nd = "p"\n'

SPACY_LIKE = "\n".join(
    f"[section{i}]\n" + "".join(f"key{j} = {i * j}\n" for j in range(8)) for i in range(10)
)


def loss(a, b, c, d):
    return (a - 0.3) ** 2 + (b - 0.6) ** 2 + (c - 0.1) ** 2 + (0 if d == "q" else 0.1)


def write_sweep(folder, method, trials):
    with open(f"{folder}/books.cfg", "w") as file:
        file.write(CONFIG + "\n" + SPACY_LIKE)
    with open(f"{folder}/books.toml", "w") as file:
        file.write(SWEEP % (method, trials))


def serve(program, folder, store, **pipes):
    command = [program, "serve", f"{folder}/books.toml", "--store", f"{folder}/{store}.db"]
    return subprocess.Popen(command, text=True, bufsize=1, **pipes)


def cpu_at_end(process):
    """User and system time of a process in seconds, once it has ended."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"sweep ended with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def start_of_sweep(program, folder, method):
    """The CPU of a process that opens a small study and is asked nothing."""
    write_sweep(folder, method, 1)
    return cpu_at_end(serve(program, folder, "start", stdin=subprocess.DEVNULL))


def run_library(program, folder, method, trials, reports):
    start_cpu = start_of_sweep(program, folder, method)
    write_sweep(folder, method, trials)
    with open(f"{folder}/requests.jsonl", "w") as file:
        for number in range(trials):
            name, value = f"books/{number}", (number * 7919 % 1000) / 1000
            print('{"ask": 1}', file=file)
            reported = [{"step": step, "metrics": {"loss": value + 1 / (step + 1)}}
                        for step in range(reports)]
            for report in reported + [{"done": True, "metrics": {"loss": value}}]:
                print(json.dumps({"tell": {"trial": name, **report}}), file=file)
    start = time.perf_counter()
    with open(f"{folder}/requests.jsonl") as requests, open(f"{folder}/answers", "w") as answers:
        cpu = cpu_at_end(serve(program, folder, "library", stdin=requests, stdout=answers))
    wall = time.perf_counter() - start
    with open(f"{folder}/answers") as answers:
        if sum('"state":"done"' in line for line in answers) != trials:
            raise SystemExit("not every trial was recorded")
    return {"cpu_ms": 1e3 * (cpu - start_cpu) / trials, "wall_ms": 1e3 * wall / trials}


def run_serve(program, folder, method, trials, reports):
    start_cpu = start_of_sweep(program, folder, method)
    write_sweep(folder, method, trials)
    process = serve(
        program, folder, "serve", stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def call(request):
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"{request}: {answer}")
        return answer

    start, count = time.perf_counter(), 0
    while True:
        trial = call({"ask": 1})
        if "end" in trial:
            break
        name, x = trial["trial"], trial["assignment"]
        value = loss(*(x["train." + key] for key in "abcd"))
        for step in range(reports):
            metrics = {"loss": value + 1 / (step + 1)}
            call({"tell": {"trial": name, "step": step, "metrics": metrics}})
        call({"tell": {"trial": name, "done": True, "metrics": {"loss": value}}})
        count += 1
    wall = time.perf_counter() - start
    process.stdin.close()
    cpu = cpu_at_end(process)
    if count != trials:
        raise SystemExit(f"sweep gave {count} trials")
    return {"cpu_ms": 1e3 * (cpu - start_cpu) / trials, "wall_ms": 1e3 * wall / trials}


def run_optuna(folder, method, storage, trials, reports):
    """In a process of its own, so that no run warms another one's caches."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    path = f"{folder}/{storage}-{method}-{trials}-{os.getpid()}"
    if storage == "journal":
        backend = optuna.storages.journal.JournalFileBackend(path)
        books = optuna.storages.JournalStorage(backend)
    else:
        books = f"sqlite:///{path}.db"
    samplers = {"random": optuna.samplers.RandomSampler, "tpe": optuna.samplers.TPESampler}
    study = optuna.create_study(storage=books, sampler=samplers[method](seed=0))
    start, cpu = time.perf_counter(), time.process_time()
    for _ in range(trials):
        trial = study.ask()
        x = [trial.suggest_float(key, 0, 1) for key in "abc"]
        value = loss(*x, trial.suggest_categorical("d", ["p", "q", "r", "s"]))
        for step in range(reports):
            trial.report(value + 1 / (step + 1), step)
        study.tell(trial, value)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(json.dumps({"cpu_ms": 1e3 * cpu / trials, "wall_ms": 1e3 * wall / trials}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sweep", default=".build/release/sweep")
    parser.add_argument("--python", help="a Python that has Optuna; without it sweep runs alone")
    parser.add_argument("--methods", default="random,tpe")
    parser.add_argument("--trials", default="100,10000", help="for sweep")
    parser.add_argument("--optuna-trials", type=int, default=100)
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where the stores are made (a temporary one)")
    parser.add_argument("--optuna-run", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.optuna_run:
        method, storage, trials = options.optuna_run.split(",")
        run_optuna(options.folder, method, storage, int(trials), options.reports)
        return
    print(f"CPU and wall time per trial with {options.reports} reports, in ms; median of rounds")
    for method in options.methods.split(","):
        other = {}
        for storage in ("sqlite", "journal") if options.python else ():
            runs = []
            for _ in range(options.rounds):
                with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                    text = subprocess.run(
                        [options.python, __file__, "--folder", folder, "--optuna-run",
                         f"{method},{storage},{options.optuna_trials}", "--reports",
                         str(options.reports)],
                        check=True, capture_output=True, text=True,
                    ).stdout
                runs.append(json.loads(text))
            other[storage] = statistics.median(run["cpu_ms"] for run in runs)
            wall = statistics.median(run["wall_ms"] for run in runs)
            print(f"{method:7} Optuna {storage:8} {options.optuna_trials:6} trials  "
                  f"cpu {other[storage]:8.3f}  wall {wall:8.2f}", flush=True)
        cases = [(int(trials), run) for trials in options.trials.split(",")
                 for run in (run_library, run_serve)]
        for trials, run in cases:
            runs = []
            for _ in range(options.rounds if trials < 5000 else 1):
                with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                    runs.append(run(options.sweep, folder, method, trials, options.reports))
            cpu = statistics.median(found["cpu_ms"] for found in runs)
            wall = statistics.median(found["wall_ms"] for found in runs)
            ratios = "".join(f"  {value / cpu:6.1f} times less than {name}"
                             for name, value in other.items())
            print(f"{method:7} sweep  {run.__name__[4:]:8} {trials:6} trials  cpu {cpu:8.3f}  "
                  f"wall {wall:8.2f}{ratios}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
