"""Closings in heaps: against an area's own usual, at any time and just before a review."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.board.signs import Period, burst, burst_before_review
from data.core.config.signs_rule import SignsRule
from tests.builders import areas
from tests.cast import ANGGREK, BARAT, BARITO, CEMPAKA, TIMUR, ZONE, local
from tests.histories import told

RULE = SignsRule()
REVIEW = local("2026-11-24 09:00")  # Tuesday
WEEK = Period(local("2026-11-17 09:00"), REVIEW, ZONE)


def closings(day: str, times: list[str], area: str = ANGGREK, **given: Any) -> list[Any]:
    """One report closed at each of these times of a day, filed the day before."""
    before = (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()
    return [
        step
        for time in times
        for step in (
            (f"{area} {day} {time}", "received", f"{before} 07:00", {"area_code": area}),
            (f"{area} {day} {time}", "closed", f"{day} {time}", given),
        )
    ]


def ordinary(peak: int = 1, area: str = ANGGREK) -> list[Any]:
    """Ten days, 10 to 19 November, each with so many closings within minutes of ten o'clock."""
    times = [f"10:{number:02d}" for number in range(peak)]
    return [step for day in range(10, 20) for step in closings(f"2026-11-{day}", times, area)]


def found(story: list[Any], rule: SignsRule = RULE) -> pd.DataFrame:
    """The bursts of that week."""
    return burst(told(story), areas(), WEEK, rule)


FIVE = ["14:00", "14:02", "14:10", "14:20", "14:29"]


def test_many_closings_in_half_an_hour_of_an_area_that_has_one_a_day() -> None:
    """Five within 29 minutes, where the usual busiest half hour of a day sees one."""
    table = found(ordinary() + closings("2026-11-20", FIVE))
    assert table["at"].dt.tz_convert(ZONE).dt.strftime("%d %H:%M").tolist() == [f"20 {time}" for time in FIVE]
    assert set(zip(table["parent"], table["in_window"], table["usual"], strict=True)) == {(BARAT, 5, 1.0)}


@pytest.mark.parametrize(
    ("story", "rule"),
    [
        pytest.param(ordinary() + closings("2026-11-20", FIVE[:4]), RULE, id="four are too few"),
        pytest.param(ordinary() + closings("2026-11-20", [*FIVE[:4], "14:30"]), RULE, id="too far apart"),
        pytest.param(ordinary(peak=2) + closings("2026-11-20", FIVE), RULE, id="less than three times usual"),
        pytest.param(closings("2026-11-20", FIVE), RULE, id="no usual known"),
        pytest.param(ordinary() + closings("2026-11-24", ["09:01", "09:02", "09:03", "09:04", "09:05"]), RULE,
                     id="after the period"),
        pytest.param(ordinary() + closings("2026-11-20", FIVE, area="99.01"), RULE, id="in no area"),
        pytest.param(ordinary() + closings("2026-11-20", FIVE, closed_basis="unknown"), RULE,
                     id="their time is not known"),
        pytest.param(ordinary() + closings("2026-11-20", FIVE), SignsRule(burst_minimum=6), id="threshold"),
        pytest.param(ordinary() + closings("2026-11-20", FIVE[:3])
                     + closings("2026-11-20", FIVE[3:], CEMPAKA), RULE, id="of two kecamatan"),
    ],
)  # fmt: skip
def test_what_is_no_burst(story: list[Any], rule: SignsRule) -> None:
    """Each differs from the case above in one thing."""
    assert found(story, rule).empty


def test_the_kelurahan_of_one_kecamatan_make_one_heap() -> None:
    """Who tidies up a list does it for the kecamatan."""
    story = ordinary() + closings("2026-11-20", FIVE[:3]) + closings("2026-11-20", FIVE[3:], BARITO)
    assert len(found(story)) == 5


def test_closings_whose_time_is_that_of_our_pull_are_marked() -> None:
    """A feed that was away brings many at once; a person can see that this may be the reason."""
    story = ordinary() + closings("2026-11-20", FIVE, closed_basis="observed")
    assert set(found(story)["closed_basis"]) == {"observed"}


def test_a_busy_area_is_measured_by_itself() -> None:
    """Twelve at once are a heap where four are usual, six are not."""
    twelve = [f"14:{number:02d}" for number in range(12)]
    assert len(found(ordinary(peak=4) + closings("2026-11-20", twelve))) == 12
    assert found(ordinary(peak=4) + closings("2026-11-20", twelve[:6])).empty


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([ANGGREK, BARITO, CEMPAKA]), st.integers(0, 600)), max_size=25))
def test_a_heap_is_what_counting_one_by_one_finds(moments: list[tuple[str, int]]) -> None:
    """Closings in the half hour before one that has at least four others as near before it."""
    start = datetime(2026, 11, 20)  # noqa: DTZ001 (local)
    story = [*ordinary(), *ordinary(area=CEMPAKA)]
    for number, (area, minute) in enumerate(moments):
        at = (start + timedelta(minutes=minute)).isoformat(sep=" ")
        story += [
            (str(number), "received", "2026-11-19 07:00", {"area_code": area}),
            (str(number), "closed", at),
        ]
    parents = [(TIMUR if area == CEMPAKA else BARAT, minute) for area, minute in moments]
    ends = {
        (parent, end)
        for parent, end in parents
        if sum(other == parent and 0 <= end - minute < 30 for other, minute in parents) >= 5
    }
    expected = {
        str(number)
        for number, (parent, minute) in enumerate(parents)
        if any(other == parent and 0 <= end - minute < 30 for other, end in ends)
    }
    assert set(found(story)["service_request_id"]) == expected


def before(story: list[Any], rule: SignsRule = RULE) -> pd.DataFrame:
    """The heaps in the day before the review."""
    events = told(story)
    first = events["occurred_at"].min().to_pydatetime() if len(events) else None
    return burst_before_review(events, areas(), WEEK, rule, first)


EVENING = ["10:00", "13:00", "16:00", "19:00", "22:00"]  # Monday 23, the day before the review


def test_many_closings_in_the_day_before_the_review() -> None:
    """Ten in the 14 days before make 10 in 14 stretches of a day; on the day before there were five."""
    table = before(ordinary() + closings("2026-11-23", EVENING))
    assert len(table) == 5
    assert set(zip(table["parent"], table["before_review"], strict=True)) == {(BARAT, 5)}
    assert table["usual"].iloc[0] == pytest.approx(10 / 14, abs=0.01)


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(ordinary() + closings("2026-11-23", EVENING[:4]), id="four are too few"),
        pytest.param(ordinary() + closings("2026-11-23", ["08:59", *EVENING[:4]]), id="one too early"),
        pytest.param(ordinary() + closings("2026-11-24", ["09:01"]) + closings("2026-11-23", EVENING[:4]),
                     id="one a minute after the review"),
        pytest.param(ordinary(peak=4) + closings("2026-11-23", EVENING), id="less than three times usual"),
        pytest.param(closings("2026-11-23", EVENING), id="no usual known"),
        pytest.param([], id="nothing at all"),
    ],
)  # fmt: skip
def test_what_is_no_heap_before_a_review(story: list[Any]) -> None:
    """Each differs from the case above in one thing."""
    assert before(story).empty
