"""Decomposition of the change of a parent's on-time rate between two moments, in parts that add up exactly.

E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955) 1168-1194. With the share
``w`` of each category among a parent's judged reports and its rate ``r``, before (0) and now (1):

    mix = sum (w1 - w0) (r0 + r1) / 2      other categories were reported
    all = sum (r1 - r0) (w0 + w1) / 2      the same categories were handled better or worse
    city = sum (c1 - c0) (w0 + w1) / 2     of which: the change in the whole city (its rate ``c``)
    own = all - city                       of which: this parent apart from the city

A category without cases at one of the two moments has no rate there: it gets the other moment's, so that its
appearing or disappearing counts as mix alone. ``now - before = mix + city + own``.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.core.ranking.exact_tests import Counts, Shares
from data.core.ranking.rates import city_rate
from data.core.ranking.rows import CategoryEffectRow, RateChangeRow

COMPONENTS: Final[tuple[Literal["mix", "city", "own"], ...]] = ("mix", "city", "own")


def decompose_rate_change(
    before: pd.DataFrame, now: pd.DataFrame, parents: list[str]
) -> dict[str, RateChangeRow]:
    """Return each parent's change in parts; rates and parts are None where one of the moments has no case.

    :param before: judged cases, columns parent, service_code, on_time
    :param now: the same at the later moment
    :returns: by parent: before, now, mix, city, own (shares of 1), and ``categories``: service_code,
        n_before, n_now and effect (its part of the change, the largest first)
    """
    city = _rates_by_category(before, now)
    return {
        parent: _change_of_parent(_cases_of_parent(before, parent), _cases_of_parent(now, parent), city)
        for parent in parents
    }


def _cases_of_parent(cases: pd.DataFrame, parent: str) -> pd.DataFrame:
    return cases[cases["parent"] == parent]


def _by_category(cases: pd.DataFrame) -> pd.DataFrame:
    groups = cases.assign(on_time=cases["on_time"].astype("float64")).groupby("service_code")["on_time"]
    return pd.DataFrame({"n": groups.size(), "rate": groups.mean()})


def _rates_by_category(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return cases and rates per category at both moments: n0, n1, r0, r1; a missing rate is the other's."""
    table = _by_category(before).add_suffix("0").join(_by_category(now).add_suffix("1"), how="outer")
    counts = table[["n0", "n1"]].fillna(0)
    return counts.assign(
        r0=table["rate0"].fillna(table["rate1"]), r1=table["rate1"].fillna(table["rate0"])
    ).astype("float64")


def _change_of_parent(before: pd.DataFrame, now: pd.DataFrame, city: pd.DataFrame) -> RateChangeRow:
    table = _rates_by_category(before, now)
    change: RateChangeRow = {
        "n_before": len(before),
        "n_now": len(now),
        "before": city_rate(before),
        "now": city_rate(now),
        "mix": None,
        "city": None,
        "own": None,
        "categories": [],
    }
    if not len(before) or not len(now):
        return change
    components = _components(table, city)
    for name in COMPONENTS:
        change[name] = float(components[name].sum())
    change["categories"] = _category_effects(table, components)
    return change


def _components(table: pd.DataFrame, city: pd.DataFrame) -> pd.DataFrame:
    before, now = table["n0"] / table["n0"].sum(), table["n1"] / table["n1"].sum()
    weight, mean_rate = (before + now) / 2, (table["r0"] + table["r1"]) / 2
    both = (table["n0"] > 0) & (table["n1"] > 0)
    city_change = (city["r1"] - city["r0"]).reindex(table.index).where(both, 0.0)
    city_part = city_change * weight
    return pd.DataFrame(
        {
            "mix": (now - before) * mean_rate,
            "city": city_part,
            "own": (table["r1"] - table["r0"]) * weight - city_part,
        }
    )


