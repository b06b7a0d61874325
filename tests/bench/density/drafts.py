"""New reports as columns: where, when and about what, with their deadlines."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from bootstrap import AppContext
from data.core.clock.timekeeper import Timekeeper
from data.core.moments import MISSING, from_micros, to_micros
from data.core.report.record import Placement
from tests.bench.density.city import SOURCES
from tests.bench.density.lives import DAY, HOUR, NEVER, Seconds

MICROSECONDS = 1_000_000
HOUR_WEIGHTS = np.array(
    [1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 13, 12, 10, 10, 11, 11, 10, 9, 8, 8, 7, 5, 3, 2], dtype=float
)
WEEKDAY_WEIGHTS = np.array([1.25, 1.15, 1.1, 1.1, 1.05, 0.75, 0.6])  # from Monday
PLACEMENTS = (Placement.POINT, Placement.NAMED, Placement.NONE, Placement.OUTSIDE)
PLACEMENT_SHARES = (0.86, 0.08, 0.04, 0.02)
BASES = ("source", "policy", None)
SOURCE_DEADLINE_SHARE = 0.05
BURST_EVERY, BURST_SIZE = 400, 10
POINT_SPREAD = 0.35  # of the side of a square as large as the area
REPORTER_SHARE, REPORTS_PER_REPORTER = 0.7, 4
Flags = NDArray[np.bool_]
Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Town:
    """What reports are drawn from.

    :param middles: latitude and longitude of a point in each area
    :param sides: of a square as large as each area, in degrees
    :param skill: of the kecamatan of each area, see :func:`tests.bench.density.lives.draw_moments`
    :param parents: the number of each area's kecamatan
    """

    timekeeper: Timekeeper
    area_codes: tuple[str, ...]
    categories: tuple[str, ...]
    middles: NDArray[np.float64]
    sides: NDArray[np.float64]
    area_shares: NDArray[np.float64]
    category_shares: NDArray[np.float64]
    skill: NDArray[np.float64]
    parents: Codes


@dataclass(frozen=True)
class Drafts:
    """Reports by column; moments in seconds, ``NEVER`` where there is none."""

    number: NDArray[np.int64]
    source: Codes
    filed: Seconds
    area: Codes  # -1: none
    category: Codes
    placement: Codes
    lat: NDArray[np.float64]
    long: NDArray[np.float64]
    reporter: Codes  # -1: not named
    basis: Codes
    provisional: Flags
    expected: Seconds
    approaching: Seconds
    very_late: Seconds
    response_expected: Seconds


def open_town(app_context: AppContext) -> Town:
    """Return the town of a city, with fixed differences between its areas and categories."""
    shapes, rng = app_context.layer.areas, np.random.default_rng(71)
    points = shapes.geometry.representative_point()
    parents, names = pd.factorize(shapes["parent"])
    categories = tuple(category.code for category in app_context.city.category)
    area_shares = rng.pareto(2.0, len(shapes)) + 0.3
    category_shares = 1 / (np.arange(len(categories)) + 2.0)
    return Town(
        timekeeper=app_context.timekeeper,
        area_codes=tuple(shapes["code"]),
        categories=categories,
        middles=np.column_stack([points.y, points.x]),
        sides=np.sqrt(shapely.area(shapes.geometry.to_numpy())),
        area_shares=area_shares / area_shares.sum(),
        category_shares=category_shares / category_shares.sum(),
        skill=rng.uniform(0.6, 1.7, len(names))[parents],
        parents=parents.astype(np.int32),
    )


def draw_filings(rng: Generator, midnight: int, days: int, per_day: int) -> Seconds:
    """Return the moments of filing of some days, in order, by the rhythm of hours and of weekdays.

    :param midnight: the local one with which the first day begins
    """
    weekday = (midnight // DAY + 4 + np.arange(days)) % 7  # a local midnight lies on the day before in UTC
    counts = np.rint(per_day * WEEKDAY_WEIGHTS[weekday] / WEEKDAY_WEIGHTS.mean()).astype(np.int64)
    first = midnight + np.repeat(np.arange(days), counts) * DAY
    hours = rng.choice(24, first.size, p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum())
    return np.sort(first + hours * HOUR + rng.integers(0, HOUR, first.size))


def draw_reports(rng: Generator, town: Town, filed: Seconds, first_number: int) -> Drafts:
    """Draw what the reports are about and where, and compute when they are due."""
    count = filed.size
    area = rng.choice(len(town.area_codes), count, p=town.area_shares).astype(np.int32)
    category = rng.choice(len(town.categories), count, p=town.category_shares).astype(np.int32)
    placement = rng.choice(len(PLACEMENTS), count, p=PLACEMENT_SHARES).astype(np.int32)
    _gather_bursts(rng, area, category, placement)
    lat, long = _draw_points(rng, town, area, placement)
    reporter = rng.integers(0, max(count // REPORTS_PER_REPORTER, 1), count) + first_number // 7
    is_named = rng.random(count) < REPORTER_SHARE
    has_area = placement < PLACEMENTS.index(Placement.NONE)
    return Drafts(
        number=first_number + np.arange(count),
        source=(rng.random(count) < 0.15).astype(np.int32) % len(SOURCES),
        filed=filed,
        area=np.where(has_area, area, -1).astype(np.int32),
        category=category,
        placement=placement,
        lat=lat,
        long=long,
        reporter=np.where(is_named, reporter, -1).astype(np.int32),
        **_deadlines(town, filed, category, rng.random(count) < SOURCE_DEADLINE_SHARE),
    )


def _gather_bursts(rng: Generator, area: Codes, category: Codes, placement: Codes) -> None:
    """Give runs of reports that follow each other one category and area, as a flood does."""
    for start in range(BURST_EVERY // 2, area.size - BURST_SIZE, BURST_EVERY):
        rows = slice(start, start + BURST_SIZE)
        area[rows], placement[rows] = area[start], 0
        category[rows] = category[rng.integers(area.size)]


def _draw_points(
    rng: Generator, town: Town, area: Codes, placement: Codes
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a point in the area of each report; outside the city for some, NaN where there is none."""
    spread = town.sides[area][:, None] * POINT_SPREAD * rng.uniform(-1, 1, (area.size, 2))
    points = np.round(town.middles[area] + spread, 6)
    points[placement == PLACEMENTS.index(Placement.OUTSIDE)] += (-2.0, 0.0)
    has_none = (placement == PLACEMENTS.index(Placement.NAMED)) | (
        placement == PLACEMENTS.index(Placement.NONE)
    )
    points[has_none] = np.nan
    return points[:, 0], points[:, 1]


def _deadlines(town: Town, filed: Seconds, category: Codes, from_source: Flags) -> dict[str, NDArray]:
    requested = from_micros(filed * MICROSECONDS)
    codes = pd.Series(np.array(town.categories, dtype=object)[category])
    targets = town.timekeeper.targets(requested, codes, (requested + pd.Timedelta(days=3)).where(from_source))
    by_name = [targets["basis"] == base for base in BASES[:-1]]
    return {
        "basis": np.select(by_name, [0, 1], len(BASES) - 1).astype(np.int32),
        "provisional": targets["provisional"].to_numpy(bool),
        "expected": to_seconds(targets["expected_datetime"]),
        "approaching": to_seconds(targets["approaching_at"]),
        "very_late": to_seconds(targets["very_late_at"]),
        "response_expected": to_seconds(targets["response_expected_datetime"]),
    }


def to_seconds(moments: pd.Series) -> Seconds:
    """Return aware times as whole seconds."""
    micros = to_micros(moments)
    return np.where(micros == MISSING, NEVER, micros // MICROSECONDS)
