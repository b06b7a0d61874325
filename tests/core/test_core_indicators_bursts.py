"""Bursts of closings, compared with an area's usual number, at any time and just before a review."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.config.indicator_rule import AnomalyRule
from data.core.review.anomaly_indicators import ReviewPeriod, burst, burst_before_review
from tests.builders import areas
from tests.event_histories import build_history
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, TIMUR, ZONE, local_time

RULE = AnomalyRule()
REVIEW = local_time("2026-11-24 09:00")  # Tuesday
WEEK = ReviewPeriod(local_time("2026-11-17 09:00"), REVIEW, ZONE)


def closings(day: str, times: list[str], area: str = ANGGREK, **changed: Any) -> list[Any]:
    """Return one report closed at each of these times of a day, filed the day before."""
    before = (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()
    return [
        step
        for time in times
        for step in (
            (f"{area} {day} {time}", "received", f"{before} 07:00", {"area_code": area}),
            (f"{area} {day} {time}", "closed", f"{day} {time}", changed),
        )
    ]


def ordinary_days(peak: int = 1, area: str = ANGGREK) -> list[Any]:
    """Return ten days, 10 to 19 November, each with so many closings within minutes of ten o'clock."""
    times = [f"10:{number:02d}" for number in range(peak)]
    return [step for day in range(10, 20) for step in closings(f"2026-11-{day}", times, area)]


def days_with_closings(*numbers: int, at: tuple[str, ...] = ("10:00",)) -> list[Any]:
    """Return days of November with a closing at each of these times."""
    return [step for day in numbers for step in closings(f"2026-11-{day:02d}", list(at))]


def bursts_of(story: list[Any], rule: AnomalyRule = RULE) -> pd.DataFrame:
    """Return the bursts of that week."""
    return burst(build_history(story), areas(), WEEK, rule)


FIVE = ["14:00", "14:02", "14:10", "14:20", "14:29"]


def test_many_closings_in_half_an_hour_of_an_area_that_has_one_a_day() -> None:
    """Five within 29 minutes, where the usual busiest half hour of a day sees one."""
    table = bursts_of(ordinary_days() + closings("2026-11-20", FIVE))
    assert table["at"].dt.tz_convert(ZONE).dt.strftime("%d %H:%M").tolist() == [f"20 {time}" for time in FIVE]
    assert set(zip(table["parent"], table["in_window"], table["usual"], strict=True)) == {(BARAT, 5, 1.0)}


@pytest.mark.parametrize(
    ("story", "rule"),
    [
        pytest.param(ordinary_days() + closings("2026-11-20", FIVE[:4]), RULE, id="four are too few"),
        pytest.param(ordinary_days() + closings("2026-11-20", [*FIVE[:4], "14:30"]), RULE,
                     id="too far apart"),
        pytest.param(ordinary_days(peak=2) + closings("2026-11-20", FIVE), RULE,
                     id="less than three times usual"),
        pytest.param(closings("2026-11-20", FIVE), RULE, id="no usual known"),
        pytest.param(days_with_closings(18, 19) + closings("2026-11-20", FIVE), RULE,
                     id="two days are no usual"),
        pytest.param(days_with_closings(18, 19, at=("07:00", "10:00")) + closings("2026-11-20", FIVE), RULE,
                     id="two days in the city, though they are three in UTC"),
        pytest.param(days_with_closings(1, 2, 3) + closings("2026-11-20", FIVE), AnomalyRule(usual_days=14),
                     id="the usual is too long ago"),
        pytest.param(ordinary_days() + closings("2026-11-24", [f"09:0{n}" for n in range(1, 6)]), RULE,
                     id="after the period"),
        pytest.param(ordinary_days() + closings("2026-11-20", FIVE, area="99.01"), RULE, id="in no area"),
        pytest.param(ordinary_days(area="99.01") + closings("2026-11-20", FIVE, area="99.01"), RULE,
                     id="as usual in no area"),
        pytest.param(ordinary_days() + closings("2026-11-20", FIVE, closed_basis="unknown"), RULE,
                     id="their time is not known"),
        pytest.param(ordinary_days() + closings("2026-11-20", FIVE), AnomalyRule(burst_minimum=6),
                     id="threshold"),
        pytest.param(ordinary_days() + closings("2026-11-20", FIVE[:3])
                     + closings("2026-11-20", FIVE[3:], CEMPAKA), RULE, id="of two kecamatan"),
    ],
)  # fmt: skip
def test_stories_without_a_burst(story: list[Any], rule: AnomalyRule) -> None:
    """Each differs from the case above in one thing."""
    assert bursts_of(story, rule).empty


