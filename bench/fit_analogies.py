"""Fit the weights of evidence for an analogy: `python bench/fit_analogies.py` writes helpers/lexicon/evidence.csv anew.

Fitted on sentences made up for the purpose (tests/analogies_dev.csv) and on the five articles with their codes (seeds/). Printed
first: precision and recall on made-up passages that a fit has not seen, ten folds of passages and one fold for each genre,
and what plain rules reach, in which every feature weighs 1 for or against.
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from helpers.corpus import load_articles
from helpers.framing import weighing
from helpers.framing.codes import load_codes
from helpers.framing.sources import Sentence, sentences_of
from helpers.lexicon import FOLDER, read_table
from helpers.stats.counts import split_articles

DEV = Path(__file__).parent.parent / "tests" / "analogies_dev.csv"
PENALTY = 1.0  # C of scikit-learn: the smaller, the nearer to 0 stay the weights
SEED_WEIGHT = 4.0  # a real sentence counts as many made-up ones
CAUTION = -0.1  # taken from the base: near misses are commoner here than in articles, and lower it too much
FOLDS = 10

Weights = dict[str, dict[str, float]]


class Passage(NamedTuple):
    """Sentences in reading order, each with its label: 1 an analogy, 0 a near miss, None not judged."""

    name: str
    genre: str
    sentences: list[Sentence]
    labels: list[int | None]


def made_up() -> list[Passage]:
    table = pd.read_csv(DEV, keep_default_na=False)
    label = {"analogy": 1, "near_miss": 0, "": None}
    return [
        Passage(name, part["genre"].iloc[0], sentences_of(part["text"]), [label[x] for x in part["label"]])
        for name, part in table.groupby("passage", sort=False)
    ]


def coded() -> list[Passage]:
    articles = load_articles()
    codes = load_codes(articles).query("level == 'strict'")
    strict = set(zip(codes["article_id"], codes["sentence"], strict=True))
    passages = []
    for name, part in split_articles(articles).groupby("article_id"):
        labels = [int((name, number) in strict) for number in part["sentence"]]
        passages.append(Passage(name, "seed", sentences_of(part["text"]), labels))
    return passages


def _regression(rows: Sequence[dict], labels: np.ndarray, weight: np.ndarray, stage: str) -> dict[str, float]:
    names = [name for name in weighing.weights(stage) if name != "base"]
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(matrix, labels, sample_weight=weight)
    return dict(zip(names, model.coef_[0].tolist(), strict=True)) | {"base": float(model.intercept_[0])}


def fit(passages: Sequence[Passage]) -> Weights:
    """Return the weights of both stages, not rounded. The second learns from what the first says of unseen passages."""
    places = [
        (n, i) for n, p in enumerate(passages) for i in weighing.named_near_ai(p.sentences) if p.labels[i] is not None
    ]
    own = [weighing.sentence_features(passages[n].sentences[i]) for n, i in places]
    labels = np.array([passages[n].labels[i] for n, i in places])
    weight = np.array([SEED_WEIGHT if passages[n].genre == "seed" else 1.0 for n, _ in places])
    fold = np.array([n % 5 for n, _ in places])
    likely: dict[int, dict[int, float]] = {}
    each: dict[int, dict[int, dict[str, float]]] = {}
    for (n, i), mine in zip(places, own, strict=True):
        each.setdefault(n, {})[i] = mine
    for part in range(5):
        rest = np.flatnonzero(fold != part)
        first = _regression([own[k] for k in rest], labels[rest], weight[rest], "sentence")
        for k in np.flatnonzero(fold == part):
            n, i = places[k]
            likely.setdefault(n, {})[i] = weighing.likelihood(weighing.total(own[k], first))
    both = [
        mine | weighing.passage_features(passages[n].sentences, i, each[n], likely[n])
        for mine, (n, i) in zip(own, places, strict=True)
    ]
    fitted = {
        "sentence": _regression(own, labels, weight, "sentence"),
        "passage": _regression(both, labels, weight, "passage"),
    }
    fitted["passage"]["base"] -= CAUTION
    return fitted


def plain_rules(passages: Sequence[Passage]) -> Weights:
    """Return the same features with a weight of 1 or -1 each, and the base that serves ``passages`` best."""
    signs = {stage: {name: float(np.sign(w)) for name, w in part.items()} for stage, part in fit(passages).items()}

    def f1(base: float) -> float:
        signs["passage"]["base"] = base
        precision, recall = rates(passages, [judged(p, signs) for p in passages])
        return 2 * precision * recall / (precision + recall or 1)

    signs["passage"]["base"] = max(np.arange(-6, 4, 0.5), key=f1)
    return signs


def judged(passage: Passage, fitted: Weights) -> set[int]:
    """Return the numbers of the sentences that compare, by the given weights."""
    return weighing.comparing(passage.sentences, fitted.__getitem__)


def rates(passages: Sequence[Passage], found: Sequence[set[int]]) -> tuple[float, float]:
    """Return precision and recall over the judged sentences."""
    pairs = [
        (i in hits, label)
        for p, hits in zip(passages, found, strict=True)
        for i, label in enumerate(p.labels)
        if label is not None
    ]
    right = sum(hit and label for hit, label in pairs)
    return right / max(1, sum(hit for hit, _ in pairs)), right / max(1, sum(label for _, label in pairs))


def cross_validated(
    passages: Sequence[Passage], always: Sequence[Passage], key: Callable, by: Callable = fit
) -> tuple[float, float]:
    """Return precision and recall on passages whose group no fit has seen; ``always`` is in every fit."""
    groups = [key(n, p) for n, p in enumerate(passages)]
    found: list[set[int]] = [set() for _ in passages]
    for group in sorted(set(groups)):
        fitted = by([p for p, mine in zip(passages, groups, strict=True) if mine != group] + list(always))
        for n, passage in enumerate(passages):
            if groups[n] == group:
                found[n] = judged(passage, fitted)
    return rates(passages, found)


def write(fitted: Weights) -> None:
    table = read_table("evidence")
    with (FOLDER / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        for row in table.itertuples(index=False):
            writer.writerow((row.stage, row.feature, f"{fitted[row.stage][row.feature]:.2f}", row.note))


def main() -> None:
    dev, seeds = made_up(), coded()
    for name, by in (("logistic regression", fit), ("plain rules", plain_rules)):
        folds = cross_validated(dev, seeds, lambda n, _: n % FOLDS, by)
        genres = cross_validated(dev, seeds, lambda _, p: p.genre, by)
        print(f"{name}: precision and recall {folds[0]:.3f} {folds[1]:.3f} by passages, ", end="")
        print(f"{genres[0]:.3f} {genres[1]:.3f} by genres")
    without = fit(dev)
    print("the five articles, not fitted: {:.3f} {:.3f}".format(*rates(seeds, [judged(p, without) for p in seeds])))
    fitted = fit([*dev, *seeds])
    print("the five articles, fitted: {:.3f} {:.3f}".format(*rates(seeds, [judged(p, fitted) for p in seeds])))
    write(fitted)


if __name__ == "__main__":
    main()
