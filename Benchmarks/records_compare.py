"""What a record costs: this program, MLflow and Optuna by turns, each in a process of its own.

- metric rows per second: 20 numbers of one evaluation, each evaluation in a transaction of its own
  (MLflow: `log_batch` of 20, and `log_metric` one by one; Optuna: `trial.report`, which takes one)
- begin and end of a trial (MLflow: `create_run` and `set_terminated`; Optuna: `ask` and `tell`)
- the start of the program: `--help`

Stores are new files on one disk: SQLite everywhere, and Optuna's journal. Medians of rounds, and the
ratio of the medians to ours.

    python3 Benchmarks/records_compare.py --sweep FOLDER_OF_SweepBenchmark_AND_sweep \\
        --mlflow PYTHON_WITH_MLFLOW --optuna PYTHON_WITH_OPTUNA
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROWS = 20


def rate(count, work):
    """How often per second, on the wall and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work(count)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return count / wall, count / cpu


def run_mlflow(folder):
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = os.environ["DO_NOT_TRACK"] = "true"
    from mlflow import MlflowClient
    from mlflow.entities import Metric

    client = MlflowClient(tracking_uri=f"sqlite:///{folder}/mlflow.db")
    experiment = client.create_experiment("e", artifact_location=f"file://{folder}/artifacts")
    run = client.create_run(experiment).info.run_id

    def batches(count):
        for step in range(count):
            now = int(time.time() * 1000)
            client.log_batch(
                run, [Metric(f"m{k}", step + k / 7, now, step) for k in range(ROWS)])

    def singles(count):
        for step in range(count):
            client.log_metric(run, "single", step / 7, step=step)

    def runs(count):
        for _ in range(count):
            client.set_terminated(client.create_run(experiment).info.run_id)

    batches(3)
    wall, cpu = rate(100, batches)
    yield "rows/s: MLflow log_batch of 20", wall * ROWS, cpu * ROWS
    yield "rows/s: MLflow log_metric", *rate(200, singles)
    yield "trials/s: MLflow create_run, set_terminated", *rate(50, runs)


def run_optuna(folder):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    backend = optuna.storages.journal.JournalFileBackend(f"{folder}/optuna.journal")
    storages = {
        "SQLite": f"sqlite:///{folder}/optuna.db",
        "journal": optuna.storages.JournalStorage(backend),
    }
    for name, storage in storages.items():
        sampler = optuna.samplers.RandomSampler(seed=0)
        study = optuna.create_study(storage=storage, sampler=sampler)
        trial = study.ask()

        def reports(count):
            for step in range(count):
                trial.report(step / 7, step)

        def trials(count):
            for _ in range(count):
                study.tell(study.ask(), 1.0)

        yield f"rows/s: Optuna {name}, report", *rate(200, reports)
        yield f"trials/s: Optuna {name}, ask, tell", *rate(50, trials)


def run_sweep(folder, programs, trials):
    """The tables of `SweepBenchmark records`; the first row of each is a store of a tenth."""
    command = [f"{programs}/SweepBenchmark", "records", "--trials", str(trials)]
    environment = {**os.environ, "TMPDIR": folder}
    text = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment).stdout
    rows = [[cell.strip().replace(",", "") for cell in line.strip("| \n").split(" | ")]
            for line in text.splitlines() if line.startswith("| up to")]
    cells = rows[-1]
    yield "rows/s: sweep", float(cells[1]), float(cells[3])
    yield "trials/s: sweep begin, finish (synced)", 1e3 / float(cells[4]), 1e3 / float(cells[5])


def start(command):
    """Starts per second, on the wall and of CPU."""
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1 / wall, 1 / max(cpu, 1e-4)


def measure(options):
    """One turn of everything: name, per second on the wall, per second of CPU."""
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        yield from run_sweep(folder, options.sweep, options.trials)
    others = [("mlflow", options.mlflow), ("optuna", options.optuna)]
    for name, python in others:
        if not python:
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            text = subprocess.run(
                [python, __file__, "--folder", folder, "--turn", name],
                check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        yield from json.loads(text.splitlines()[-1])
    yield "starts/s: sweep --help", *start([f"{options.sweep}/sweep", "--help"])
    for name, python in others:
        if python:
            program = os.path.join(os.path.dirname(python), name)
            yield f"starts/s: {name} --help", *start([program, "--help"])


def table(samples):
    lines = ["| | wall, per s | CPU, per s | wall: ours is so often as fast | CPU |",
             "| --- | ---: | ---: | ---: | ---: |"]
    medians = {name: [statistics.median(column) for column in zip(*values)]
               for name, values in samples.items()}
    ours = {name.split(":")[0]: value for name, value in medians.items() if ": sweep" in name}
    for name, (wall, cpu) in sorted(medians.items(), key=lambda item: item[0].split(":")[0]):
        own = ours[name.split(":")[0]]
        ratios = [own[0] / wall, own[1] / cpu]
        cells = ["–", "–"] if ": sweep" in name else [f"{ratio:,.1f}" for ratio in ratios]
        lines.append(f"| {name} | {wall:,.2f} | {cpu:,.2f} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sweep", default="Benchmarks/.build/release")
    parser.add_argument("--mlflow", help="a Python that has MLflow")
    parser.add_argument("--optuna", help="a Python that has Optuna")
    parser.add_argument("--trials", type=int, default=500, help="in the store of sweep")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the stores are made (a temporary one)")
    parser.add_argument("--report", help="a file to write the table to")
    parser.add_argument("--turn", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.turn:
        turns = {"mlflow": run_mlflow, "optuna": run_optuna}
        print(json.dumps(list(turns[options.turn](options.folder))))
        return
    samples = {}
    for _ in range(options.rounds):
        for name, wall, cpu in measure(options):
            samples.setdefault(name, []).append((wall, cpu))
    text = (f"Rates per second, median of {options.rounds} turns; evaluations of {ROWS} rows, "
            f"sweep with {options.trials} trials.\n\n{table(samples)}")
    print(text)
    if options.report:
        with open(options.report, "w") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