def times_and_counts(table: pd.DataFrame) -> list[tuple[str, int]]:
    """Return when each report of a burst was closed, and how many there were in the half hour."""
    times = table["at"].dt.tz_convert(ZONE).dt.strftime("%d %H:%M")
    return list(zip(times, table["in_window"], strict=True))


def test_a_burst_has_its_threshold_and_closing_basis() -> None:
    row = bursts_of(ordinary_days() + closings("2026-11-20", FIVE)).iloc[0]
    assert (row["minutes"], row["closed_basis"]) == (30, "source")


def test_three_days_are_enough_for_a_usual_peak() -> None:
    assert set(bursts_of(days_with_closings(17, 18, 19) + closings("2026-11-20", FIVE))["usual"]) == {1.0}


def test_the_usual_peak_is_the_median_of_the_days_before() -> None:
    """The peaks before are 1, 1, 1 and 9: the median is 1, whatever today's is."""
    nine = [f"10:0{minute}" for minute in range(9)]
    story = days_with_closings(16, 17, 18) + closings("2026-11-19", nine) + closings("2026-11-20", FIVE)
    assert set(bursts_of(story)["usual"].tail(5)) == {1.0}
    twice = days_with_closings(17, 18) + closings("2026-11-19", nine[:3]) + closings("2026-11-20", FIVE)
    assert set(bursts_of(twice)["usual"]) == {1.0}  # 1, 1 and 3


def test_every_report_of_a_longer_burst_is_listed() -> None:
    """The sixth ends the second window that has enough."""
    table = bursts_of(ordinary_days() + closings("2026-11-20", [*FIVE, "14:29:30"]))
    assert [count for _, count in times_and_counts(table)] == [5, 5, 5, 5, 5, 6]


def test_two_bursts_in_one_week_are_both_listed() -> None:
    """And so are those of two kecamatan at the same time."""
    story = ordinary_days() + closings("2026-11-20", FIVE) + closings("2026-11-23", FIVE)
    assert [time for time, _ in times_and_counts(bursts_of(story))] == [
        f"{day} {time}" for day in (20, 23) for time in FIVE
    ]
    both = [*ordinary_days(), *ordinary_days(area=CEMPAKA), *closings("2026-11-20", FIVE)]
    table = bursts_of(both + closings("2026-11-20", FIVE, CEMPAKA))
    assert table["parent"].value_counts().to_dict() == {BARAT: 5, TIMUR: 5}


def test_a_closing_exactly_one_window_before_the_end_of_a_burst_is_excluded() -> None:
    """Five are in the half hour after 13.59; the sixth is at its edge."""
    times = ["14:05", "14:10", "14:15", "14:29", "14:29:00"]
    table = bursts_of(ordinary_days() + closings("2026-11-20", ["13:59", *times]))
    assert [time for time, _ in times_and_counts(table)] == [f"20 {time[:5]}" for time in times]


def test_closings_in_several_kelurahan_of_one_kecamatan_are_one_burst() -> None:
    """A list is tidied up for the whole kecamatan."""
    story = ordinary_days() + closings("2026-11-20", FIVE[:3]) + closings("2026-11-20", FIVE[3:], BARITO)
    assert len(bursts_of(story)) == 5


def test_closings_timed_by_our_pull_are_marked_as_observed() -> None:
    """A feed after an outage brings many at once; a person can see that this may be the reason."""
    story = ordinary_days() + closings("2026-11-20", FIVE, closed_basis="observed")
    assert set(bursts_of(story)["closed_basis"]) == {"observed"}


def test_a_busy_area_is_compared_with_its_own_usual_peak() -> None:
    """Twelve at once are a burst where four are usual, six are not."""
    twelve = [f"14:{number:02d}" for number in range(12)]
    assert len(bursts_of(ordinary_days(peak=4) + closings("2026-11-20", twelve))) == 12
    assert bursts_of(ordinary_days(peak=4) + closings("2026-11-20", twelve[:6])).empty


@limited_examples(40)
@given(st.lists(st.tuples(st.sampled_from([ANGGREK, BARITO, CEMPAKA]), st.integers(0, 600)), max_size=25))
def test_bursts_equal_those_found_by_brute_force(moments: list[tuple[str, int]]) -> None:
    """Closings in the half hour before one that has at least four others as near before it."""
    start = datetime(2026, 11, 20)  # noqa: DTZ001 (local)
    story = [*ordinary_days(), *ordinary_days(area=CEMPAKA)]
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
    assert set(bursts_of(story)["service_request_id"]) == expected


