"""Makes the fixtures of imports: small studies of other tools, made with the tools themselves.

    python make_exchange.py optuna|mlflow|trackio|spacy ../exchange

needs the tool (Optuna 5.0.0, mlflow-skinny 3.17.2, trackio 0.43.0 and spaCy 3.8.18 made those in the
repository). For each tool it writes TOOL.sql, the tables that the import reads as SQL text, and TOOL.json,
what the tool itself says of each trial: state, settings, values by step. Of spaCy it writes spacy.jsonl, a
log of its ConsoleLogger.v3, and the numbers that the logger was given. wandb.csv is written by hand in the
form of the table that the web page exports, as there is no such export without an account.
"""

import json
import math
import os
import sqlite3
import sys
import tempfile


def number(x):
    return x if x is None or math.isfinite(x) else repr(x)


# What names a machine or a person.
BLANK = {"artifact_location", "artifact_uri", "user_id", "source_name"}


def dump(database, tables, path):
    """Writes tables with their rows as SQL, without indexes and keys."""
    db = sqlite3.connect(database)
    lines = []
    for table in tables:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        kinds = [row[2] or "TEXT" for row in db.execute(f"PRAGMA table_info({table})")]
        fields = ", ".join(f'"{c}" {k}' for c, k in zip(columns, kinds))
        lines.append(f'CREATE TABLE "{table}" ({fields});')
        quoted = " || ', ' || ".join("quote('')" if c in BLANK else f'quote("{c}")' for c in columns)
        where = "WHERE key = 'mlflow.note.content'" if table == "tags" else ""
        for (row,) in db.execute(f'SELECT {quoted} FROM "{table}" {where} ORDER BY rowid'):
            lines.append(f'INSERT INTO "{table}" VALUES ({row});')
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


def make_optuna(folder):
    import optuna

    path = os.path.join(tempfile.mkdtemp(), "optuna.db")
    storage = f"sqlite:///{path}"
    study = optuna.create_study(
        storage=storage, study_name="tune", direction="maximize",
        sampler=optuna.samplers.RandomSampler(seed=1))
    study.set_metric_names(["ents_f"])

    def objective(trial):
        rate = trial.suggest_float("rate", 1e-5, 1e-1, log=True)
        layers = trial.suggest_int("layers", 1, 4)
        kind = trial.suggest_categorical("kind", ["cnn", "lstm", None])
        if trial.number == 3:
            raise ValueError("the data is gone")
        for step in range(0, 30, 10):
            trial.report(rate * (step + 1) / layers, step)
        if trial.number == 4:
            trial.report(float("nan"), 40)
            raise optuna.TrialPruned()
        trial.set_user_attr("note", kind)
        return float("inf") if trial.number == 5 else rate * 31 / layers + 1 / 3

    study.optimize(objective, n_trials=6, catch=(ValueError,))
    study.ask()
    study.enqueue_trial({"rate": 0.01, "layers": 2, "kind": "cnn"})
    two = optuna.create_study(
        storage=storage, study_name="two", directions=["minimize", "maximize"],
        sampler=optuna.samplers.RandomSampler(seed=2))
    two.optimize(lambda t: (t.suggest_float("x", 0, 1), 0.1 * t.number), n_trials=2)
    dump(path, ["studies", "study_directions", "study_system_attributes", "trials", "trial_params",
                "trial_values", "trial_intermediate_values", "trial_user_attributes"],
         os.path.join(folder, "optuna.sql"))
    result = {}
    for name in ["tune", "two"]:
        result[name] = [
            {"key": str(t.number), "state": t.state.name, "params": t.params,
             "values": [number(v) for v in t.values] if t.values else None,
             "curve": [[s, number(v)] for s, v in sorted(t.intermediate_values.items())]}
            for t in optuna.load_study(study_name=name, storage=storage).trials]
    return result


