"""Fit the weights of lines of boilerplate: `python bench/fit_boilerplate.py` writes two tables of helpers/lexicon anew.

boilerplate_weights.csv, the words of a line, is fitted on lines made up for the purpose (tests/boilerplate_dev.csv) and on the
sentences and lines of the five articles and of the example, which are none; margin_weights.csv, where a line stands on a page,
on pages made up for the purpose (tests/boilerplate_pages.csv), with the words as they are. Printed first, of lines and pages
that a fit has not seen: how much of the boilerplate is found, and how much of the rest stays.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from helpers import lexicon
from helpers.cleaning.cleaner import clean
from helpers.corpus import load_articles
from helpers.lexicon import FOLDER
from helpers.report.body import credits, margins
from helpers.report.body.credits import ENOUGH
from helpers.report.body.line_weights import line_features, line_key, weigh
from helpers.report.body.repeated_forms import find_structure
from helpers.report.body.site_runs import find_rows
from helpers.report.ingest import EXAMPLE, load_folder
from helpers.text.script import to_simplified
from helpers.text.sentences import split_sentences

TESTS = Path(__file__).parent.parent / "tests"
DEV, PAGES = TESTS / "boilerplate_dev.csv", TESTS / "boilerplate_pages.csv"
JUDGED = ("boilerplate", "body")
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


class Page(NamedTuple):
    """A page made up for the purpose: its lines in the form of `line_key`, the label of each, the names it gives itself, its rows of menus."""

    keys: list[str]
    labels: list[str]
    names: list[str]
    rows: frozenset[str]


def pages() -> list[Page]:
    table = pd.read_csv(PAGES, keep_default_na=False)
    found = []
    for _, part in table.groupby("page", sort=False):
        is_name = part["label"] == "name"
        lines = [(line_key(to_simplified(clean(text).text)), label) for text, label in part[["text", "label"]].values]
        keys, labels = zip(*(line for line in lines if line[0] and line[1] != "name"), strict=True)
        names = [key for key, label in lines if label == "name"]
        found.append(Page([*keys], [*labels], names, find_rows([*part.loc[~is_name, "text"]])))
    return found


class Margin(NamedTuple):
    """A line of page number ``page``, by its features, and whether it is boilerplate."""

    page: int
    features: dict[str, float]
    is_boilerplate: bool


def known_of(page: Page) -> list[str]:
    """Return what is known of the lines of a page before its margins are."""
    return credits.known_lines(page.keys, page.names, page.rows, find_structure(page.keys))


def margin_lines(made: Sequence[Page]) -> list[Margin]:
    """Return the judged lines of the pages of which nothing is known, each seen from the nearer end."""
    found = []
    for number, page in enumerate(made):
        notes, half = known_of(page), len(page.keys) // 2
        for inwards in (range(len(page.keys)), range(len(page.keys) - 1, -1, -1)):
            for place in range(half if inwards[0] else len(page.keys) - half):
                at = inwards[place]
                if page.labels[at] in JUDGED and not notes[at]:
                    features = margins.margin_features(page.keys, notes, inwards, place)
                    found.append(Margin(number, features, page.labels[at] == "boilerplate"))
    return found


def fit_margins(lines: Sequence[Margin]) -> dict[str, float]:
    """Return the weight of each feature of `margins.margin_features`, and of ``base``."""
    names = [*lines[0].features]
    matrix = np.array([[line.features[name] for name in names] for line in lines])
    scale = matrix.std(axis=0)
    model = LogisticRegression(C=1.0, max_iter=3000).fit(matrix / scale, [line.is_boilerplate for line in lines])
    return dict(zip(names, (model.coef_[0] / scale).tolist(), strict=True)) | {"base": float(model.intercept_[0])}


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def print_words(keys: Sequence[str], labels: np.ndarray, rest: Sequence[str]) -> None:
    """Print what the words of lines tell of those that a fit has not seen."""
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


def print_margins(lines: Sequence[Margin], made: Sequence[Page]) -> None:
    """Print how much of the boilerplate is found, and of the rest lost, on pages that a fit has not seen."""
    found, lost = Counter(), Counter()
    for part in range(FOLDS):
        weight = fit_margins([line for line in lines if line.page % FOLDS != part])
        with patch.object(margins, "weights", lambda weight=weight: weight):
            for page in made[part::FOLDS]:
                before = known_of(page)
                notes = [*before]
                margins.note_margins(
                    page.keys, notes, headline="".join(page.names[:1]), structure=find_structure(page.keys)
                )
                for key, label, known, note in zip(page.keys, page.labels, before, notes, strict=True):
                    found[bool(note)] += len(key) * (label == "boilerplate")
                    lost[bool(note and not known)] += label == "body"
    print(f"pages: {found[True] / found.total():.3f} of the characters of boilerplate found, ", end="")
    print(f"{lost[True]} of {lost.total()} lines of the body lost in the margins")


def main() -> None:
    keys, labels = made_up()
    rest = ordinary()
    print_words(keys, labels, rest)
    words = fit(keys, labels, rest)
    write("boilerplate_weights.csv", ("feature", "weight"), ((name, f"{words[name]:.2f}") for name in sorted(words)))

    made = pages()
    lines = margin_lines(made)
    print_margins(lines, made)
    margin, notes = fit_margins(lines), lexicon.read_table("margin_weights")[["feature", "note"]].values
    write("margin_weights.csv", ("feature", "weight", "note"), ((n, f"{margin[n]:.2f}", note) for n, note in notes))
    print(f"{len(words)} weights of words, {len(margin)} of margins")


if __name__ == "__main__":
    main()