def bursts_before_review_of(story: list[Any], rule: AnomalyRule = RULE) -> pd.DataFrame:
    """Return the bursts in the day before the review."""
    events = build_history(story)
    first = events["occurred_at"].min().to_pydatetime() if len(events) else None
    return burst_before_review(events, areas(), WEEK, rule, first)


EVENING = ["10:00", "13:00", "16:00", "19:00", "22:00"]  # Monday 23, the day before the review


def test_many_closings_in_the_day_before_the_review() -> None:
    """Ten in the 14 days before are 10 in 14 windows of a day; on the day before there were five."""
    table = bursts_before_review_of(ordinary_days() + closings("2026-11-23", EVENING))
    assert len(table) == 5
    assert set(zip(table["parent"], table["before_review"], strict=True)) == {(BARAT, 5)}
    assert set(table["usual"]) == {0.71}
    assert set(zip(table["hours"], table["closed_basis"], strict=True)) == {(24, "source")}


def test_closings_before_a_review_timed_by_our_pull_are_marked_as_observed() -> None:
    story = ordinary_days() + closings("2026-11-23", EVENING, closed_basis="observed")
    assert set(bursts_before_review_of(story)["closed_basis"]) == {"observed"}


def test_an_area_without_closings_for_weeks_has_a_usual_number_of_zero() -> None:
    """Closings of other areas show that the store has data of those weeks."""
    table = bursts_before_review_of(ordinary_days() + closings("2026-11-23", EVENING, CEMPAKA))
    assert set(zip(table["parent"], table["usual"], strict=True)) == {(TIMUR, 0.0)}


@pytest.mark.parametrize(("count", "named"), [(14, 0), (15, 15)])
def test_three_times_the_usual_is_enough_before_a_review(count: int, named: int) -> None:
    """Five of the eight days before had eight closings each: 40 in 8 windows are 5 in each."""
    times = [f"10:{minute:02d}" for minute in range(count)]
    story = ordinary_days(peak=8) + closings("2026-11-23", times)
    assert len(bursts_before_review_of(story, AnomalyRule(usual_days=8))) == named


@pytest.mark.parametrize(
    ("first", "usual"),
    [
        pytest.param("2026-11-20 09:00", [0.33] * 5, id="three days to the minute"),
        pytest.param("2026-11-20 09:01", [], id="a minute less is no usual"),
        pytest.param("2026-11-19 20:00", [0.33] * 5, id="only whole stretches count"),
    ],
)
def test_three_days_are_enough_for_a_usual_number_before_a_review(first: str, usual: list[float]) -> None:
    """There was one closing in three windows of a day."""
    story = [
        ("first", "received", first),
        *closings("2026-11-22", ["10:00"]),
        *closings("2026-11-23", EVENING),
    ]
    assert bursts_before_review_of(story)["usual"].tolist() == usual


@pytest.mark.parametrize(
    ("more", "count"),
    [
        pytest.param(("2026-11-24", "09:00"), 5, id="at the review itself"),
        pytest.param(("2026-11-23", "09:00"), 0, id="exactly a day before it"),
    ],
)
def test_the_edges_of_the_day_before_a_review(more: tuple[str, str], count: int) -> None:
    day, time = more
    assert (
        len(
            bursts_before_review_of(
                ordinary_days() + closings("2026-11-23", EVENING[:4]) + closings(day, [time])
            )
        )
        == count
    )


def test_a_closing_at_the_edge_counts_as_before_the_day_of_the_review() -> None:
    """Eleven in 14 windows: 0.79."""
    story = ordinary_days() + closings("2026-11-23", ["09:00"]) + closings("2026-11-23", EVENING)
    assert bursts_before_review_of(story)["usual"].tolist() == [0.79] * 5


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(ordinary_days() + closings("2026-11-23", EVENING[:4]), id="four are too few"),
        pytest.param(ordinary_days() + closings("2026-11-23", ["08:59", *EVENING[:4]]), id="one too early"),
        pytest.param(ordinary_days() + closings("2026-11-24", ["09:01"])
                     + closings("2026-11-23", EVENING[:4]), id="one a minute after the review"),
        pytest.param(ordinary_days(peak=4) + closings("2026-11-23", EVENING),
                     id="less than three times usual"),
        pytest.param(closings("2026-11-23", EVENING), id="no usual known"),
        pytest.param([], id="nothing at all"),
    ],
)  # fmt: skip
def test_stories_without_a_burst_before_a_review(story: list[Any]) -> None:
    """Each differs from the case above in one thing."""
    assert bursts_before_review_of(story).empty
