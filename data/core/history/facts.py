"""What a snapshot is computed from: frames of the store and the health of the sources."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data.core.history.places import is_in_area, is_single_area
from data.core.report.standing import STANDING_FIELDS

KEY = ("source", "service_request_id")
STANDING_COLUMNS = (*KEY, *STANDING_FIELDS)
EVENT_COLUMNS = ("change", *KEY, "kind", "occurred_at", "learnt_at", *STANDING_FIELDS)
AREA_COLUMNS = ("code", "name", "parent", "parent_name")

_TIME_COLUMNS = (
    "requested_datetime", "expected_datetime", "closed_datetime", "received_at", "approaching_at",
    "very_late_at", "response_expected_datetime", "responded_at", "stopped_at", "occurred_at", "learnt_at",
    "overtaken_at",
)  # fmt: skip
_COLUMN_TYPES: dict[str, Any] = {
    "lat": "float64", "long": "float64", "reopened": "int64", "change": "int64", "size": "int64",
    "provisional": "bool", "evidence": "bool",
}  # fmt: skip


@dataclass(frozen=True)
class SourceHealth:
    """State of one source's pulls; ``every_seconds`` is None for a source imported by hand."""

    source: str
    label: str
    every_seconds: float | None
    stale_after_intervals: int
    last_try: datetime | None
    last_success: datetime | None
    error: str | None
    rejected: int = 0  # distinct rows waiting in quarantine
    contradicted: int = 0  # rows of the last good pull whose area named is not where their point lies
    latency_seconds: float | None = None  # how long the last try took
    watermark: datetime | None = None  # the latest time in any row of the source

    def stale_at(self) -> datetime | None:
        """Return the moment from which this source's data is too old; None without a schedule."""
        if self.every_seconds is None or self.last_success is None:
            return None
        return self.last_success + timedelta(seconds=self.every_seconds * self.stale_after_intervals)

    def is_stale(self, as_of: datetime) -> bool:
        """Return whether its data is too old; a scheduled source without a success is always stale."""
        if self.every_seconds is None:
            return False
        limit = self.stale_at()
        return limit is None or as_of > limit


@dataclass(frozen=True)
class Facts:
    """Everything a snapshot depends on besides the city's configuration and the moment.

    :param standings: one row per report, columns ``STANDING_COLUMNS``
    :param events: recent events in order of ``change``, columns ``EVENT_COLUMNS``
    :param areas: one row per area of the layer, columns ``AREA_COLUMNS``
    :param revision: the change number up to which the frames are complete
    :param previous: standings as they were at the end of the previous period
        (:func:`data.core.history.trend.previous_moment`), for the trend; None: no trend
    :param unknown_years: near years whose joint leave is not known yet
    :param single_area: of one kelurahan only, so that no report of a sensitive category is listed
    """

    standings: pd.DataFrame
    events: pd.DataFrame
    areas: pd.DataFrame
    sources: tuple[SourceHealth, ...]
    revision: int
    previous: pd.DataFrame | None = None
    unknown_years: tuple[int, ...] = ()
    single_area: bool = False

    def for_area(self, code: str) -> "Facts":
        """Return the facts of one area (kelurahan) or parent (kecamatan) only."""
        areas, previous = self.areas, self.previous
        return replace(
            self,
            standings=_rows_in_area(self.standings, code, areas),
            previous=None if previous is None else _rows_in_area(previous, code, areas),
            events=_rows_in_area(self.events, code, areas),
            areas=areas[(areas["code"] == code) | (areas["parent"] == code)],
            single_area=is_single_area(code, areas),
        )

    def for_categories(self, categories: tuple[str, ...]) -> "Facts":
        """Return the facts of some categories (``service_code``) only, with all areas."""
        previous = self.previous
        return replace(
            self,
            standings=_rows_of_categories(self.standings, categories),
            previous=None if previous is None else _rows_of_categories(previous, categories),
            events=_rows_of_categories(self.events, categories),
        )


def _rows_of_categories(table: pd.DataFrame, categories: tuple[str, ...]) -> pd.DataFrame:
    return table[table["service_code"].isin(categories)]


def _rows_in_area(table: pd.DataFrame, code: str, areas: pd.DataFrame) -> pd.DataFrame:
    return table[is_in_area(table["area_code"], code, areas)]


def typed_frame(rows: Iterable[Iterable[object]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a frame with this module's column types, also when there is no row at all."""
    table = pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype="object")
    for name in table.columns:
        table[name] = _typed(table[name])
    return table


def _typed(column: pd.Series) -> pd.Series:
    if column.name in _TIME_COLUMNS:
        return pd.to_datetime(column, utc=True).astype("datetime64[us, UTC]")
    typed: pd.Series = column.astype(_COLUMN_TYPES.get(str(column.name), "str"))
    return typed
