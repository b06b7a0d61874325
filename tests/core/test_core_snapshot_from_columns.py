"""The snapshot computed from columns has the same bytes as the one computed from frames.

For drawn reports in drawn batches, at drawn moments that go forward and back: of the city, of an area, of a
kecamatan and of some categories, whether what is derived was changed step by step or counted at once.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.clock.sla import Verdict
from data.core.columns.board_reports import BoardReports
from data.core.columns.frames import columns_from_frame
from data.core.config.city import City
from data.core.history.facts import STANDING_COLUMNS, Facts, typed_frame
from data.core.report.standing import EventKind
from data.core.snapshot import alerts, column_lists, lists
from data.core.snapshot.column_facts import ColumnFacts, previous_cases
from data.core.snapshot.from_columns import build_snapshot_from_columns
from data.core.snapshot.recent_events import RecentEvents
from data.core.snapshot.snapshot import build_snapshot
from data.services.live_board import to_json
from data.store.reports import active_since
from tests.builders import areas, city, event, events, source_health
from tests.example_limits import FULL_PROFILE, limited_examples
from tests.personas import ANGGREK, BARAT, BARITO, DELIMA, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday
ROOM = {"burst_minimum": 3, "burst_minutes": [30, 360], "history_days": 7, "false_alarms_a_year": 365,
        "flood": ["banjir"]}  # fmt: skip
CITY = city(room=ROOM, ranking={"window_days": 10, "duration_days": 12, "minimum_sample": 2})
AREAS, SOURCES = areas(), (source_health(last_success=NOON),)
EVENTS = events(*(event(EventKind.RECEIVED, NOON - timedelta(hours=n), str(n)) for n in range(3)))
OTHER_LAYER, UNKNOWN_AREA = BARAT + ".1999", "99.99.99.9999"

STEPS = st.sampled_from(
    [timedelta(0), timedelta(microseconds=1), timedelta(seconds=30), timedelta(minutes=7), timedelta(hours=1)]
)
DAYS = st.sampled_from([0, 0, 0, 0, 1, 2, 7, 10, 12, 13, 20, 30])


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Draw a moment near a limit of some window."""
    sign = draw(st.sampled_from([-1, -1, -1, 1]))
    days = draw(DAYS) if sign < 0 else draw(st.sampled_from([0, 0, 1]))
    hours = draw(st.sampled_from([0, 0, 1, 12, 23]))
    return NOON + sign * (timedelta(days=days, hours=hours) + draw(STEPS))


MAYBE = st.none() | moments()
ROW = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["qlue", "lapor"]),
        "service_code": st.sampled_from(["sampah", "sampah", "banjir", "narkoba", "usul", "lain"]),
        "status": st.sampled_from(["open", "open", "closed"]),
        "status_description": st.sampled_from(["menunggu", "selesai", "ditolak", "menunggu_pelapor"]),
        "requested_datetime": moments(),
        "received_at": moments(),
        "expected_datetime": MAYBE,
        "expected_basis": st.sampled_from([None, "policy"]),
        "closed_datetime": MAYBE,
        "closed_basis": st.sampled_from([None, "source", "day"]),
        "approaching_at": MAYBE,
        "very_late_at": MAYBE,
        "stopped_at": st.none() | st.none() | moments(),
        "responded_at": MAYBE,
        "response_expected_datetime": MAYBE,
        "area_code": st.sampled_from(
            [ANGGREK, ANGGREK, BARITO, DELIMA, BARAT, OTHER_LAYER, UNKNOWN_AREA, "", None]
        ),
        "placement": st.sampled_from(["point", "point", "named", "outside", "none"]),
        "lat": st.sampled_from([1.401, 1.402, 1.4034567, None]),
        "verdict": st.sampled_from([None, *(verdict.value for verdict in Verdict)]),
        "evidence": st.booleans(),
        "provisional": st.booleans(),
    }
)
COPIES = st.sampled_from([1, 1, 1, 2, 6])
NUMBERS = st.integers(1, 12)


@dataclass
class Batch:
    """Some changes of reports, and the moment at which the board is looked at after them."""

    rows: list[tuple[int, int, dict[str, Any]]]
    as_of: datetime
    narrowed: bool = False

    def frame(self, first: int) -> pd.DataFrame:
        """Return the standings: of each row as many reports as it has copies."""
        rows = [
            {**DEFAULTS, **row, "service_request_id": f"{number}-{copy}", "long": _long(row["lat"], copy)}
            for number, copies, row in self.rows
            for copy in range(copies)
        ]
        table = typed_frame(([row[name] for name in STANDING_COLUMNS] for row in rows), STANDING_COLUMNS)
        table = table.drop_duplicates(["source", "service_request_id"], keep="last", ignore_index=True)
        return table.assign(change=np.arange(first, first + len(table), dtype=np.int64))


