"""Many reports for tests of the ranking: standings from counts, and random cities."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.config.city import RankingRule
from data.core.history.counts import open_reports, resolved_reports
from data.core.history.facts import STANDING_COLUMNS, typed_frame
from data.core.ranking.durations import withdrawn_reports
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import rate_cases_at
from data.core.report.standing import Standing
from tests.builders import areas
from tests.personas import ANGGREK, MONDAY_NOON

CITIES = 1_000
DAY = timedelta(days=1)
RULE = RankingRule(window_days=30, minimum_sample=3, duration_days=60)


def build_standing(
    filed: float, closed: float | None = None, *, due: float | None = None, **changed: Any
) -> Standing:
    """Return a report on rubbish in Anggrek; times are days before Monday noon."""
    day_offsets = {"requested_datetime": filed, "closed_datetime": closed, "expected_datetime": due}
    moments = {name: None if days is None else MONDAY_NOON - days * DAY for name, days in day_offsets.items()}
    status_pair = ("open", "proses") if closed is None else ("closed", "selesai")
    defaults = {
        "service_code": "sampah", "status": status_pair[0], "status_description": status_pair[1],
        "agency_responsible": None, "expected_basis": "policy", "closed_basis": "source",
        "area_code": ANGGREK, "placement": "point", "lat": None, "long": None, "reopened": 0,
        "received_at": moments["requested_datetime"], "verdict": _verdict(moments),
    }  # fmt: skip
    return Standing(**{**defaults, **moments, **changed})


def _verdict(moments: Mapping[str, datetime | None]) -> str | None:
    closed, due = moments["closed_datetime"], moments["expected_datetime"]
    if closed is None or due is None:
        return None if closed is None else "no_target"
    return "closed_on_time" if closed <= due else "closed_late"


def build_standings(on_time: int = 0, late: int = 0, overdue: int = 0, **changed: Any) -> list[Standing]:
    """Return reports filed 10 days ago and due after 2 days, closed 9 or 5 days ago or open."""
    examples = {
        "on_time": build_standing(10, 9, due=8, **changed),
        "late": build_standing(10, 5, due=8, **changed),
    }
    return (
        [examples["on_time"]] * on_time
        + [examples["late"]] * late
        + [build_standing(10, due=8, **changed)] * overdue
    )


def standings_frame(reports: Iterable[Standing]) -> pd.DataFrame:
    """Return the reports as a frame, with ids from 1."""
    rows = [
        ("qlue", str(number), *asdict(standing).values()) for number, standing in enumerate(reports, start=1)
    ]
    return typed_frame(rows, STANDING_COLUMNS)


def ranking_by_code(
    reports: Iterable[Standing], *, before: Iterable[Standing] | None = None, rule: RankingRule = RULE,
    layer: pd.DataFrame | None = None,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Return the ranking at Monday noon by code, in its order.

    :param before: the standings 30 days ago, as of the same moment
    """
    table, previous_cases = standings_frame(reports), None
    if before is not None:
        previous_cases = rate_cases_at(standings_frame(before), MONDAY_NOON, rule.window_days)
    rows = ranking(
        open_reports(table, MONDAY_NOON), resolved_reports(table), areas() if layer is None else layer,
        MONDAY_NOON, rule, withdrawn=withdrawn_reports(table), previous=previous_cases,
    )  # fmt: skip
    return {row["code"]: row for row in rows}


def draw_on_time_counts(sizes: Iterable[int], rates: Iterable[float] | float) -> NDArray[np.int64]:
    """Return on-time reports in ``CITIES`` random cities of the same true rates: (cities, kecamatan)."""
    sample_sizes = np.array(list(sizes))
    return np.array([np.random.default_rng(seed).binomial(sample_sizes, rates) for seed in range(CITIES)])
