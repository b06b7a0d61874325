"""The review as a screen shows it: every number of ``/tinjauan`` as one plain value, fit to be frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from data.core.history.replay import FLOW_COLUMNS, Flow
from data.core.ranking.rate_change import why
from data.core.review.drilldown import behind, counts, reports_behind
from data.core.review.metric_key import Cell, Figure, cell_of
from data.core.review.report_rows import listed, oldest, worst
from data.core.review.review import Review, review
from data.core.review.review_data import Dossier
from data.core.review.stock_flow import week_edges
from data.core.review.timeline import busiest_night

FORMULA = "1"  # raised whenever a formula behind these figures changes what it gives


@dataclass(frozen=True)
class Reading:
    """One dossier with everything that follows from it, each part made once."""

    dossier: Dossier

    @cached_property
    def review(self) -> Review:
        """The review of the API, of the same events."""
        held = self.dossier
        return review(held.of_period, held.areas, held.city, held.since, held.until, told=held.whole)

    @cached_property
    def behind(self) -> pd.DataFrame:
        """The reports behind each number."""
        return behind(self.dossier, self.review)

    @cached_property
    def sheet(self) -> dict[str, Any]:
        """:func:`sheet` of this reading."""
        return sheet(self)

    def reports(self, cell: Cell, start: int = 0, most: int = 200) -> list[dict[str, Any]]:
        """The reports of a number, described."""
        return listed(self.dossier, reports_behind(self.behind, cell), cell, start, most)

    def count(self, cell: Cell) -> int:
        """The number itself."""
        return len(reports_behind(self.behind, cell))


def sheet(reading: Reading) -> dict[str, Any]:
    """Plain values only. ``counts`` holds every number that is not zero, by the name of its cell."""
    held, found = reading.dossier, counts(reading.behind)
    ranked, rate = held.ranking(held.until)
    ranked_before, rate_before = held.ranking(held.since)
    flows = _flows(found, held)
    stock = reports_behind(reading.behind, Cell(Figure.CLOSING))
    return {
        "formula": FORMULA,
        "city": {"code": held.city.code, "name": held.city.name, "timezone": held.city.timezone},
        "since": held.since,
        "until": held.until,
        "simulated": held.city.simulated,
        "first": held.whole.first,  # before the first report of all, nothing is known and nothing is zero
        "parents": _parents(held),
        "categories": _categories(found, held),
        "counts": found,
        "flows": flows,
        "headline": headline(flows, ranked, found),
        "ranking": ranked,
        "ranking_before": ranked_before,
        "ranking_rule": {**held.city.ranking.model_dump(), "city_on_time": rate},
        "city_on_time_before": rate_before,
        "why": why(held.judged(held.since), held.judged(held.until), held.parents.codes),
        "weeks": week_edges(held.until, held.city.zone),
        "holders": reading.review.holders,
        "parents_holders": {row["code"] or "": row["holders"] for row in reading.review.parents},
        "closings": reading.review.closings,
        "signs": [{name: sign[name] for name in ("sign", "known", "count")} for sign in reading.review.signs],
        "signs_rule": reading.review.signs_rule,
        "oldest": oldest(held, stock),
        "worst": worst(held, stock),
        "night": busiest_night(held.steps, held.since, held.until, held.city.zone),
        "unknown_years": list(held.unknown_years),
    }


def _parents(held: Dossier) -> list[dict[str, str]]:
    """The kecamatan in order of their codes, and last those that lie in none (no name)."""
    pairs = zip(held.parents.codes, held.parents.names, strict=True)
    return [*({"code": code, "name": name} for code, name in pairs), {"code": "", "name": ""}]


def _categories(found: dict[str, int], held: Dossier) -> list[dict[str, str]]:
    """The categories that anything of the period has, the most received first."""
    cells = [cell_of(name) for name in found]
    used = {c.detail for c in cells if c.detail and c.parent is None and c.figure in _MIX}
    order = sorted(used, key=lambda code: (-found.get(str(Cell(Figure.NEW, None, code)), 0), code))
    return [{"code": code, "name": held.city.get_category(code).name} for code in order]


_MIX = (Figure.OPENING, Figure.NEW, Figure.CLOSED, Figure.CLOSING)


def _flows(found: dict[str, int], held: Dossier) -> list[dict[str, Any]]:
    """The balance of each kecamatan and, with code None, the sum of all; whether it holds is checked here."""
    codes: Sequence[str | None] = [row["code"] for row in _parents(held)]
    rows = []
    for code in (*codes, None):
        flow = Flow(**{name: found.get(str(Cell(Figure(name), code)), 0) for name in FLOW_COLUMNS})
        rows.append({"code": code, "balances": flow.balances(), "change": flow.closing - flow.opening})
    return rows


def headline(
    flows: list[dict[str, Any]], ranked: list[dict[str, Any]], found: dict[str, int]
) -> dict[str, Any]:
    """What matters first: how the stock moved, who is clearly below or above, and where it moved most."""
    bands: dict[str, list[str]] = {}
    for row in ranked:
        bands.setdefault(row["band"], []).append(row["name"])
    names = {row["code"]: row["name"] for row in ranked}
    moved = [row for row in flows if row["code"] in names]
    most = max(moved, key=lambda row: abs(row["change"]), default=None)
    return {
        "opening": found.get("opening", 0),
        "closing": found.get("closing", 0),
        "new": found.get("new", 0),
        "closed": found.get("closed", 0),
        "overdue": found.get("state:late", 0) + found.get("state:very_late", 0),
        "bands": bands,
        "most": most and {"code": most["code"], "name": names[most["code"]], "change": most["change"]},
    }