def make_mlflow(folder):
    import mlflow
    from mlflow.entities import ViewType

    path = os.path.join(tempfile.mkdtemp(), "mlflow.db")
    mlflow.set_tracking_uri(f"sqlite:///{path}")
    mlflow.set_experiment("ner")
    for index in range(3):
        mlflow.start_run(run_name=f"run-{index}", description=f"the run {index}")
        mlflow.log_params({"rate": 10.0 ** -index, "layers": index + 1, "kind": "cnn", "deep": index > 1})
        for step in [0, 100, 200]:
            mlflow.log_metric("val_f1", (step + 1) / (300 + index), step=step)
            mlflow.log_metric("loss", 1 / (step + 3), step=step)
        if index == 1:
            mlflow.log_metric("val_f1", 0.75, step=200)
            mlflow.log_metric("loss", float("nan"), step=300)
            mlflow.log_metric("val_f1", float("-inf"), step=300)
        mlflow.end_run("FAILED" if index == 2 else "FINISHED")
    deleted = mlflow.start_run()
    mlflow.end_run()
    client = mlflow.MlflowClient()
    client.delete_run(deleted.info.run_id)
    dump(path, ["experiments", "runs", "params", "metrics", "tags"],
         os.path.join(folder, "mlflow.sql"))
    runs = client.search_runs(
        [client.get_experiment_by_name("ner").experiment_id], run_view_type=ViewType.ACTIVE_ONLY)
    result = []
    for run in sorted(runs, key=lambda r: (r.info.start_time, r.info.run_id)):
        curves = {}
        for key in run.data.metrics:
            points = {}
            for metric in client.get_metric_history(run.info.run_id, key):
                points[metric.step] = metric.value
            curves[key] = [[s, number(v)] for s, v in sorted(points.items())]
        result.append({"key": run.info.run_id, "state": run.info.status, "params": run.data.params,
                       "curves": curves})
    return {"ner": result}


def make_trackio(folder):
    import time

    home = tempfile.mkdtemp()
    os.environ["TRACKIO_DIR"] = home
    import trackio

    for index in range(2):
        run = trackio.init(project="demo", name=f"run-{index}",
                           config={"rate": 0.1 / (index + 1), "model": {"width": 64, "kind": "cnn"}})
        for step in [0, 10, 20]:
            trackio.log({"val_f1": (step + 1) / (30 + index), "train": {"loss": 1 / (step + 3)},
                         "text": "words"}, step=step)
        trackio.finish()
        time.sleep(1)
    path = next(os.path.join(home, n) for n in os.listdir(home) if n.endswith(".db"))
    dump(path, ["metrics", "configs"], os.path.join(folder, "trackio.sql"))
    from trackio.sqlite_storage import SQLiteStorage

    result = []
    for index in range(2):
        logs = SQLiteStorage.get_logs("demo", f"run-{index}")
        result.append({"name": f"run-{index}", "curve": [
            [log["step"], log["val_f1"], log.get("train/loss", log.get("train", {}).get("loss")
                                                   if isinstance(log.get("train"), dict) else None)]
            for log in logs]})
    return {"demo": result}


def make_spacy(folder):
    import io
    import spacy
    from spacy.training.loggers import console_logger_v3

    path = os.path.join(folder, "spacy.jsonl")
    if os.path.exists(path):
        os.remove(path)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("ner")
    nlp.config["training"] = {"max_steps": 600, "eval_frequency": 200,
                              "score_weights": {"ents_f": 1.0, "ents_p": 0.0, "speed": 0.0}}
    setup = console_logger_v3(console_output=False, output_file=path)
    log, finish = setup(nlp, io.StringIO(), io.StringIO())
    infos = [{"epoch": step // 300, "step": step,
              "losses": {"tok2vec": step / 7, "ner": 1000 / (step + 3)},
              "other_scores": {"ents_f": (step + 1) / 900, "ents_p": 1 / (step + 3), "speed": 1234.5},
              "score": (step + 1) / 900} for step in [0, 200, 400]]
    for info in infos:
        log(info)
        log(None)
    finish()
    return {"log": infos}


if __name__ == "__main__":
    tool, folder = sys.argv[1:]
    makers = {"optuna": make_optuna, "mlflow": make_mlflow, "trackio": make_trackio,
              "spacy": make_spacy}
    with open(os.path.join(folder, f"{tool}.json"), "w") as file:
        json.dump(makers[tool](folder), file, indent=1)
        file.write("\n")
