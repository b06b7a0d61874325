"""Bursts: which are reported, which are not, and how often chance alone raises one."""

from collections.abc import Sequence
from datetime import timedelta
from math import log

import pytest
from scipy.stats import nbinom

from data.core.config.rotation_rule import DisplayRule
from data.core.snapshot.alerts import cluster_rows
from data.core.snapshot.report_clusters import ReportCluster, report_clusters
from data.core.snapshot.snapshot import build_snapshot
from tests.builders import areas, city, facts, standings
from tests.false_alarms import CATEGORIES as ALARM_KINDS
from tests.false_alarms import count_alarms, random_reports
from tests.personas import ANGGREK, BARITO, CEMPAKA, DELIMA, MONDAY_NOON, ZONE

RULE = DisplayRule()


def report(
    minutes_ago: float, area: str, service_code: str = "banjir", at: tuple[float, float] = (1.4, 124.8)
):  # type: ignore[no-untyped-def]
    return {
        "requested_datetime": MONDAY_NOON - timedelta(minutes=minutes_ago),
        "area_code": area, "service_code": service_code, "lat": at[0], "long": at[1],
    }  # fmt: skip


def clusters_of(
    rows: Sequence[dict[str, object]], rule: DisplayRule = RULE, sensitive: frozenset[str] = frozenset()
) -> list[ReportCluster]:
    return report_clusters(standings(*rows), areas(), MONDAY_NOON, rule, ZONE, sensitive)


def test_many_reports_of_one_category_within_half_an_hour_are_a_cluster() -> None:
    (burst,) = clusters_of([report(2 * i, ANGGREK) for i in range(8)])
    assert (burst.service_code, burst.count, burst.areas) == ("banjir", 8, (ANGGREK,))
    assert (burst.minutes, burst.since) == (14, MONDAY_NOON - timedelta(minutes=14))


def test_a_cluster_may_span_neighbouring_areas() -> None:
    near_border, beyond_border = (1.405, 124.805), (1.405, 124.815)
    rows = [report(i, ANGGREK, at=near_border) for i in range(4)] + [
        report(i, CEMPAKA, at=beyond_border) for i in range(4)
    ]
    (burst,) = clusters_of(rows)
    assert (burst.count, set(burst.areas)) == (8, {ANGGREK, CEMPAKA})
    assert burst.centre == pytest.approx((1.405, 124.81))
    assert 540 < burst.radius_m < 570  # half of 0.01 degrees of longitude, near the equator


def test_fewer_reports_than_the_minimum_are_no_cluster() -> None:
    assert clusters_of([report(i, ANGGREK) for i in range(RULE.burst_minimum - 1)]) == []


def test_reports_of_different_categories_are_no_cluster() -> None:
    assert clusters_of([report(i, ANGGREK, kind) for i, kind in enumerate(ALARM_KINDS * 2)]) == []


def test_the_usual_number_of_reports_is_no_cluster() -> None:
    usual = [report(60 * 24 * day + 4 * i, ANGGREK) for day in range(1, 29) for i in range(6)]
    assert clusters_of([*usual, *(report(4 * i, ANGGREK) for i in range(6))]) == []


def test_old_reports_and_those_of_the_future_do_not_count() -> None:
    assert clusters_of([report(400 + i, ANGGREK) for i in range(9)]) == []
    assert clusters_of([report(-1 - i, ANGGREK) for i in range(9)]) == []


def test_a_sensitive_category_has_no_clusters() -> None:
    rows = [report(i, ANGGREK, "narkoba") for i in range(9)]
    assert clusters_of(rows) != []
    assert clusters_of(rows, sensitive=frozenset({"narkoba"})) == []


def test_distant_places_are_two_clusters_and_one_place_is_one() -> None:
    near, far = (1.0, 124.0), (2.0, 126.0)
    rows = [report(i, ANGGREK, at=near) for i in range(9)] + [
        report(i, DELIMA, "sampah", far) for i in range(6)
    ]
    assert [(burst.service_code, burst.areas) for burst in clusters_of(rows)] == [
        ("banjir", (ANGGREK,)), ("sampah", (DELIMA,)),
    ]  # fmt: skip


