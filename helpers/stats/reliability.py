"""Measure intercoder agreement beyond chance: Cohen's κ and Krippendorff's α with bootstrap intervals."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.stats.inference import Interval, batches, percentile_interval


def _codes(table: pd.DataFrame, which: str, unit: str, code: str) -> pd.Series:
    for column in (unit, code):
        if column not in table:
            raise ValueError(f"the {which} coder's table has no column {column!r}.")
    twice = table.loc[table[unit].duplicated(), unit]
    if len(twice):
        raise ValueError(f"the {which} coder's table has the unit {twice.iloc[0]!r} twice.")
    codes = table.set_index(unit)[code]
    return codes.where(codes.notna() & (codes.astype("str").str.strip() != "")).dropna().astype("str")


def pair_codes(first: pd.DataFrame, second: pd.DataFrame, *, unit: str = "unit_id", code: str = "code") -> pd.DataFrame:
    """Return ``unit_id, first, second``: the codes side by side, by unit; a missing code is an empty text.

    Args:
        first, second: one row a unit, with the columns ``unit`` and ``code``.

    Raises:
        ValueError: a column is missing, a coder has a unit twice, or no unit has any code.

    >>> one = pd.DataFrame({"unit_id": ["a", "b"], "code": ["x", "y"]})
    >>> pair_codes(one, one.head(1)).values.tolist()
    [['a', 'x', 'x'], ['b', 'y', '']]
    """
    columns = [_codes(table, which, unit, code) for table, which in ((first, "first"), (second, "second"))]
    units = sorted(set(first[unit]) | set(second[unit]), key=str)
    paired = pd.DataFrame(
        {"unit_id": units}
        | {name: [codes.get(u, "") for u in units] for name, codes in zip(("first", "second"), columns, strict=True)}
    ).astype("str")
    if not (paired[["first", "second"]] != "").any(axis=None):
        raise ValueError("no unit has a code.")
    return paired


def disagreements(paired: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `pair_codes` in which both coders gave a code and not the same one.

    >>> paired = pd.DataFrame({"unit_id": ["a", "b", "c"], "first": ["x", "x", "x"], "second": ["x", "y", ""]})
    >>> disagreements(paired).values.tolist()
    [['b', 'x', 'y']]
    """
    both = (paired["first"] != "") & (paired["second"] != "")
    return paired.loc[both & (paired["first"] != paired["second"])].reset_index(drop=True)


def cohen_kappa(
    paired: pd.DataFrame, *, draws: int = 10_000, level: float = 0.95, seed: int = 0
) -> tuple[float, Interval]:
    """Return Cohen's κ of two coders and its bootstrap interval over units.

    κ = (Po − Pe) / (1 − Pe): Po the share of units with the same code, Pe the same by chance, from each
    coder's own shares (Cohen 1960). Draws in which both coders use one and the same code throughout have no κ
    and are left out.

    Args:
        paired: as `pair_codes` returns it.

    Raises:
        ValueError: a unit lacks a code, or both coders use one and the same code throughout.

    >>> units = pd.DataFrame({"unit_id": list("abcd"), "first": list("xxyy"), "second": list("xyyy")})
    >>> cohen_kappa(units)[0]
    0.5
    """
    for coder in ("first", "second"):
        if len(missing := paired.loc[paired[coder] == "", "unit_id"]):
            raise ValueError(f"unit {missing.iloc[0]!r} has no code of the {coder} coder: κ needs two codes a unit.")
    names = sorted(set(paired["first"]) | set(paired["second"]))
    pairs = zip(paired["first"], paired["second"], strict=True)
    cells = np.array([names.index(a) * len(names) + names.index(b) for a, b in pairs])
    value = _kappas(np.bincount(cells, minlength=len(names) ** 2)[None], len(names))
    if not len(value):
        raise ValueError("both coders use one and the same code throughout: κ is not defined.")
    drawn = _draw_units(cells, len(names) ** 2, draws, seed)
    return float(value[0]), percentile_interval(_kappas(drawn, len(names)), level)


def _kappas(cells: np.ndarray, k: int) -> np.ndarray:
    square = cells.reshape(len(cells), k, k).astype(float)
    n = square.sum(axis=(1, 2))
    same = np.trace(square, axis1=1, axis2=2)
    chance = (square.sum(axis=1) * square.sum(axis=2)).sum(axis=1)
    defined = chance < n**2
    return ((n * same - chance)[defined]) / (n**2 - chance)[defined]


def _draw_units(kinds: np.ndarray, k: int, draws: int, seed: int) -> np.ndarray:
    """Return ``(draws, k)``: how often each kind of unit is in each draw of as many units as there are, with replacement.

    Unit ⌊u·n⌋ is drawn, u from the Mersenne Twister in 53 bits (Matsumoto and Nishimura 1998). NumPy keeps this old
    generator as it is for good, and any language has it: the coding page of the site draws the same units.
    """
    rng, n, counts = np.random.RandomState(seed), len(kinds), []
    for rows in batches(draws, n):
        drawn = kinds[(rng.random_sample((rows, n)) * n).astype(int)] + k * np.arange(rows)[:, None]
        counts.append(np.bincount(drawn.ravel(), minlength=rows * k).reshape(rows, k))
    return np.concatenate(counts)


