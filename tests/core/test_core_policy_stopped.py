"""Deadlines after a clock was stopped: each is later by that time, measured as the deadline is."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.config.policy import SlaClock
from tests.core.offices import build_timekeeper
from tests.personas import ZONE, local_time

POLICY = {
    "id": "awal",
    "from": date(2026, 1, 1),
    "respond": {"default": "24 jam"},
    "resolve": {"sampah": "10 jam kerja", "banjir": "12 jam", "narkoba": "2 hari kerja"},
}
TIMEKEEPER = build_timekeeper(policy=[POLICY])


def shifted_deadline(
    moment: str | None, code: str, since: str, until: str, policy: str | None = "awal", **fields: Any
) -> Any:
    moments = [moment and local_time(moment)]
    (shifted,) = TIMEKEEPER.shift(moments, code, policy, local_time(since), local_time(until), **fields)
    return shifted and f"{shifted.astimezone(ZONE):%a %Y-%m-%d %H:%M}"


# The deadline, and from when to when its clock was stopped.
CASES = [
    # working time: Monday 10.00 to Tuesday 09.00 are 2 + 3 + 1 hours
    ("2026-11-24 11:00", "sampah", "2026-11-23 10:00", "2026-11-24 09:00", "Wed 2026-11-25 10:00"),
    # over the weekend: from Friday 11.00 to Monday 09.00 two hours of work
    ("2026-11-23 15:00", "sampah", "2026-11-20 11:00", "2026-11-23 09:00", "Tue 2026-11-24 09:00"),
    # outside hours no working time passes
    ("2026-11-23 15:00", "sampah", "2026-11-20 13:00", "2026-11-23 08:00", "Mon 2026-11-23 15:00"),
    ("2026-11-25 16:00", "narkoba", "2026-11-23 16:00", "2026-11-24 12:00", "Thu 2026-11-26 12:00"),
    # calendar time: the plain difference
    ("2026-11-21 10:00", "banjir", "2026-11-20 23:00", "2026-11-21 02:30", "Sat 2026-11-21 13:30"),
    ("2026-11-21 10:00", "usul", "2026-11-20 23:00", "2026-11-21 02:30", "Sat 2026-11-21 13:30"),
    # no time, no change
    ("2026-11-24 11:00", "sampah", "2026-11-23 10:00", "2026-11-23 10:00", "Tue 2026-11-24 11:00"),
    (None, "sampah", "2026-11-23 10:00", "2026-11-24 09:00", None),
    (None, "banjir", "2026-11-23 10:00", "2026-11-24 09:00", None),
]


@pytest.mark.parametrize(("moment", "code", "since", "until", "expected"), CASES)
def test_a_deadline_moves_by_the_time_its_clock_was_stopped(moment, code, since, until, expected):
    assert shifted_deadline(moment, code, since, until) == expected


def test_a_deadline_without_a_policy_runs_in_calendar_time():
    deadline = shifted_deadline("2026-11-24 11:00", "sampah", "2026-11-21 10:00", "2026-11-21 13:00", None)
    assert deadline == "Tue 2026-11-24 14:00"


def test_each_clock_has_its_own_measure():
    case = ("2026-11-20 12:00", "sampah", "2026-11-20 11:00", "2026-11-20 13:00")  # Friday, one hour worked
    assert shifted_deadline(*case, sla_clock=SlaClock.RESOLUTION) == "Mon 2026-11-23 09:00"
    assert shifted_deadline(*case, sla_clock=SlaClock.RESPONSE) == "Fri 2026-11-20 14:00"


def test_every_moment_of_a_list_is_shifted():
    moments = [local_time("2026-11-24 11:00"), None, local_time("2026-11-24 12:00")]
    stop = (local_time("2026-11-23 10:00"), local_time("2026-11-23 11:00"))
    shifted = TIMEKEEPER.shift(moments, "banjir", "awal", *stop)
    assert shifted == [local_time("2026-11-24 12:00"), None, local_time("2026-11-24 13:00")]
    assert TIMEKEEPER.shift([], "sampah", "awal", *stop) == []


minutes = st.integers(0, 60 * 24 * 60)


@given(due=minutes, since=minutes, length=minutes, code=st.sampled_from(["sampah", "banjir"]))
def test_a_stopped_clock_neither_causes_nor_repairs_a_missed_deadline(due, since, length, code):
    base = local_time("2026-01-01 00:00")
    deadline, stop, resume = (base + timedelta(minutes=n) for n in (due, since, since + length))
    later = TIMEKEEPER.shift([deadline], code, "awal", stop, resume)[0]
    assert later is not None
    assert later >= deadline
    if deadline < stop:
        assert later <= resume  # missed before the clock stopped: missed when it resumes
    elif code == "banjir":
        assert later >= resume


def test_a_removed_policy_moves_deadlines_in_calendar_time():
    """Monday 10.00 to Tuesday 09.00 are 23 hours; under the policy they would be 6 of work."""
    deadline = shifted_deadline("2026-11-24 11:00", "sampah", "2026-11-23 10:00", "2026-11-24 09:00", "lama")
    assert deadline == "Wed 2026-11-25 10:00"


def test_the_clocks_know_the_policies_of_the_file():
    assert [TIMEKEEPER.knows_policy(policy) for policy in ("awal", None)] == [True, True]
    assert [TIMEKEEPER.knows_policy(policy) for policy in ("lama", "")] == [False, False]


def test_a_clock_cannot_resume_before_it_stops():
    with pytest.raises(ValueError, match="cannot resume"):
        shifted_deadline("2026-11-24 11:00", "sampah", "2026-11-24 10:00", "2026-11-23 09:00")
