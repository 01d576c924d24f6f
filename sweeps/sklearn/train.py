"""Trains a scikit-learn network on the handwritten digits that scikit-learn brings along.

Alone:      python3 sweeps/sklearn/train.py
In a sweep: sweep run sweeps/sklearn/digits.toml
"""

import os
import pickle
import random

import numpy
from sklearn.datasets import load_digits
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

import sweep_trial

trial = sweep_trial.start(**{"model.hidden": 32, "model.learn_rate": 0.01, "model.alpha": 0.0001})
model_settings = trial.config.get("model", {})
hidden = model_settings.get("hidden", trial.params["model.hidden"])
learn_rate = model_settings.get("learn_rate", trial.params["model.learn_rate"])
alpha = model_settings.get("alpha", trial.params["model.alpha"])
epochs = trial.config.get("training", {}).get("epochs", 20)

random.seed(trial.seed)
numpy.random.seed(trial.seed)
digits = load_digits()
# The split is the same for all seeds: what differs is the training.
x_train, x_dev, y_train, y_dev = train_test_split(
    digits.data / 16.0, digits.target, test_size=0.4, random_state=0, stratify=digits.target
)
model = MLPClassifier(
    hidden_layer_sizes=(hidden,), learning_rate_init=learn_rate, alpha=alpha,
    batch_size=64, random_state=trial.seed,
)
classes = numpy.unique(digits.target)
for epoch in range(epochs):
    model.partial_fit(x_train, y_train, classes=classes)
    probabilities = model.predict_proba(x_dev)
    predicted = probabilities.argmax(axis=1)
    trial.report(
        epoch + 1,
        accuracy=(predicted == y_dev).mean(),
        f1=f1_score(y_dev, predicted, average="macro"),
        log_loss=log_loss(y_dev, probabilities),
        per_digit={
            str(digit): (predicted[y_dev == digit] == digit).mean() for digit in classes
        },
        **{"loss train": model.loss_},
    )
    if trial.should_stop():
        break
path = os.path.join(trial.folder, "weights.pkl")
with open(path, "wb") as file:
    # Arrays alone: the model itself holds more than what was learned.
    pickle.dump({"coefs": model.coefs_, "intercepts": model.intercepts_}, file, protocol=4)
trial.artifact(path)
trial.finish()