def krippendorff_alpha(
    coders: Iterable[Iterable[str]], *, draws: int = 10_000, level: float = 0.95, seed: int = 0
) -> tuple[float, Interval]:
    """Return Krippendorff's α for named codes, any number of coders, and its bootstrap interval over units.

    α = 1 − Do / De (Krippendorff 2011): Do = Σ over units of (m² − Σ n_c²) / (m − 1) / n, with n_c the codes
    c in a unit and m all its codes; De = (n² − Σ N_c²) / (n (n − 1)) from all n codes together. A unit with
    fewer than two codes pairs nothing and stays out; missing codes are empty texts. Draws without any
    variation have no α and are left out.

    Args:
        coders: one list of codes a coder, all over the same units in the same order.

    Raises:
        ValueError: lists of different length, no unit with two codes, or one and the same code throughout.

    >>> krippendorff_alpha(["xxyy", "xxyy"])[0]
    1.0
    """
    codes = [list(coder) for coder in coders]
    if len({len(coder) for coder in codes}) != 1:
        raise ValueError("every coder needs one code a unit (an empty text where it is missing).")
    names = sorted({code for coder in codes for code in coder} - {""})
    units = np.array(
        [[sum(c == name for c in given) for name in names] for given in zip(*codes, strict=True)], dtype=float
    ).reshape(-1, len(names))
    units = units[units.sum(axis=1) >= 2]
    if not len(units):
        raise ValueError("no unit has two codes: nothing can agree or disagree.")
    kinds, kind_of = np.unique(units, axis=0, return_inverse=True)
    kind_of = kind_of.reshape(-1)  # one NumPy version gives it a second axis
    value = _alphas(np.bincount(kind_of)[None], kinds)
    if not len(value):
        raise ValueError("one and the same code throughout: agreement cannot be told from chance.")
    drawn = _draw_units(kind_of, len(kinds), draws, seed)
    return float(value[0]), percentile_interval(_alphas(drawn, kinds), level)


def _alphas(weights: np.ndarray, units: np.ndarray) -> np.ndarray:
    weights, m = weights.astype(float), units.sum(axis=1)
    per_code = weights @ units
    n = per_code.sum(axis=1)
    observed = weights @ ((m**2 - (units**2).sum(axis=1)) / (m - 1)) / n
    expected = (n**2 - (per_code**2).sum(axis=1)) / (n * (n - 1))
    defined = expected > 1e-12
    return 1 - observed[defined] / expected[defined]


@dataclass(frozen=True)
class Agreement:
    """The agreement of two coders; ``kappa`` is None where a code is missing, and ``note`` says why."""

    units: int
    coded_by_both: int
    same: float
    alpha: float
    alpha_interval: Interval
    kappa: float | None
    kappa_interval: Interval | None
    note: str
    disagreements: pd.DataFrame

    def __str__(self) -> str:
        lines = [
            f"{self.units} units, {self.coded_by_both} coded by both; the same code in {self.same:.0%}.",
            f"Krippendorff's alpha {self.alpha:.3f} (95 % interval {self.alpha_interval.low:.3f} to"
            f" {self.alpha_interval.high:.3f})",
        ]
        if self.kappa is not None:
            low, high = self.kappa_interval
            lines.append(f"Cohen's kappa {self.kappa:.3f} (95 % interval {low:.3f} to {high:.3f})")
        lines += [self.note] if self.note else []
        lines += [f"  {row.unit_id}: {row.first} | {row.second}" for row in self.disagreements.itertuples()]
        return "\n".join(lines)


def agreement(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    unit: str = "unit_id",
    code: str = "code",
    draws: int = 10_000,
    seed: int = 0,
) -> Agreement:
    """Return how far two code tables agree: α, κ, their 95 % intervals, and the disagreements.

    α takes units that one coder left out as missing; κ then is not computed, and ``note`` names such a unit. ``same``
    is the share of the units coded by both that got the same code.

    Args:
        first, second: one row a unit.
        unit, code: names of the two columns.

    Raises:
        ValueError: as `pair_codes` and `krippendorff_alpha`.

    >>> first = pd.DataFrame({"unit_id": list("abcd"), "code": ["moat", "moat", "war", "war"]})
    >>> second = first.assign(code=["moat", "war", "war", "war"])
    >>> found = agreement(first, second)
    >>> found.same, found.kappa, round(found.alpha, 3), found.disagreements.values.tolist()
    (0.75, 0.5, 0.533, [['b', 'moat', 'war']])
    """
    paired = pair_codes(first, second, unit=unit, code=code)
    alpha, alpha_interval = krippendorff_alpha([paired["first"], paired["second"]], draws=draws, seed=seed)
    try:
        kappa, kappa_interval = cohen_kappa(paired, draws=draws, seed=seed)
        note = ""
    except ValueError as error:
        kappa, kappa_interval, note = None, None, f"Cohen's kappa is not computed: {error}"
    both = paired.loc[(paired["first"] != "") & (paired["second"] != "")]
    differing = disagreements(paired)
    same = 1 - len(differing) / len(both)
    return Agreement(len(paired), len(both), same, alpha, alpha_interval, kappa, kappa_interval, note, differing)
