"""Fit the weights of lines of boilerplate: `python bench/fit_boilerplate.py` writes helpers/lexicon/boilerplate_weights.csv.

Fitted on lines made up for the purpose (tests/boilerplate_dev.csv) and on the sentences and lines of the five articles and of
the example, which are none. Printed first: on lines that a fit has not seen, ten folds, the share of the boilerplate that is
found and the share of the rest that stays, by its words alone, and if its form were right, too.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from helpers.cleaning.cleaner import clean
from helpers.corpus import load_articles
from helpers.lexicon import FOLDER
from helpers.report.body.credits import ENOUGH
from helpers.report.body.line_weights import line_features, line_key, weigh
from helpers.report.ingest import EXAMPLE, load_folder
from helpers.text.script import to_simplified
from helpers.text.sentences import split_sentences

DEV = Path(__file__).parent.parent / "tests" / "boilerplate_dev.csv"
C = 0.3  # inverse strength of regularization, as in scikit-learn: smaller values pull the weights towards 0
DEV_WEIGHT = 3.0  # a line chosen to be hard counts as many ordinary ones
MIN_LINES = 3  # that have a feature
SMALL = 0.02  # weights that are left out
FOLDS = 10


def made_up() -> tuple[list[str], np.ndarray]:
    """Return the keys of the lines made up, in Simplified script, and which are boilerplate."""
    table = pd.read_csv(DEV, keep_default_na=False)
    keys = [line_key(to_simplified(clean(text).text)) for text in table["text"]]
    return keys, (table["boilerplate"] == "yes").to_numpy()


def ordinary() -> list[str]:
    """Return the keys of the sentences and lines of real articles."""
    texts = [*load_articles()["text"], *load_folder(EXAMPLE)["text"]]
    units = (unit for text in texts for unit in [*text.splitlines(), *split_sentences(text)])
    return list(dict.fromkeys(line_key(unit) for unit in units if unit.strip()))


def fit(keys: Sequence[str], labels: np.ndarray, rest: Sequence[str]) -> dict[str, float]:
    """Return the weight of each feature, and of ``_base``."""
    counter = CountVectorizer(analyzer=line_features, binary=True, min_df=MIN_LINES)
    matrix = counter.fit_transform([*keys, *rest])
    model = LogisticRegression(C=C, solver="liblinear", max_iter=3000)
    model.fit(
        matrix,
        np.concatenate([labels, np.zeros(len(rest), bool)]),
        sample_weight=np.repeat([DEV_WEIGHT, 1.0], [len(keys), len(rest)]),
    )
    weights = dict(zip(counter.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return {name: w for name, w in weights.items() if abs(w) >= SMALL} | {"_base": float(model.intercept_[0])}


def odds(keys: Sequence[str], weights: dict[str, float]) -> np.ndarray:
    return np.array([weigh(key, weights) for key in keys])


def main() -> None:
    keys, labels = made_up()
    rest = ordinary()
    fold, rest_fold = np.arange(len(keys)) % FOLDS, np.arange(len(rest)) % FOLDS
    mine, others = np.zeros(len(keys)), np.zeros(len(rest))
    for part in range(FOLDS):
        seen = [rest[k] for k in np.flatnonzero(rest_fold != part)]
        weights = fit([keys[k] for k in np.flatnonzero(fold != part)], labels[fold != part], seen)
        mine[fold == part] = odds([keys[k] for k in np.flatnonzero(fold == part)], weights)
        others[rest_fold == part] = odds([rest[k] for k in np.flatnonzero(rest_fold == part)], weights)
    for enough in sorted({least for pair in ENOUGH.values() for least in pair}):
        found, stays = (mine[labels] >= enough).mean(), (mine[~labels] < enough).mean()
        print(f"log-odds from {enough}: {found:.3f} of {labels.sum()} lines of boilerplate found, ", end="")
        print(
            f"{stays:.3f} of {(~labels).sum()} lines like them and {(others < enough).mean():.3f} of {len(rest)} others stay"
        )
    weights = fit(keys, labels, rest)
    with (FOLDER / "boilerplate_weights.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weights[name]:.2f}") for name in sorted(weights))
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
