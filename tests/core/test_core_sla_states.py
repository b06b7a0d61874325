"""SLA states of open reports: one of five; the deadline itself is on time."""

from datetime import datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock.sla import APPROACHING_SHARE, OVERDUE_STATES, VERY_LATE_FACTOR, SlaState
from data.core.history.counts import open_reports
from tests.builders import standings
from tests.personas import local_time

FILED, DUE = local_time("2026-11-23 08:00"), local_time("2026-11-23 18:00")  # Monday, ten hours

MOMENTS = [
    ("Monday 08:00, as it is filed", "2026-11-23 08:00:00", SlaState.ON_TIME),
    ("Monday 15:59:59, a second before 80 %", "2026-11-23 15:59:59", SlaState.ON_TIME),
    ("Monday 16:00, eight of ten hours used", "2026-11-23 16:00:00", SlaState.APPROACHING),
    ("Monday 18:00, the deadline itself", "2026-11-23 18:00:00", SlaState.APPROACHING),
    ("Monday 18:00 and a microsecond", "2026-11-23 18:00:00.000001", SlaState.LATE),
    ("Tuesday 13:59:59, a second before three times", "2026-11-24 13:59:59", SlaState.LATE),
    ("Tuesday 14:00, thirty hours after filing", "2026-11-24 14:00:00", SlaState.VERY_LATE),
    ("Friday, four days later", "2026-11-27 08:00:00", SlaState.VERY_LATE),
]


def state(filed: datetime, due: datetime | None, as_of: datetime) -> str:
    table = standings({"requested_datetime": filed, "expected_datetime": due})
    return str(open_reports(table, as_of)["state"].iloc[0])


@pytest.mark.parametrize(
    ("moment", "expected"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS]
)
def test_a_ten_hour_target_goes_through_its_states_at_these_moments(moment: str, expected: SlaState) -> None:
    assert state(FILED, DUE, local_time(moment)) == expected


def test_without_a_deadline_there_is_no_target_however_old_the_report() -> None:
    assert state(FILED, None, local_time("2027-11-23 08:00")) == SlaState.NO_TARGET


@pytest.mark.parametrize("hours", [0, -1], ids=["at the filing", "an hour before the filing"])
def test_a_deadline_that_allowed_no_time_makes_a_report_late_but_never_very_late(hours: int) -> None:
    due = FILED + timedelta(hours=hours)
    assert state(FILED, due, due + timedelta(days=400)) == SlaState.LATE


def test_approaching_is_80_percent_and_very_late_three_times_the_allowed_time() -> None:
    assert (APPROACHING_SHARE, VERY_LATE_FACTOR) == (0.8, 3.0)
    assert OVERDUE_STATES == (SlaState.LATE, SlaState.VERY_LATE)


# Stored moments have precedence: those of a deadline in working time are not those of calendar time.
STORED = {
    "requested_datetime": FILED,
    "expected_datetime": local_time("2026-11-24 10:00"),  # Tuesday
    "approaching_at": local_time("2026-11-24 08:00"),  # in calendar time 04:48
    "very_late_at": local_time("2026-11-26 12:00"),  # Thursday; in calendar time 14:00
}
STORED_MOMENTS = [
    ("Tuesday 07:59:59", "2026-11-24 07:59:59", SlaState.ON_TIME),
    ("Tuesday 08:00, as stored", "2026-11-24 08:00:00", SlaState.APPROACHING),
    ("Thursday 11:59:59", "2026-11-26 11:59:59", SlaState.LATE),
    ("Thursday 12:00, as stored", "2026-11-26 12:00:00", SlaState.VERY_LATE),
]


@pytest.mark.parametrize(
    ("moment", "expected"), [row[1:] for row in STORED_MOMENTS], ids=[row[0] for row in STORED_MOMENTS]
)
def test_the_stored_moments_decide(moment: str, expected: SlaState) -> None:
    assert open_reports(standings(STORED), local_time(moment))["state"].tolist() == [expected]


@pytest.mark.parametrize(
    ("moment", "expected"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS]
)
def test_a_report_without_stored_moments_is_judged_by_calendar_time(moment: str, expected: SlaState) -> None:
    old = {
        "requested_datetime": FILED, "expected_datetime": DUE, "approaching_at": None, "very_late_at": None,
    }  # fmt: skip
    assert open_reports(standings(old), local_time(moment))["state"].tolist() == [expected]


STOPS = [
    ("stopped before 80 %", "2026-11-23 15:00", SlaState.ON_TIME),
    ("stopped at the deadline itself", "2026-11-23 18:00", SlaState.APPROACHING),
    ("stopped when it was late already", "2026-11-23 19:00", SlaState.LATE),
    ("to be stopped on Saturday, after the moment", "2026-11-28 08:00", SlaState.VERY_LATE),
    ("running", None, SlaState.VERY_LATE),
]


@pytest.mark.parametrize(("stopped", "expected"), [row[1:] for row in STOPS], ids=[row[0] for row in STOPS])
def test_a_stopped_clock_does_not_worsen_the_state(stopped: str | None, expected: SlaState) -> None:
    row = {
        "requested_datetime": FILED,
        "expected_datetime": DUE,
        "stopped_at": stopped and local_time(stopped),
    }
    friday = local_time("2026-11-27 08:00")
    assert open_reports(standings(row), friday)["state"].tolist() == [expected]


def test_only_open_reports_have_a_state_on_the_index_of_their_rows() -> None:
    table = standings(
        {"status_description": "selesai"},
        {"expected_datetime": None},
        {"requested_datetime": FILED, "expected_datetime": DUE},
    )
    opened = open_reports(table, local_time("2026-11-23 17:00"))  # Monday
    assert opened["state"].to_dict() == {1: "no_target", 2: "approaching"}


def test_the_states_are_text_also_where_nothing_is_open() -> None:
    assert isinstance(open_reports(standings(), FILED)["state"].dtype, pd.StringDtype)


def plain_state(filed: datetime, due: datetime | None, as_of: datetime) -> str:
    """Return the state of one report by the rules in plain Python."""
    if due is None:
        return "no_target"
    allowed = due - filed
    if allowed > timedelta(0) and as_of >= filed + 3 * allowed:
        return "very_late"
    if as_of > due:
        return "late"
    return "approaching" if as_of >= filed + allowed * 4 / 5 else "on_time"


FIVE_MINUTES = st.integers(-300, 300).map(lambda n: timedelta(minutes=5 * n))


@given(st.lists(st.none() | FIVE_MINUTES, min_size=1, max_size=8), st.integers(-400, 4000))
def test_a_whole_table_is_judged_like_one_report_at_a_time(
    allowed: list[timedelta | None], minutes: int
) -> None:
    as_of = FILED + timedelta(minutes=minutes)
    due = [None if deadline is None else FILED + deadline for deadline in allowed]
    table = standings(*({"requested_datetime": FILED, "expected_datetime": deadline} for deadline in due))
    expected = [plain_state(FILED, deadline, as_of) for deadline in due]
    assert open_reports(table, as_of)["state"].tolist() == expected


ORDER = [SlaState.ON_TIME, SlaState.APPROACHING, SlaState.LATE, SlaState.VERY_LATE]


@given(st.integers(1, 10_000), st.lists(st.integers(0, 40_000), min_size=2, max_size=6))
def test_a_report_with_a_target_only_ever_gets_later(allowed: int, minutes: list[int]) -> None:
    due = FILED + timedelta(minutes=allowed)
    states = [state(FILED, due, FILED + timedelta(minutes=m)) for m in sorted(minutes)]
    assert states == sorted(states, key=ORDER.index)