def _category_effects(table: pd.DataFrame, components: pd.DataFrame) -> list[CategoryEffectRow]:
    """Return each category's part; its mix is relative to the parent's mean: the sum stays the same."""
    before, now = table["n0"] / table["n0"].sum(), table["n1"] / table["n1"].sum()
    mean = ((before + now) / 2 * (table["r0"] + table["r1"]) / 2).sum()
    effect = components.sum(axis=1) - (now - before) * mean
    order = effect.abs().sort_values(ascending=False, kind="stable").index
    return [
        {
            "service_code": str(code),
            "n_before": int(table.loc[code, "n0"]),
            "n_now": int(table.loc[code, "n1"]),
            "effect": float(effect[code]),
        }
        for code in order
    ]


@dataclass(frozen=True)
class CategoryCounts:
    """The cases of a rate by parent and category, each an array of that shape."""

    hits: Counts
    n: Counts


def decompose_counts(
    before: CategoryCounts, now: CategoryCounts, parents: list[str], categories: tuple[str, ...]
) -> dict[str, RateChangeRow]:
    """Return what :func:`decompose_rate_change` does, from counts.

    :param before: with a last row for the cases outside every parent
    :param now: the same at the later moment
    """
    order = sorted(range(len(categories)), key=lambda number: categories[number])
    before, now = (CategoryCounts(counts.hits[:, order], counts.n[:, order]) for counts in (before, now))
    city = np.subtract(*reversed(_both_rates(_all_of(before), _all_of(now))))
    names = [categories[number] for number in order]
    return {
        parent: _counted_change(_row_of(before, number), _row_of(now, number), city, names)
        for number, parent in enumerate(parents)
    }


def _all_of(counts: CategoryCounts) -> CategoryCounts:
    return CategoryCounts(counts.hits.sum(axis=0), counts.n.sum(axis=0))


def _row_of(counts: CategoryCounts, number: int) -> CategoryCounts:
    return CategoryCounts(counts.hits[number], counts.n[number])


def _both_rates(before: CategoryCounts, now: CategoryCounts) -> tuple[Shares, Shares]:
    """Return the rates at both moments; a missing one is the other's."""
    with np.errstate(invalid="ignore"):
        first, second = before.hits / before.n, now.hits / now.n
    return np.where(before.n > 0, first, second), np.where(now.n > 0, second, first)


def _rate_of(counts: CategoryCounts) -> float | None:
    total = int(counts.n.sum())
    return int(counts.hits.sum()) / total if total else None


def _counted_change(
    before: CategoryCounts, now: CategoryCounts, city: Shares, names: list[str]
) -> RateChangeRow:
    n_before, n_now = int(before.n.sum()), int(now.n.sum())
    change: RateChangeRow = {
        "n_before": n_before,
        "n_now": n_now,
        "before": _rate_of(before),
        "now": _rate_of(now),
        "mix": None,
        "city": None,
        "own": None,
        "categories": [],
    }
    if not n_before or not n_now:
        return change
    used = np.flatnonzero((before.n > 0) | (now.n > 0))
    before, now = (CategoryCounts(counts.hits[used], counts.n[used]) for counts in (before, now))
    (first, second), shares = _both_rates(before, now), (before.n / n_before, now.n / n_now)
    weight, mean_rate = (shares[0] + shares[1]) / 2, (first + second) / 2
    city_part = np.where((before.n > 0) & (now.n > 0), city[used], 0.0) * weight
    parts = ((shares[1] - shares[0]) * mean_rate, city_part, (second - first) * weight - city_part)
    for name, part in zip(COMPONENTS, parts, strict=True):
        change[name] = float(part.sum())
    mean = (weight * (first + second) / 2).sum()
    effect = parts[0] + parts[1] + parts[2] - (shares[1] - shares[0]) * mean
    change["categories"] = [
        {
            "service_code": names[used[number]],
            "n_before": int(before.n[number]),
            "n_now": int(now.n[number]),
            "effect": float(effect[number]),
        }
        for number in np.argsort(-np.abs(effect), kind="stable")
    ]
    return change