def test_a_cluster_row_has_names_for_its_category_and_places() -> None:
    rows = [report(i, code) for i in range(4) for code in (ANGGREK, BARITO)]
    (line,) = cluster_rows(standings(*rows), areas(), city(), MONDAY_NOON)
    assert (line["service_name"], sorted(line["places"])) == ("Banjir", ["Anggrek", "Barito"])


def test_a_snapshot_has_its_clusters() -> None:
    board = build_snapshot(
        facts(standings=standings(*(report(i, ANGGREK) for i in range(9)))), city(), MONDAY_NOON
    )
    assert [line["count"] for line in board.bursts] == [9]


def test_false_alarms_in_quiet_weeks_stay_below_the_stated_rate() -> None:
    """By chance alone, at most what the rule states; ``python -m tests.false_alarms`` looks at years."""
    rule = RULE.model_copy(update={"false_alarms_a_year": 12.0})
    assert (
        sum(count_alarms(random_reports(rule, 10, 40, seed), rule) for seed in range(2)) <= 3
    )  # 0.7 on the average


def test_an_unlimited_false_alarm_rate_raises_alarms_in_quiet_weeks() -> None:
    """The test above can fail: the same weeks raise alarms without a limit."""
    rule = RULE.model_copy(update={"false_alarms_a_year": 1e9})
    weeks = random_reports(rule, 10, 40, seed=0)
    assert count_alarms(weeks, rule) > count_alarms(weeks, RULE) == 0


# Shorter than a city may configure: a day needs few enough reports.
ONE_DAY = RULE.model_copy(update={"history_days": 1, "burst_minutes": (30,)})
HISTORY_END = 30  # minutes: what was filed until then is the history of that rule


def test_the_expected_number_is_the_share_of_the_history_in_a_span_of_that_length() -> None:
    """240 in the day before, 10 an hour: each hour counts the same, and of 240.5 half an hour holds
    240.5 / 48 = 5.01. One filed exactly when the span begins is history, one filed a day before is not, and
    older ones are not.
    """
    history = [report(HISTORY_END + 6 * k, ANGGREK) for k in range(240)]
    older = [report(HISTORY_END + 24 * 60 + 60 * k, ANGGREK) for k in range(40)]
    (burst,) = clusters_of(
        [*history, *older, *(report(i, ANGGREK) for i in (0.5 * k for k in range(30)))], ONE_DAY
    )
    assert (burst.count, burst.expected) == (30, 5.01)
    assert burst.score == pytest.approx(30 * log(30 / (240.5 / 48)) - (30 - 240.5 / 48), abs=0.0006)
    assert round(burst.score, 3) == burst.score


def test_busy_hours_of_the_day_weigh_more() -> None:
    """240 between midnight and noon, 20 an hour. An hour before noon counts 21 of 264, one after it 1 of 264;
    of the six marks of five minutes up to noon five lie before it: 240.5 x (5 x 21 + 1) / 264 / 12 = 8.05.
    """
    night = [report(60 * (11 - hour) + 60 - 2 * i, ANGGREK) for hour in range(11) for i in range(20)]
    yesterday = [report(24 * 60 + 29 - i, ANGGREK) for i in range(20)]  # from 11.31 on
    (burst,) = clusters_of([*night, *yesterday, *(report(0.5 * i, ANGGREK) for i in range(50))], ONE_DAY)
    assert burst.expected == 8.05


@pytest.mark.parametrize(("factor", "is_significant"), [(1.001, True), (0.999, False)])
@pytest.mark.parametrize("days", [7, 28])
def test_a_cluster_is_significant_from_its_share_of_the_false_alarm_rate_on(
    factor: float, is_significant: bool, days: int
) -> None:
    """Five within half an hour where nothing was ever filed: r = 1/2, and such a span is e = 1/48 of a day.

    Four areas with six bases each, one span, one category: 24 cylinders share the rate.
    """
    exposure = 1 / 48 / days
    rate = 0.5 / days * 365.25 * float(nbinom.sf(3, 0.5, 1 / (1 + exposure)))
    rule_changes = {"false_alarms_a_year": 24 * rate * factor, "history_days": days}
    rows = [report(i, ANGGREK) for i in range(RULE.burst_minimum)]
    assert bool(clusters_of(rows, ONE_DAY.model_copy(update=rule_changes))) is is_significant


