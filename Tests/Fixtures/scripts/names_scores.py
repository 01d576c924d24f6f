"""The table of scores in sweeps/corpora/names/README.md, from spaCy 3.8 (about ten minutes).

    python Tests/Fixtures/scripts/names_scores.py [STEPS]        (from the root of the repository)

Best dev ents_f of configs/ner-v3.cfg for each setting of sweeps/ner.toml on seeds 0, 1 and 2.
"""
import statistics
import sys

from spacy import schemas, util
from spacy.training import loop
from spacy.training.initialize import init_nlp
from spacy.util import registry


def best_score(steps, seed, overrides):
    overrides = {
        "training.max_steps": steps, "system.seed": seed, "training.seed": seed, **overrides,
    }
    nlp = init_nlp(util.load_config("configs/ner-v3.cfg", overrides=overrides), use_gpu=-1)
    config = nlp.config.interpolate()
    util.fix_random_seed(seed)
    T = registry.resolve(config["training"], schema=schemas.ConfigSchemaTraining)
    train, dev = util.resolve_dot_names(config, [T["train_corpus"], T["dev_corpus"]])
    steps = loop.train_while_improving(
        nlp, T["optimizer"],
        loop.create_train_batches(nlp, train, T["batcher"], T["max_epochs"]),
        loop.create_evaluation_callback(nlp, dev, T["score_weights"]),
        dropout=T["dropout"], accumulate_gradient=T["accumulate_gradient"],
        patience=T["patience"], max_steps=T["max_steps"], eval_frequency=T["eval_frequency"],
        exclude=[], annotating_components=[], before_update=None)
    return max(info["score"] for _, info, is_best in steps if is_best is not None)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for rate in [0.001, 0.002, 0.004]:
        for averages in [False, True]:
            setting = {"variables.learn_rate": rate, "training.optimizer.use_averages": averages}
            scores = [100 * best_score(count, seed, setting) for seed in range(3)]
            print(rate, averages, [round(s, 2) for s in scores],
                  f"{statistics.mean(scores):.1f} ± {statistics.stdev(scores):.1f}", flush=True)
