"""Deadlines by policy, computed by hand: Monday to Thursday 08-12 and 13-16, Friday 08-12."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock.sla import approaching_at, very_late_at
from data.core.clock.timekeeper import Timekeeper
from tests.core.offices import build_timekeeper, format_times, to_times

FIRST = {
    "id": "awal",
    "from": date(2026, 1, 1),
    "respond": {"default": "24 jam", "sampah": "2 jam kerja"},
    "resolve": {"sampah": "10 jam kerja", "banjir": "12 jam", "narkoba": "2 hari kerja"},
}
SECOND = {"id": "perwako", "from": date(2026, 11, 24), "decided": True, "resolve": {"sampah": "1 hari"}}
MOMENTS = ["expected_datetime", "approaching_at", "very_late_at", "response_expected_datetime"]


def default_timekeeper(**changed: Any) -> Timekeeper:
    return build_timekeeper(**{"policy": [SECOND, FIRST], **changed})


def target_row(
    filed: str | None,
    code: str | None,
    source_deadline: str | None = None,
    timekeeper: Timekeeper | None = None,
) -> Any:
    timekeeper = timekeeper or default_timekeeper()
    codes = pd.Series([code], dtype="str")
    return timekeeper.targets(to_times(filed), codes, to_times(source_deadline)).iloc[0]


def moments(row: Any) -> list[str | None]:
    return format_times(pd.to_datetime(pd.Series([row[name] for name in MOMENTS]), utc=True))


# Deadline, 80 % of the time, three times the time, first response.
CASES = [
    # 10 working hours: 8 are 80 %, 30 are three times; filed on Monday the 23rd, answered in 2 working hours
    ("2026-11-23 08:00", "sampah",
     "Tue 2026-11-24 11:00", "Tue 2026-11-24 09:00", "Fri 2026-11-27 10:00", "Mon 2026-11-23 10:00"),
    # the same filed on Friday at 11.00: one hour is left of the week
    ("2026-11-20 11:00", "sampah",
     "Tue 2026-11-24 10:00", "Mon 2026-11-23 16:00", "Fri 2026-11-27 09:00", "Mon 2026-11-23 09:00"),
    # floods are in calendar time: 12, 9.6 and 36 hours
    ("2026-11-20 22:00", "banjir",
     "Sat 2026-11-21 10:00", "Sat 2026-11-21 07:36", "Sun 2026-11-22 10:00", "Sat 2026-11-21 22:00"),
    # two working days from Monday 15.00: Wednesday 16.00, which is 1 + 7 + 7 = 15 working hours away; 12 of
    # them are used on Wednesday at 12.00; three times 15 is 45: this week 1 + 21 + 4, then 7 + 7 + 5
    ("2026-11-23 15:00", "narkoba",
     "Wed 2026-11-25 16:00", "Wed 2026-11-25 12:00", "Wed 2026-12-02 14:00", "Tue 2026-11-24 15:00"),
    # on the second policy's date there is a target for rubbish only: one day
    ("2026-11-24 00:00", "sampah",
     "Wed 2026-11-25 00:00", "Tue 2026-11-24 19:12", "Fri 2026-11-27 00:00", None),
    ("2026-11-24 00:00", "banjir", None, None, None, None),
    # without a limit, of no known category (the default), without a category, before every policy
    ("2026-11-23 08:00", "usul", None, None, None, "Tue 2026-11-24 08:00"),
    ("2026-11-23 08:00", "lainnya", None, None, None, "Tue 2026-11-24 08:00"),
    ("2026-11-23 08:00", None, None, None, None, None),
    ("2025-12-31 23:59", "sampah", None, None, None, None),
    (None, "sampah", None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("filed", "code", "due", "approaching", "very_late", "response"), CASES)
def test_a_report_has_the_moments_of_its_category(filed, code, due, approaching, very_late, response):
    row = target_row(filed, code)
    assert moments(row) == [due, approaching, very_late, response]
    assert (row["basis"], row["provisional"]) == ("policy" if due else None, False)


IN_FORCE = [
    ("2025-12-31 23:59", None),
    ("2026-01-01 00:00", "awal"),  # local midnight, not UTC
    ("2026-11-23 23:59", "awal"),
    ("2026-11-24 00:00", "perwako"),
    ("2027-11-24 00:00", "perwako"),
]


@pytest.mark.parametrize(("filed", "policy"), IN_FORCE)
def test_the_policy_in_force_on_the_local_day_of_filing_judges(filed, policy):
    assert target_row(filed, "sampah")["policy"] == policy
    active_policy = default_timekeeper().policy_at(to_times(filed)[0].to_pydatetime())
    assert (active_policy and active_policy.id) == policy


def test_another_category_counts_from_the_same_filing():
    assert target_row("2026-11-20 11:00", "sampah")["expected_datetime"] == to_times("2026-11-24 10:00")[0]
    assert target_row("2026-11-20 11:00", "narkoba")["expected_datetime"] == to_times("2026-11-24 16:00")[0]


def test_a_deadline_of_the_source_wins_and_runs_in_calendar_time():
    row = target_row("2026-11-20 12:00", "sampah", source_deadline="2026-11-22 14:00")  # 50 hours
    assert moments(row)[:3] == ["Sun 2026-11-22 14:00", "Sun 2026-11-22 04:00", "Thu 2026-11-26 18:00"]
    assert (row["basis"], row["policy"], row["provisional"]) == ("source", None, False)


def test_a_source_that_sets_the_deadline_leaves_the_response_to_the_policy():
    row = target_row("2026-11-20 11:00", "sampah", source_deadline="2026-11-22 14:00")
    assert moments(row)[3] == "Mon 2026-11-23 09:00"
    assert row["response_policy"] == "awal"


@pytest.mark.parametrize("source_deadline", ["2026-11-20 12:00", "2026-11-20 11:00"])
def test_a_deadline_that_allows_no_time_is_never_very_late(source_deadline):
    row = target_row("2026-11-20 12:00", "usul", source_deadline=source_deadline)
    assert moments(row)[0] == f"Fri {source_deadline}"
    assert pd.isna(row["very_late_at"])
    assert row["basis"] == "source"


def test_a_deadline_without_a_filing_time_has_no_shares():
    row = target_row(None, "sampah", source_deadline="2026-11-22 14:00")
    assert moments(row) == ["Sun 2026-11-22 14:00", None, None, None]


micros = st.integers(0, 400 * 86_400 * 1_000_000)


@given(filed=st.lists(micros, min_size=1, max_size=5), allowed=st.integers(-(10**13), 10**15))
def test_the_shares_of_a_sources_deadline_are_those_of_calendar_time(filed, allowed):
    start = pd.Series(pd.to_datetime(filed, unit="us", utc=True)).dt.as_unit("us")
    end = start + pd.Timedelta(microseconds=allowed)
    targets = default_timekeeper().targets(start, pd.Series(["usul"] * len(filed)), end)
    pd.testing.assert_series_equal(targets["approaching_at"], approaching_at(start, end), check_names=False)
    pd.testing.assert_series_equal(targets["very_late_at"], very_late_at(start, end), check_names=False)


def test_a_batch_preserves_index_and_judges_each_report_alone():
    cases = [case for case in CASES if case[1]]
    filed, codes = to_times(*(case[0] for case in cases)), pd.Series([case[1] for case in cases])
    index = [f"r{number}" for number in range(len(cases))]
    no_source_deadlines = to_times(*(None for _ in cases))
    columns = [column.set_axis(index) for column in (filed, codes, no_source_deadlines)]
    targets = default_timekeeper().targets(*columns)
    assert list(targets.index) == index
    for name, column in zip(MOMENTS, range(2, 6), strict=True):
        assert format_times(targets[name]) == [case[column] for case in cases]
    assert targets["basis"].tolist() == ["policy" if case[2] else None for case in cases]
    expected_policies = ["perwako" if (case[0] or "") >= "2026-11-24" else "awal" for case in cases]
    pairs = list(zip(expected_policies, cases, strict=True))
    assert targets["policy"].tolist() == [policy if case[2] else None for policy, case in pairs]
    assert targets["response_policy"].tolist() == [policy if case[5] else None for policy, case in pairs]


def test_no_reports_have_no_targets():
    assert default_timekeeper().targets(to_times(), pd.Series([], dtype="str"), to_times()).empty


def test_a_city_without_policies_has_only_the_deadlines_of_its_source():
    no_policies = default_timekeeper(policy=[], work=None)
    assert target_row("2026-11-23 08:00", "sampah", timekeeper=no_policies)["basis"] is None
    assert (
        target_row("2026-11-23 08:00", "sampah", "2026-11-24 08:00", timekeeper=no_policies)["basis"]
        == "source"
    )


def test_a_city_of_calendar_time_needs_no_working_hours():
    calendar_only = default_timekeeper(work=None, policy=[SECOND])
    row = target_row("2026-11-24 00:00", "sampah", timekeeper=calendar_only)
    assert moments(row)[0] == "Wed 2026-11-25 00:00"
    assert not row["provisional"]
    with pytest.raises(ValueError, match=r"no \[work\] table"):
        _ = calendar_only.calendar


@given(start=st.integers(0, 60 * 24 * 320), code=st.sampled_from(["sampah", "banjir", "narkoba"]))
def test_approaching_deadline_and_very_late_are_in_order(start, code):
    timekeeper = default_timekeeper(policy=[FIRST])
    filed = to_times("2026-01-01 00:00") + pd.Timedelta(minutes=start)
    row = timekeeper.targets(filed, pd.Series([code]), to_times(None)).iloc[0]
    assert filed[0] < row["approaching_at"] < row["expected_datetime"] < row["very_late_at"]
    assert row["response_expected_datetime"] > filed[0]
