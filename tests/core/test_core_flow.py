"""Stock and flow: opening + new + reopened + moved in - closed - withdrawn - moved out = closing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.places import is_in_area
from data.core.history.replay import Flow, flow
from data.core.report.standing import EventKind
from tests.builders import areas, event, events
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, TIMUR, local_time

MONDAY, TUESDAY = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")
WEDNESDAY, THURSDAY = local_time("2026-11-25 00:00"), local_time("2026-11-26 00:00")


def at(text: str) -> datetime:
    return local_time(f"2026-11-{text}")


# Monday 23: five are received. Tuesday 24 and Wednesday 25: their events. All in Anggrek if not given.
WEEK_EVENTS = events(
    event(EventKind.RECEIVED, at("23 08:00"), "1"),
    event(EventKind.RECEIVED, at("23 08:00"), "2"),
    event(EventKind.RECEIVED, at("23 08:00"), "3"),
    event(EventKind.RECEIVED, at("23 08:00"), "4", area_code=CEMPAKA),
    event(EventKind.RECEIVED, at("23 09:00"), "5", area_code=None, placement="none"),
    event(EventKind.STATUS, at("24 08:00"), "1", status_description="proses"),
    event(EventKind.CLOSED, at("24 09:00"), "1", status_description="selesai"),
    event(EventKind.WITHDRAWN, at("24 10:00"), "2", status_description="duplikat"),
    event(EventKind.CLOSED, at("24 11:00"), "3", status_description="selesai"),
    event(EventKind.REOPENED, at("25 08:00"), "3", status_description="proses"),
    event(EventKind.MOVED, at("25 09:00"), "4", area_code=BARITO),
    event(EventKind.MOVED, at("25 10:00"), "3", area_code=CEMPAKA),
    event(EventKind.RECEIVED, at("25 11:00"), "6"),
    event(EventKind.RECATEGORISED, at("25 12:00"), "6", service_code="banjir"),
)
NONE = Flow(opening=0, new=0, reopened=0, moved_in=0, closed=0, withdrawn=0, moved_out=0, closing=0)

CASES = [
    ("the city on Monday", MONDAY, TUESDAY, None, {"new": 5, "closing": 5}),
    ("the city on Tuesday", TUESDAY, WEDNESDAY, None,
     {"opening": 5, "closed": 2, "withdrawn": 1, "closing": 2}),
    ("the city on Wednesday: moves within it are none", WEDNESDAY, THURSDAY, None,
     {"opening": 2, "new": 1, "reopened": 1, "closing": 4}),
    ("Anggrek on Wednesday: the reopened one is moved away", WEDNESDAY, THURSDAY, ANGGREK,
     {"new": 1, "reopened": 1, "moved_out": 1, "closing": 1}),
    ("Barito on Wednesday: one is moved in", WEDNESDAY, THURSDAY, BARITO, {"moved_in": 1, "closing": 1}),
    ("Barat, Anggrek and Barito together, all days", MONDAY, THURSDAY, BARAT,
     {"new": 4, "reopened": 1, "moved_in": 1, "closed": 2, "withdrawn": 1, "moved_out": 1, "closing": 2}),
    ("Timur on Wednesday: one out, one in", WEDNESDAY, THURSDAY, TIMUR,
     {"opening": 1, "moved_out": 1, "moved_in": 1, "closing": 1}),
    ("half a kecamatan's code is no area", MONDAY, THURSDAY, "31.01.0", {}),
    ("an empty span", WEDNESDAY, WEDNESDAY, None, {"opening": 2, "closing": 2}),
]  # fmt: skip


def in_area(event_table: pd.DataFrame, area: str | None) -> pd.Series | bool:
    """Return whether each event's report is in an area of the test city."""
    return True if area is None else is_in_area(event_table["area_code"], area, areas())