def test_the_expected_number_of_an_area_ignores_neighbours_outside_the_cluster() -> None:
    beside = [report(HISTORY_END + 6 * k, BARITO, at=(1.41, 124.81)) for k in range(240)]
    (burst,) = clusters_of([*beside, *(report(i, ANGGREK) for i in range(8))], ONE_DAY)
    assert (burst.areas, burst.expected) == ((ANGGREK,), 0.01)  # 0.5 / 48


def test_a_report_filed_exactly_when_a_span_begins_is_not_in_it() -> None:
    """Of half an hour; in the hour it is the sixth: 6 ln(6 / e) - (6 - e), e = 0.5 / 24 / 28."""
    rule = RULE.model_copy(update={"burst_minutes": (30, 60)})
    (burst,) = clusters_of([report(i, ANGGREK) for i in (0, 1, 2, 3, 4, 30)], rule)
    usual = 0.5 / 24 / 28
    assert (burst.count, burst.minutes) == (6, 30)
    assert burst.score == pytest.approx(6 * log(6 / usual) - (6 - usual), abs=0.001)


def test_two_floods_at_two_ends_of_a_larger_city_are_two_clusters() -> None:
    """Each end has as many areas as a base may have, so that none reaches over to the other."""
    ends = {"31.01.01.10": (1.0, 124.0), "31.01.02.10": (2.0, 126.0)}
    quiet_ones = [
        report(24 * 60, f"{code}{n:02}", "usul", (lat + n / 1000, long))
        for code, (lat, long) in ends.items() for n in range(1, 7)
    ]  # fmt: skip
    rows = [report(i, f"{code}01", at=at) for code, at in ends.items() for i in range(9)]
    clusters = clusters_of([*quiet_ones, *rows])
    assert sorted(burst.areas for burst in clusters) == [(f"{code}01",) for code in ends]


def test_far_from_the_equator_degrees_of_longitude_are_shorter() -> None:
    """At 60 degrees half as long: 0.01 degrees are 556 m."""
    rows = [report(i, ANGGREK, at=(60.0, long)) for i, long in enumerate((10.0, 10.02) * 4)]
    assert clusters_of(rows)[0].radius_m == 556


def test_the_areas_of_a_cluster_are_ordered_by_count_and_then_by_code() -> None:
    near_border, beyond_border = (1.405, 124.805), (1.405, 124.815)
    rows = [report(i, ANGGREK, at=near_border) for i in range(3)] + [
        report(i, CEMPAKA, at=beyond_border) for i in range(6)
    ]
    assert clusters_of(rows)[0].areas == (CEMPAKA, ANGGREK)
    same = [report(i, code) for i in range(5) for code in (CEMPAKA, ANGGREK)]
    assert clusters_of(same)[0].areas == (ANGGREK, CEMPAKA)


@pytest.mark.parametrize(("first", "minutes"), [(0, 1), (0.5, 1), (1, 1), (29 + 1 / 60, 30), (14, 14)])
def test_the_minutes_of_a_cluster_are_rounded_up_from_its_first_report(first: float, minutes: int) -> None:
    rows = [report(first, ANGGREK), *(report(0, ANGGREK) for _ in range(8))]
    assert clusters_of(rows)[0].minutes == minutes


def test_the_radius_of_a_cluster_is_around_the_mean_of_its_points() -> None:
    """0.01 degrees of latitude are 6,371 km x 0.01 x pi / 180 = 1,112 m."""
    points = [(1.40, 124.8)] * 4 + [(1.42, 124.8)] * 4
    (burst,) = clusters_of([report(i, ANGGREK, at=at) for i, at in enumerate(points)])
    assert (burst.centre, burst.radius_m) == ((1.41, 124.8), 1112)
    thirds = [(1.4, 124.8)] * 5 + [(1.4001, 124.8001)] * 4
    (burst,) = clusters_of([report(i, ANGGREK, at=at) for i, at in enumerate(thirds)])
    assert burst.centre == (1.400044, 124.800044)
