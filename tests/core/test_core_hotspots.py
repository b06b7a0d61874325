"""Bursts: what is found, what is not, and how often chance alone raises one."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from data.core.board.alerts import burst_lines
from data.core.board.hotspots import Burst, bursts
from data.core.board.snapshot import build
from data.core.config.room_rule import RoomRule
from tests.alarms import KINDS as ALARM_KINDS
from tests.alarms import alarms, quiet
from tests.builders import areas, city, facts, standings
from tests.cast import ANGGREK, BARITO, CEMPAKA, DELIMA, MONDAY_NOON, ZONE

RULE = RoomRule()


def report(
    minutes_ago: float, area: str, service_code: str = "banjir", at: tuple[float, float] = (1.4, 124.8)
):  # type: ignore[no-untyped-def]
    return {
        "requested_datetime": MONDAY_NOON - timedelta(minutes=minutes_ago),
        "area_code": area, "service_code": service_code, "lat": at[0], "long": at[1],
    }  # fmt: skip


def found(
    rows: Sequence[dict[str, object]], rule: RoomRule = RULE, hidden: frozenset[str] = frozenset()
) -> list[Burst]:
    return bursts(standings(*rows), areas(), MONDAY_NOON, rule, ZONE, hidden)


def test_many_reports_of_one_kind_within_half_an_hour_are_a_burst() -> None:
    (burst,) = found([report(2 * i, ANGGREK) for i in range(8)])
    assert (burst.service_code, burst.count, burst.areas) == ("banjir", 8, (ANGGREK,))
    assert (burst.minutes, burst.since) == (14, MONDAY_NOON - timedelta(minutes=14))


def test_a_burst_goes_over_the_border_to_a_neighbour() -> None:
    here, there = (1.405, 124.805), (1.405, 124.815)
    rows = [report(i, ANGGREK, at=here) for i in range(4)] + [report(i, CEMPAKA, at=there) for i in range(4)]
    (burst,) = found(rows)
    assert (burst.count, set(burst.areas)) == (8, {ANGGREK, CEMPAKA})
    assert burst.centre == pytest.approx((1.405, 124.81))
    assert 540 < burst.radius_m < 570  # half of 0.01 degrees of longitude, near the equator


def test_fewer_than_the_smallest_burst_are_none() -> None:
    assert found([report(i, ANGGREK) for i in range(RULE.burst_minimum - 1)]) == []


def test_reports_of_different_kinds_make_no_burst_together() -> None:
    assert found([report(i, ANGGREK, kind) for i, kind in enumerate(ALARM_KINDS * 2)]) == []


def test_what_comes_so_often_every_day_is_no_burst() -> None:
    usual = [report(60 * 24 * day + 4 * i, ANGGREK) for day in range(1, 29) for i in range(6)]
    assert found([*usual, *(report(4 * i, ANGGREK) for i in range(6))]) == []


def test_old_reports_and_those_of_the_future_do_not_count() -> None:
    assert found([report(400 + i, ANGGREK) for i in range(9)]) == []
    assert found([report(-1 - i, ANGGREK) for i in range(9)]) == []


def test_a_sensitive_kind_is_never_placed() -> None:
    rows = [report(i, ANGGREK, "narkoba") for i in range(9)]
    assert found(rows) != []
    assert found(rows, hidden=frozenset({"narkoba"})) == []


def test_two_places_far_apart_are_two_bursts_and_one_place_is_told_once() -> None:
    near, far = (1.0, 124.0), (2.0, 126.0)
    rows = [report(i, ANGGREK, at=near) for i in range(9)] + [
        report(i, DELIMA, "sampah", far) for i in range(6)
    ]
    assert [(burst.service_code, burst.areas) for burst in found(rows)] == [
        ("banjir", (ANGGREK,)), ("sampah", (DELIMA,)),
    ]  # fmt: skip


def test_the_wall_is_told_where_in_names() -> None:
    rows = [report(i, code) for i in range(4) for code in (ANGGREK, BARITO)]
    (line,) = burst_lines(standings(*rows), areas(), city(), MONDAY_NOON)
    assert (line["service_name"], sorted(line["places"])) == ("Banjir", ["Anggrek", "Barito"])


def test_a_snapshot_carries_its_bursts() -> None:
    board = build(facts(standings=standings(*(report(i, ANGGREK) for i in range(9)))), city(), MONDAY_NOON)
    assert [line["count"] for line in board.bursts] == [9]


def test_quiet_weeks_raise_no_more_than_the_stated_rate() -> None:
    """By chance alone, at most what the rule states; ``python -m tests.alarms`` looks at months and years."""
    rule = RULE.model_copy(update={"false_alarms_a_year": 12.0})
    assert sum(alarms(quiet(rule, 10, 40, seed), rule) for seed in range(2)) <= 3  # 0.7 on the average


def test_a_rule_without_restraint_would_ring_in_quiet_weeks_too() -> None:
    """The check above is not empty: the same weeks ring where every false alarm may be told."""
    rule = RULE.model_copy(update={"false_alarms_a_year": 1e9})
    weeks = quiet(rule, 10, 40, seed=0)
    assert alarms(weeks, rule) > alarms(weeks, RULE) == 0
