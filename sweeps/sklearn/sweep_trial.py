"""Reports of a training to sweep.

    import sweep_trial

    trial = sweep_trial.start()
    for step in range(100):
        ...  # trial.params["model.rate"], trial.config["model"]["rate"], trial.seed
        trial.report(step, loss=0.3, accuracy=0.9)
        if trial.should_stop():
            break
    trial.artifact("model.pkl")
    trial.finish()

One file, standard library only. Without sweep the same program runs, too: reports are printed.
"""

import json
import os
import signal
import sys
import threading

__all__ = ["Trial", "start"]
__version__ = "1"


class Trial:
    """A training and what is said of it."""

    def __init__(self, defaults=None, environment=os.environ):
        self._path = environment.get("SWEEP_REPORTS")
        self._stop = threading.Event()
        self._ended = False
        self._lock = threading.Lock()
        #: Whether sweep has started the program.
        self.is_swept = self._path is not None
        about = {}
        if environment.get("SWEEP_TRIAL_FILE"):
            with open(environment["SWEEP_TRIAL_FILE"], encoding="utf8") as file:
                about = json.load(file)
        #: The values of what varies, by key; those of `defaults` where sweep has none.
        self.params = {**(defaults or {}), **about.get("params", {})}
        #: The whole config, as nested dicts.
        self.config = about.get("config", {})
        #: The seed of this trial.
        self.seed = about.get("seed", 0)
        #: A folder of this trial alone, where files may be written.
        self.folder = environment.get("SWEEP_FOLDER", os.getcwd())
        #: Study and number, such as `iris/3`.
        self.name = about.get("trial", "")
        if self.is_swept and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._ask_to_stop)

    def report(self, step=None, **metrics):
        """Tells numbers at a step; steps ascend, and without one the next is taken."""
        report = {"metrics": {name: _number(value) for name, value in metrics.items()}}
        if step is not None:
            report["step"] = int(step)
        self._write(report)

    def progress(self, step, of=None):
        """Tells how far the training is, between reports."""
        self._write({"progress": int(step)} if of is None else {"progress": int(step), "of": int(of)})

    def artifact(self, path, name=None, compare=True):
        """Gives a file or folder to the record; it is read when the program has ended.

        `compare=False` is for files that are different each time, such as those with a date.
        """
        report = {"artifact": os.path.abspath(os.fspath(path))}
        if name is not None:
            report["name"] = name
        if not compare:
            report["compare"] = False
        self._write(report)

    def log(self, text):
        """Puts a line into the trial's log."""
        self._write({"log": str(text)})

    def should_stop(self):
        """Whether sweep wants the program to end: the trial is pruned, out of time or interrupted."""
        return self._stop.is_set()

    def finish(self, **metrics):
        """Ends the trial well; numbers that are given here are its result."""
        report = {"done": True}
        if metrics:
            report["metrics"] = {name: _number(value) for name, value in metrics.items()}
        self._end(report)

    def prune(self, reason=None):
        """Ends the trial before its time, on the program's own account."""
        self._end({"pruned": True} if reason is None else {"pruned": True, "reason": str(reason)})

    def fail(self, reason):
        """Ends the trial without a result."""
        self._end({"failed": str(reason)})

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if not self._ended and not self.should_stop():
            if error is None:
                self.finish()
            else:
                self.fail("%s: %s" % (kind.__name__, error))

    def _ask_to_stop(self, number, frame):
        self._stop.set()

    def _end(self, report):
        if not self._ended:
            self._ended = True
            self._write(report)

    def _write(self, report):
        text = json.dumps(report, allow_nan=True)
        if not self.is_swept:
            print(text, file=sys.stderr)
            return
        # One write, so that lines of several processes do not mix.
        with self._lock, open(self._path, "ab", buffering=0) as file:
            file.write((text + "\n").encode("utf8"))


def _number(value):
    if value is None:
        return None
    if isinstance(value, dict):
        return {str(key): _number(inner) for key, inner in value.items()}
    # Of numpy, torch and the like.
    return float(value)


def start(**defaults):
    """The trial of this process; `defaults` are the params of a run without sweep."""
    return Trial(defaults)