DEFAULTS: dict[str, Any] = {
    "agency_responsible": None, "reopened": 0, "policy": None, "stops": "", "response_verdict": None,
    "reporter": None,
}  # fmt: skip
ROWS = st.lists(st.tuples(NUMBERS, COPIES, ROW), max_size=6)
BATCHES = st.lists(st.builds(Batch, ROWS, moments(), st.booleans()), min_size=1, max_size=3)


def _long(lat: float | None, copy: int) -> float | None:
    return None if lat is None else 124.8 + copy / 1_000


@dataclass
class Boards:
    """The same facts as frames, as columns that change, and as columns counted at once."""

    config: City = CITY
    table: pd.DataFrame = field(default_factory=lambda: Batch([], NOON).frame(1))
    previous: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        self.reports = BoardReports.of(columns_from_frame(self.table))

    def apply(self, batch: Batch, first: int) -> None:
        """Merge a batch, and leave out what is too old if the batch says so."""
        rows = batch.frame(first)
        both = pd.concat([self.table, rows]) if len(self.table) else rows
        self.table = both.drop_duplicates(["source", "service_request_id"], keep="last", ignore_index=True)
        self.reports = self.reports.merge(columns_from_frame(rows))
        if batch.narrowed:
            since = batch.as_of - timedelta(days=13)
            self.table = active_since(self.table, since).reset_index(drop=True)
            self.reports = self.reports.active_since(since)

    def facts(self, as_of: datetime) -> tuple[Facts, ColumnFacts]:
        """Return the facts of both forms."""
        frames = Facts(self.table[list(STANDING_COLUMNS)], EVENTS, AREAS, SOURCES, 17, self.previous)
        cases = None if self.previous is None else previous_cases(self.previous, self.config, as_of)
        return frames, ColumnFacts(self.reports, RecentEvents.of(EVENTS), AREAS, SOURCES, 17, cases)

    def assert_equal(self, as_of: datetime) -> None:
        """Compare both forms, the columns also counted at once."""
        frames, columns = self.facts(as_of)
        counted = replace(columns, reports=BoardReports.of(columns_from_frame(self.table)))
        assert_same_bytes(frames, columns, self.config, as_of)
        assert build_snapshot_from_columns(counted, self.config, as_of) == build_snapshot_from_columns(
            columns, self.config, as_of
        )

    def assert_parts_equal(self, as_of: datetime) -> None:
        """Compare both forms of an area, a kecamatan and some categories."""
        frames, columns = self.facts(as_of)
        for code in (ANGGREK, BARAT):
            assert_same_bytes(frames.for_area(code), columns.for_area(code), self.config, as_of)
        chosen = ("sampah", "narkoba", "tidak ada")
        parts = frames.for_categories(chosen), columns.for_categories(chosen)
        assert_same_bytes(*parts, self.config, as_of)


def assert_same_bytes(frames: Facts, columns: ColumnFacts, config: City, as_of: datetime) -> None:
    expected = to_json(build_snapshot(frames, config, as_of))
    assert to_json(build_snapshot_from_columns(columns, config, as_of)) == expected


@(limited_examples(200) if settings().max_examples > FULL_PROFILE else limited_examples(10))
@given(BATCHES, ROWS | st.none())
def test_the_bytes_are_those_of_the_frames(batches: list[Batch], previous: Any) -> None:
    boards = Boards(previous=None if previous is None else Batch(previous, NOON).frame(1))
    for number, batch in enumerate(batches):
        boards.apply(batch, 1_000 * (number + 1))
        boards.assert_equal(batch.as_of)
    boards.assert_parts_equal(batches[-1].as_of)


@limited_examples(10)
@given(BATCHES, st.integers(1, 4))
def test_lists_of_any_length_hold_the_same_reports(batches: list[Batch], limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (lists, column_lists):
            patch.setattr(module, "TIMER_LIMIT", limit)
            patch.setattr(module, "POINT_LIMIT", limit)
        for module in (alerts, column_lists):  # whose list of just missed ones is one of timers too
            patch.setattr(module, "JUST_LATE_LIMIT", limit)
        boards = Boards()
        for number, batch in enumerate(batches):
            boards.apply(batch, 1_000 * (number + 1))
            assert_same_bytes(*boards.facts(batch.as_of), CITY, batch.as_of)
