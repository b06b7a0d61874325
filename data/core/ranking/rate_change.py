"""Why a parent's on-time rate moved between two moments, in parts that add up exactly.

E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955) 1168-1194. With the share
``w`` of each category among a parent's judged reports and its rate ``r``, before (0) and now (1):

    mix = sum (w1 - w0) (r0 + r1) / 2      other categories came in
    all = sum (r1 - r0) (w0 + w1) / 2      the same categories were handled better or worse
    city = sum (c1 - c0) (w0 + w1) / 2     of which: so it went in the whole city (its rate ``c``)
    own = all - city                       of which: this parent apart from the city

A category that one of the two moments lacks has no rate there: it is given the other's, so that its coming
or going counts as mix alone. ``now - before = mix + city + own``.
"""

from typing import Any

import pandas as pd

COMPONENTS = ("mix", "city", "own")


def decompose_rate_change(
    before: pd.DataFrame, now: pd.DataFrame, parents: list[str]
) -> dict[str, dict[str, Any]]:
    """Each parent's change in parts; the rates and parts are None where one of the moments has no case.

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
    """Cases and rate per category at both moments: n0, n1, r0, r1; a missing rate is the other moment's."""
    table = _by_category(before).add_suffix("0").join(_by_category(now).add_suffix("1"), how="outer")
    counts = table[["n0", "n1"]].fillna(0)
    return counts.assign(
        r0=table["rate0"].fillna(table["rate1"]), r1=table["rate1"].fillna(table["rate0"])
    ).astype("float64")


def _change_of_parent(before: pd.DataFrame, now: pd.DataFrame, city: pd.DataFrame) -> dict[str, Any]:
    table = _rates_by_category(before, now)
    counts = {"n_before": len(before), "n_now": len(now)}
    rates = {
        "before": float(before["on_time"].mean()) if len(before) else None,
        "now": float(now["on_time"].mean()) if len(now) else None,
    }
    if not len(before) or not len(now):
        return {**counts, **rates, **dict.fromkeys(COMPONENTS), "categories": []}
    components = _components(table, city)
    sums = {name: float(components[name].sum()) for name in COMPONENTS}
    return {**counts, **rates, **sums, "categories": _category_effects(table, components)}


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


def _category_effects(table: pd.DataFrame, components: pd.DataFrame) -> list[dict[str, Any]]:
    """Each category's part; its mix is told against the parent's mean, so that the sum stays the same."""
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
