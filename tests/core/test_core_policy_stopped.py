"""A clock that stood still: every moment is later by that time, in its own measure."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.config.policy import Duty
from tests.core.offices import keeper
from tests.personas import ZONE, local

POLICY = {
    "id": "awal",
    "from": date(2026, 1, 1),
    "respond": {"default": "24 jam"},
    "resolve": {"sampah": "10 jam kerja", "banjir": "12 jam", "narkoba": "2 hari kerja"},
}
TOWN = keeper(policy=[POLICY])


def moved(
    moment: str | None, code: str, since: str, until: str, policy: str | None = "awal", **more: Any
) -> Any:
    moments = [moment and local(moment)]
    found = TOWN.shifted(moments, code, policy, local(since), local(until), **more)[0]
    return found and f"{found.astimezone(ZONE):%a %Y-%m-%d %H:%M}"


# The deadline, and the stretch in which its clock stood still.
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
def test_a_deadline_is_later_by_the_time_its_clock_stood_still(moment, code, since, until, expected):
    assert moved(moment, code, since, until) == expected


def test_a_deadline_without_a_policy_runs_in_calendar_time():
    assert (
        moved("2026-11-24 11:00", "sampah", "2026-11-21 10:00", "2026-11-21 13:00", None)
        == "Tue 2026-11-24 14:00"
    )


def test_the_two_clocks_are_measured_each_in_its_own_way():
    stretch = ("2026-11-20 11:00", "2026-11-20 13:00")  # on a Friday, one hour of it worked
    assert moved("2026-11-20 12:00", "sampah", *stretch, duty=Duty.RESOLVE) == "Mon 2026-11-23 09:00"
    assert moved("2026-11-20 12:00", "sampah", *stretch, duty=Duty.RESPOND) == "Fri 2026-11-20 14:00"


def test_every_moment_of_a_list_is_moved():
    moments = [local("2026-11-24 11:00"), None, local("2026-11-24 12:00")]
    found = TOWN.shifted(moments, "banjir", "awal", local("2026-11-23 10:00"), local("2026-11-23 11:00"))
    assert found == [local("2026-11-24 12:00"), None, local("2026-11-24 13:00")]
    assert TOWN.shifted([], "sampah", "awal", local("2026-11-23 10:00"), local("2026-11-23 11:00")) == []


minutes = st.integers(0, 60 * 24 * 60)


@given(due=minutes, since=minutes, stood=minutes, code=st.sampled_from(["sampah", "banjir"]))
def test_standing_still_neither_makes_nor_mends_a_missed_deadline(due, since, stood, code):
    base = local("2026-01-01 00:00")
    deadline, stop, resume = (base + timedelta(minutes=n) for n in (due, since, since + stood))
    later = TOWN.shifted([deadline], code, "awal", stop, resume)[0]
    assert later is not None
    assert later >= deadline
    if deadline < stop:
        assert later <= resume  # missed before the clock stopped: missed when it goes on
    elif code == "banjir":
        assert later >= resume


def test_a_policy_that_the_file_no_longer_has_moves_deadlines_by_the_plain_difference():
    """Monday 10.00 to Tuesday 09.00 are 23 hours; under the policy they would be 6 of work."""
    found = moved("2026-11-24 11:00", "sampah", "2026-11-23 10:00", "2026-11-24 09:00", "lama")
    assert found == "Wed 2026-11-25 10:00"


def test_the_clocks_know_the_policies_of_the_file():
    assert [TOWN.knows(policy) for policy in ("awal", None, "lama", "")] == [True, True, False, False]


def test_a_clock_cannot_resume_before_it_stops():
    with pytest.raises(ValueError, match="cannot resume"):
        moved("2026-11-24 11:00", "sampah", "2026-11-24 10:00", "2026-11-23 09:00")