@pytest.mark.parametrize(
    ("since", "until", "area", "parts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_hand_counted_week(
    since: datetime, until: datetime, area: str | None, parts: dict[str, int]
) -> None:
    actual = flow(WEEK_EVENTS, since, until, in_area(WEEK_EVENTS, area))
    assert actual == replace(NONE, **parts)
    assert actual.balances()


def test_a_period_excludes_its_start_and_includes_its_end() -> None:
    first, last = at("24 09:00"), at("24 11:00")  # Tuesday: a closing at each, a withdrawal between
    actual = flow(WEEK_EVENTS, first, last)
    assert (actual.opening, actual.closed, actual.withdrawn, actual.closing) == (4, 1, 1, 2)


def test_the_same_id_at_another_source_is_another_report() -> None:
    history = events(
        event(EventKind.RECEIVED, at("23 08:00")),
        event(EventKind.RECEIVED, at("23 08:00"), source="lapor"),
        event(EventKind.CLOSED, at("23 09:00"), status_description="selesai"),
    )
    assert flow(history, MONDAY, TUESDAY) == replace(NONE, new=2, closed=1, closing=1)


def test_a_repeated_closing_counts_once() -> None:
    history = events(
        event(EventKind.RECEIVED, at("23 08:00")),
        event(EventKind.CLOSED, at("23 09:00"), status_description="selesai"),
        event(EventKind.CLOSED, at("23 10:00"), status_description="selesai"),
    )
    assert flow(history, MONDAY, TUESDAY) == replace(NONE, new=1, closed=1)


def test_without_events_the_flow_is_zero() -> None:
    assert flow(events(), MONDAY, TUESDAY, in_area(events(), ANGGREK)) == NONE


@pytest.mark.parametrize("name", list(NONE.__dict__))
def test_one_report_too_many_in_any_part_breaks_the_balance(name: str) -> None:
    even = Flow(opening=4, new=3, reopened=2, moved_in=1, closed=3, withdrawn=2, moved_out=1, closing=4)
    assert even.balances()
    assert not replace(even, **{name: getattr(even, name) + 1}).balances()


class DrawnReport:
    """One report's events, drawn so that each is possible after the one before."""

    def __init__(self, report: str) -> None:
        self.report, self.area, self.open = report, ANGGREK, True
        self.steps: list[tuple[EventKind, int, dict[str, Any]]] = []

    def step(self, hour: int, choice: str) -> None:
        """Draw the next event: a change of state, or a move."""
        if not self.steps:
            kind = EventKind.RECEIVED
        elif choice == "move":
            kind, self.area = EventKind.MOVED, {ANGGREK: BARITO, BARITO: CEMPAKA, CEMPAKA: ANGGREK}[self.area]
        else:
            kind = EventKind(choice) if self.open else EventKind.REOPENED
            self.open = not self.open
        status_description = (
            "proses" if self.open else "duplikat" if choice == EventKind.WITHDRAWN else "selesai"
        )
        self.steps.append((kind, hour, {"area_code": self.area, "status_description": status_description}))


STEPS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 9), st.sampled_from(["move", "closed", "withdrawn"])),
    max_size=20,
)


def drawn_events(steps: list[tuple[str, int, str]]) -> pd.DataFrame:
    reports = {name: DrawnReport(name) for name in "abcd"}
    for report, hour, choice in sorted(steps, key=lambda step: step[1]):
        reports[report].step(hour, choice)
    drawn_steps = [
        (hour, drawn.report, kind, row) for drawn in reports.values() for kind, hour, row in drawn.steps
    ]
    drawn_steps.sort(key=lambda step: step[0])
    return events(
        *(
            event(kind, MONDAY + timedelta(hours=hour), report, **row)
            for hour, report, kind, row in drawn_steps
        )
    )


@given(STEPS, st.integers(-1, 10), st.integers(0, 11), st.sampled_from([None, ANGGREK, BARAT, TIMUR]))
def test_the_flow_balances_between_any_two_moments_in_any_area(
    steps: list[tuple[str, int, str]], start: int, length: int, area: str | None
) -> None:
    since = MONDAY + timedelta(hours=start)
    history = drawn_events(steps)
    assert flow(history, since, since + timedelta(hours=length), in_area(history, area)).balances()


@given(STEPS, st.sampled_from([None, BARAT, TIMUR]))
def test_the_flows_of_two_adjacent_periods_add_up(
    steps: list[tuple[str, int, str]], area: str | None
) -> None:
    history, middle, end = drawn_events(steps), MONDAY + timedelta(hours=4), TUESDAY
    first, second, whole = (
        flow(history, MONDAY, middle, in_area(history, area)),
        flow(history, middle, end, in_area(history, area)),
        flow(history, MONDAY, end, in_area(history, area)),
    )
    assert first.closing == second.opening
    assert whole.new == first.new + second.new
    assert whole.closed == first.closed + second.closed
