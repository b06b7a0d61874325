"""Stock and flow: opening + new + reopened + moved in - closed - withdrawn - moved out = closing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.places import lies_in
from data.core.history.replay import Flow, flow
from data.core.report.standing import EventKind
from tests.builders import areas, event, events
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, TIMUR, local_time

MONDAY, TUESDAY = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")
WEDNESDAY, THURSDAY = local_time("2026-11-25 00:00"), local_time("2026-11-26 00:00")


def at(text: str) -> datetime:
    return local_time(f"2026-11-{text}")


# Monday 23: five come in. Tuesday 24 and Wednesday 25: things happen. All in Anggrek unless said.
WEEK = events(
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


def here(told: pd.DataFrame, area: str | None) -> pd.Series | bool:
    """Where the town's layer says that each event's report lay."""
    return True if area is None else lies_in(told["area_code"], area, areas())


@pytest.mark.parametrize(
    ("since", "until", "area", "parts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_hand_counted_week(
    since: datetime, until: datetime, area: str | None, parts: dict[str, int]
) -> None:
    found = flow(WEEK, since, until, here(WEEK, area))
    assert found == replace(NONE, **parts)
    assert found.balances()


def test_the_span_leaves_out_its_start_and_takes_in_its_end() -> None:
    first, last = at("24 09:00"), at("24 11:00")  # Tuesday: a closing at each, a withdrawal between
    found = flow(WEEK, first, last)
    assert (found.opening, found.closed, found.withdrawn, found.closing) == (4, 1, 1, 2)


def test_the_same_id_at_another_source_is_another_report() -> None:
    told = events(
        event(EventKind.RECEIVED, at("23 08:00")),
        event(EventKind.RECEIVED, at("23 08:00"), source="lapor"),
        event(EventKind.CLOSED, at("23 09:00"), status_description="selesai"),
    )
    assert flow(told, MONDAY, TUESDAY) == replace(NONE, new=2, closed=1, closing=1)


def test_a_closing_told_twice_is_one_closing() -> None:
    told = events(
        event(EventKind.RECEIVED, at("23 08:00")),
        event(EventKind.CLOSED, at("23 09:00"), status_description="selesai"),
        event(EventKind.CLOSED, at("23 10:00"), status_description="selesai"),
    )
    assert flow(told, MONDAY, TUESDAY) == replace(NONE, new=1, closed=1)


def test_without_events_nothing_stands_and_nothing_moves() -> None:
    assert flow(events(), MONDAY, TUESDAY, here(events(), ANGGREK)) == NONE


@pytest.mark.parametrize("name", list(NONE.__dict__))
def test_one_report_too_many_in_any_part_is_no_balance(name: str) -> None:
    even = Flow(opening=4, new=3, reopened=2, moved_in=1, closed=3, withdrawn=2, moved_out=1, closing=4)
    assert even.balances()
    assert not replace(even, **{name: getattr(even, name) + 1}).balances()


class Life:
    """One report's events, drawn step by step so that each is one that could happen."""

    def __init__(self, report: str) -> None:
        self.report, self.area, self.open = report, ANGGREK, True
        self.told: list[tuple[EventKind, int, dict[str, Any]]] = []

    def step(self, hour: int, choice: str) -> None:
        """The next thing that happens: a change of state, or a move."""
        if not self.told:
            kind = EventKind.RECEIVED
        elif choice == "move":
            kind, self.area = EventKind.MOVED, {ANGGREK: BARITO, BARITO: CEMPAKA, CEMPAKA: ANGGREK}[self.area]
        else:
            kind = EventKind(choice) if self.open else EventKind.REOPENED
            self.open = not self.open
        word = "proses" if self.open else "duplikat" if choice == EventKind.WITHDRAWN else "selesai"
        self.told.append((kind, hour, {"area_code": self.area, "status_description": word}))


STEPS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 9), st.sampled_from(["move", "closed", "withdrawn"])),
    max_size=20,
)


def lives(steps: list[tuple[str, int, str]]) -> pd.DataFrame:
    cast = {name: Life(name) for name in "abcd"}
    for report, hour, choice in sorted(steps, key=lambda step: step[1]):
        cast[report].step(hour, choice)
    told = [(hour, life.report, kind, row) for life in cast.values() for kind, hour, row in life.told]
    told.sort(key=lambda step: step[0])
    return events(
        *(event(kind, MONDAY + timedelta(hours=hour), report, **row) for hour, report, kind, row in told)
    )


@given(STEPS, st.integers(-1, 10), st.integers(0, 11), st.sampled_from([None, ANGGREK, BARAT, TIMUR]))
def test_it_balances_between_any_two_moments_in_any_area(
    steps: list[tuple[str, int, str]], start: int, length: int, area: str | None
) -> None:
    since = MONDAY + timedelta(hours=start)
    told = lives(steps)
    assert flow(told, since, since + timedelta(hours=length), here(told, area)).balances()


@given(STEPS, st.sampled_from([None, BARAT, TIMUR]))
def test_two_spans_that_meet_give_the_flow_of_the_whole(
    steps: list[tuple[str, int, str]], area: str | None
) -> None:
    told, middle, end = lives(steps), MONDAY + timedelta(hours=4), TUESDAY
    first, second, whole = (
        flow(told, MONDAY, middle, here(told, area)),
        flow(told, middle, end, here(told, area)),
        flow(told, MONDAY, end, here(told, area)),
    )
    assert first.closing == second.opening
    assert whole.new == first.new + second.new
    assert whole.closed == first.closed + second.closed
