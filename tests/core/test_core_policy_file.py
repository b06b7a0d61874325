"""Configuration of working hours and policies: wrong values are refused, naming the key."""

from typing import Any

import pytest
from pydantic import ValidationError

from data.core.config.policy import Policy, SlaClock, approximate_hours
from tests.builders import CITY, city
from tests.core.offices import LONG_DAY, SHORT_DAY, WEEK


def policy(**changed: Any) -> dict[str, Any]:
    defaults = {"id": "perwako-1", "from": "2026-01-01", "resolve": {"default": "2 hari"}}
    return {**defaults, **changed}


def work(**changed: Any) -> dict[str, Any]:
    return {"hours": WEEK, **changed}


def day(**changed: Any) -> dict[str, Any]:
    return {"date": "2026-11-24", "reason": "HUT Kota", **changed}  # a Tuesday


def period(**changed: Any) -> dict[str, Any]:
    dates = {"from": "2026-02-19", "to": "2026-03-20"}
    return {"name": "Ramadan", **dates, "hours": {"friday": SHORT_DAY}, **changed}


INVALID_WORK = [
    ({"hours": {"monday": ["08:00-12:00"]}}, r"'08:00-12:00' is not an interval; allowed is a list such as"),
    ({"hours": {"monday": ["12.00-08.00"]}}, "'12.00-08.00' is not an interval"),
    ({"hours": {"monday": ["08.00-08.00"]}}, "'08.00-08.00' is not an interval"),
    ({"hours": {"monday": ["08.00-24.01"]}}, "'08.00-24.01' is not an interval"),
    ({"hours": {"monday": ["08.60-12.00"]}}, "'08.60-12.00' is not an interval"),
    ({"hours": {"monday": ["08.00-11.60"]}}, "'08.00-11.60' is not an interval"),
    ({"hours": {"monday": [8]}}, "8 is not an interval"),
    ({"hours": {"monday": "08.00-12.00"}}, "not a list of hours; allowed is a list such as"),
    ({"hours": {"monday": ["08.00-12.00", "11.59-16.00"]}}, "overlap or are not in order"),
    ({"hours": {"monday": ["13.00-16.00", "08.00-12.00"]}}, "overlap or are not in order"),
    ({"hours": {"senin": LONG_DAY}}, "Extra inputs are not permitted"),
    ({"hours": {}}, "no weekday has any"),
    ({"hours": {"monday": []}}, "no weekday has any"),
    (work(holidays="Indonesia"), "String should match pattern"),
    (work(period=[period(to="2026-02-18")]), "to = 2026-02-18 lies before from = 2026-02-19"),
    (work(period=[period(), period(name="Lain", **{"from": "2026-03-20", "to": "2026-03-21"})]),
     "'Ramadan' and 'Lain' overlap"),
    (work(period=[period(hours={"friday": ["jam"]})]), "'jam' is not an interval"),
    (work(day=[day(off=True), day(off=True)]), "date = 2026-11-24 is given twice"),
    (work(day=[day(off=True, hours=LONG_DAY)]), "2026-11-24: off = true and hours"),
    (work(day=[day(date="2026-11-21")]), "2026-11-21, a saturday, has no hours; needed is hours or off"),
    (work(day=[day(hours=[])]), "2026-11-24, a tuesday, has no hours"),
    (work(day=[{"date": "2026-11-24", "off": True}]), "reason\n  Field required"),
    (work(day=[day(date="24 November", off=True)]), "day.0.date\n"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "message"), INVALID_WORK)
def test_a_wrong_working_time_is_refused_by_name(table, message):
    with pytest.raises(ValidationError, match=message):
        city(work=table)


INVALID_POLICY = [
    ([policy(resolve={"default": "2 days"})], "policy.0.resolve.default\n.*'2 days' is no amount of time"),
    ([policy(resolve={"default": 48})], "48 is no amount of time; allowed"),
    ([policy(resolve={})], "'perwako-1' sets no target; needed is"),
    ([policy(id="Perwako 1")], "policy.0.id\n"),
    ([policy(**{"from": "besok"})], "policy.0.from\n"),
    ([policy(decide=True)], "policy.0.decide\n"),
    ([policy(resolve={"sampahh": "2 hari"})],
     "policy 'perwako-1': no category 'sampahh'; allowed is default, sampah, banjir, narkoba, usul, lainnya"),
    ([policy(respond={"sampahh": "2 hari"})], "no category 'sampahh'"),
    ([policy(), policy(**{"from": "2026-07-01"})], "policy: id = perwako-1 is given twice"),
    ([policy(), policy(id="perwako-2")], "policy: from = 2026-01-01 is given twice"),
    ([policy(resolve={"sampah": "2 hari kerja"})], "'perwako-1' counts in working time; needed is a"),
    ([policy(respond={"sampah": "2 jam kerja"})], "'perwako-1' counts in working time"),
]  # fmt: skip


@pytest.mark.parametrize(("policies", "message"), INVALID_POLICY)
def test_a_wrong_policy_is_refused_by_name(policies, message):
    with pytest.raises(ValidationError, match=message):
        city(policy=policies)


def test_hours_may_touch_end_at_midnight_and_leave_days_out():
    configured_city = city(work=work(hours={"sunday": ["00.00-08.00", "08.00-24.00"], "monday": []}))
    assert configured_city.work.hours.for_weekday(6) == ((0, 480), (480, 1440))
    assert configured_city.work.hours.for_weekday(0) == ()
    assert configured_city.work.hours.for_weekday(1) is None


def test_periods_may_follow_each_other_day_by_day():
    after = period(name="Lain", **{"from": "2026-03-21", "to": "2026-03-21"})
    assert len(city(work=work(period=[after, period()])).work.period) == 2


ALLOWED = [
    (SlaClock.RESOLUTION, "sampah", "12 jam"),
    (SlaClock.RESOLUTION, "banjir", "2 hari"),  # by default
    (SlaClock.RESOLUTION, "usul", None),  # has no limit
    (SlaClock.RESOLUTION, "lainnya", "2 hari"),  # an unmapped category as well
    (SlaClock.RESPONSE, "lainnya", "3 hari"),  # unless it is named
    (SlaClock.RESPONSE, "sampah", None),  # no default for the response
]


@pytest.mark.parametrize(("sla_clock", "code", "text"), ALLOWED)
def test_a_category_has_its_own_time_or_the_default(sla_clock, code, text):
    rule = Policy.model_validate(
        policy(
            resolve={"default": "2 hari", "sampah": "12 jam", "usul": "tanpa batas waktu"},
            respond={"lainnya": "3 hari"},
        )
    )
    allowed_time = rule.allowed_time(sla_clock, code)
    assert (allowed_time and allowed_time.text) == text


def test_working_time_is_accepted_with_working_hours():
    assert city(work=work(), policy=[policy(resolve={"sampah": "2 hari kerja"})]).policy[0].uses_working_time


def test_approximate_hours_follow_the_latest_policy():
    early = policy(id="awal", **{"from": "2020-01-01"}, resolve={"sampah": "1 jam", "banjir": "1 jam"})
    late = policy(resolve={"sampah": "2 hari", "usul": "tanpa batas waktu"})
    assert approximate_hours(city(policy=[late, early]).policy) == {"sampah": 48}
    assert approximate_hours(()) == {}


def test_the_test_city_has_the_expected_categories():
    assert [category["code"] for category in CITY["category"]] == ["sampah", "banjir", "narkoba", "usul"]
