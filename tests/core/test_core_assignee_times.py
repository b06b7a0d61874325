"""Times by assignee: separate sums that add up to the open time."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from data.core.history.assignees import (
    ASSIGNMENT_COLUMNS,
    assignment_spans,
    open_time,
    time_by_area,
    time_by_assignee,
    time_by_parent,
    time_by_report,
)
from data.core.history.facts import KEY
from tests.builders import areas
from tests.event_histories import build_history, event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, TIMUR, local_time

DINAS: dict[str, Any] = {"status_description": "disposisi", "agency_responsible": "Dinas PUPR"}

# Monday 23 to Wednesday 25 November 2026.
STORY = [
    ("1", "received", "2026-11-23 08:00"),
    ("1", "status", "2026-11-23 10:00", DINAS),  # 2 hours at the kecamatan
    ("1", "status", "2026-11-24 10:00", {"status_description": "diteruskan"}),  # 24 at the dinas
    ("1", "status", "2026-11-24 13:00", {"status_description": "menunggu_pelapor"}),  # 3 outside
    ("1", "status", "2026-11-24 14:00", {"status_description": "proses"}),  # 1 with the reporter
    ("1", "closed", "2026-11-24 20:00"),  # 6 more at the dinas
    ("1", "reopened", "2026-11-25 08:00", {"agency_responsible": "Camat"}),  # 12 while closed
    ("1", "closed", "2026-11-25 09:30"),  # 1.5 at the kecamatan
]


def hours_by(table: pd.DataFrame, by: str = "holder") -> dict[str, float]:
    """Return hours by assignee."""
    return dict(zip(table[by], table["held"] / timedelta(hours=1), strict=True))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(
            "2026-11-23 00:00", "2026-11-26 00:00",
            {"kecamatan": 3.5, "Dinas PUPR": 30, "instansi luar": 3, "pelapor": 1}, id="its whole life",
        ),
        pytest.param("2026-11-23 09:00", "2026-11-23 12:00", {"kecamatan": 1, "Dinas PUPR": 2}, id="cut"),
        pytest.param("2026-11-24 11:00", "2026-11-24 12:00", {"instansi luar": 1}, id="inside one stretch"),
        pytest.param("2026-11-24 20:00", "2026-11-25 08:00", {}, id="while closed"),
        pytest.param("2026-11-20 00:00", "2026-11-23 08:00", {}, id="before it came"),
        pytest.param("2026-11-25 09:00", "2026-11-30 00:00", {"kecamatan": 0.5}, id="after its end"),
    ],
)  # fmt: skip
def test_each_assignee_has_its_own_sum(since: str, until: str, expected: dict[str, float]) -> None:
    """Hours are counted by hand from the events above."""
    table = assignment_spans(build_history(STORY), local_time(since), local_time(until))
    assert hours_by(time_by_report(table)) == expected
    assert hours_by(time_by_assignee(table)) == expected


def test_an_open_report_is_assigned_up_to_the_end_of_the_period() -> None:
    """Its last span has not ended."""
    history = build_history([("1", "received", "2026-11-23 08:00")])
    assert hours_by(
        assignment_spans(history, local_time("2026-11-22 00:00"), local_time("2026-11-23 20:00"))
    ) == {"kecamatan": 12}


def test_time_counts_where_the_report_lay_at_the_time() -> None:
    """A report that moved counts in each area for its time there; no area is a group of its own."""
    history = build_history(
        [
            ("1", "received", "2026-11-23 08:00", {"area_code": ANGGREK}),
            ("1", "moved", "2026-11-23 10:00", {"area_code": CEMPAKA}),
            ("2", "received", "2026-11-23 08:00", {"area_code": BARITO}),
            ("3", "received", "2026-11-23 11:00", {"area_code": None}),
        ]
    )
    table = assignment_spans(history, local_time("2026-11-23 00:00"), local_time("2026-11-23 12:00"))
    assert hours_by(time_by_area(table).dropna(), "area_code") == {ANGGREK: 2, CEMPAKA: 2, BARITO: 4}
    parents = time_by_parent(table, areas())
    assert hours_by(parents, "parent") == {BARAT: 6, TIMUR: 2, "": 1}
    assert dict(zip(parents["parent"], parents["reports"], strict=True)) == {BARAT: 2, TIMUR: 1, "": 1}


def test_the_tables_have_their_columns_and_nothing_else() -> None:
    """There is a row per span, report and area, numbered from 0."""
    table = assignment_spans(
        build_history(STORY), local_time("2026-11-23 09:00"), local_time("2026-11-26 00:00")
    )
    assert (tuple(table.columns), table.index.tolist()) == (ASSIGNMENT_COLUMNS, list(range(6)))
    assert list(time_by_report(table).columns) == [*KEY, "holder", "held"]
    whole = open_time(build_history(STORY), local_time("2026-11-23 09:00"), local_time("2026-11-26 00:00"))
    assert (list(whole.columns), whole.index.tolist()) == ([*KEY, "open_time"], [0])
    assert list(time_by_area(table).columns) == ["area_code", "holder", "held", "reports"]
    assert list(time_by_parent(table, areas()).columns) == ["parent", "holder", "held", "reports"]
    assert list(time_by_assignee(table).columns) == ["holder", "held", "reports"]


def test_reports_of_two_sources_with_the_same_number_are_counted_separately() -> None:
    history = build_history([("1", "received", "2026-11-23 08:00"), ("2", "received", "2026-11-23 10:00")])
    twins = history.assign(service_request_id="7", source=["qlue", "lapor"])
    table = assignment_spans(twins, local_time("2026-11-23 00:00"), local_time("2026-11-23 12:00"))
    assert time_by_assignee(table)[["holder", "reports"]].to_numpy().tolist() == [["kecamatan", 2]]
    assert hours_by(time_by_assignee(table)) == {"kecamatan": 6}
    assert len(time_by_report(table)) == len(
        open_time(twins, local_time("2026-11-23 00:00"), local_time("2026-11-23 12:00"))
    )


def test_without_events_the_tables_are_empty() -> None:
    """An empty store is no error."""
    table = assignment_spans(
        build_history([]), local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")
    )
    assert (
        len(time_by_report(table)) == len(time_by_parent(table, areas())) == len(time_by_assignee(table)) == 0
    )


@limited_examples(40)
@given(event_histories(), periods())
def test_the_times_of_all_assignees_add_up_to_the_open_time(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    """Whatever happens to reports, no minute is lost or counted twice."""
    since, until = period
    table = assignment_spans(history, since, until)
    whole = open_time(history, since, until).set_index(list(KEY))["open_time"]
    time_held = time_by_report(table).groupby(list(KEY))["held"].sum()
    assert time_held.to_dict() == whole.to_dict()
    assert time_by_parent(table, areas())["held"].sum() == time_by_area(table)["held"].sum() == whole.sum()
