"""Verdicts of closed reports: by closing time and deadline, if both are known."""

from datetime import datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock.sla import Verdict, verdicts
from data.core.history.counts import resolved_reports
from tests.builders import standings
from tests.personas import local_time

DUE = local_time("2026-11-25 08:00")  # Wednesday

CASES = [
    ("closed on Tuesday", "2026-11-24 08:00:00", DUE, Verdict.ON_TIME),
    ("closed at the deadline itself", "2026-11-25 08:00:00", DUE, Verdict.ON_TIME),
    ("closed a microsecond later", "2026-11-25 08:00:00.000001", DUE, Verdict.LATE),
    ("closed at an unknown time", None, DUE, Verdict.UNKNOWN),
    ("closed without a deadline", "2026-11-25 08:00:00", None, Verdict.NO_TARGET),
    ("neither is known", None, None, Verdict.NO_TARGET),
]


def times(*moments: datetime | None) -> pd.Series:
    return pd.to_datetime(pd.Series(moments, dtype="object"), utc=True)


@pytest.mark.parametrize(
    ("closed", "due", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_the_verdict_follows_from_closing_time_and_deadline(
    closed: str | None, due: datetime | None, expected: Verdict
) -> None:
    assert verdicts(times(local_time(closed) if closed else None), times(due)).tolist() == [expected]


def test_the_stored_verdict_counts() -> None:
    row = {"status_description": "selesai", "closed_datetime": DUE, "verdict": "closed_late"}
    assert resolved_reports(standings(row))["verdict"].tolist() == ["closed_late"]


@pytest.mark.parametrize("status", ["ditolak", "duplikat"])
def test_a_withdrawn_report_is_not_resolved(status: str) -> None:
    table = standings(
        {"status_description": status, "closed_datetime": DUE}, {"status_description": "selesai"}
    )
    assert resolved_reports(table)["service_request_id"].tolist() == ["2"]


def test_an_open_report_has_no_verdict() -> None:
    assert resolved_reports(standings({"status_description": "proses"})).empty


def test_verdicts_are_text_on_the_index_of_the_closings() -> None:
    closed, due = (times(*moments).set_axis([5, 3]) for moments in ((DUE, None), (DUE, DUE)))
    expected = pd.Series(["closed_on_time", "closed_unknown"], index=[5, 3], dtype="str")
    pd.testing.assert_series_equal(verdicts(closed, due), expected)


@given(st.lists(st.none() | st.integers(-5, 5), max_size=8))
def test_every_closing_has_exactly_one_verdict(minutes: list[int | None]) -> None:
    closed = times(*(None if m is None else DUE + timedelta(minutes=m) for m in minutes))
    expected = [
        "closed_unknown" if m is None else "closed_on_time" if m <= 0 else "closed_late" for m in minutes
    ]
    assert verdicts(closed, times(*[DUE] * len(minutes))).tolist() == expected
