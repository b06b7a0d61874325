"""The snapshot combines what the packages of the core compute, under its public names."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from data.core.displays import CITY_VIEW, FLOOD_VIEW
from data.core.report.standing import EventKind
from data.core.snapshot.snapshot import Snapshot, build_snapshot, records
from tests.builders import city, event, events, facts, source_health, standings
from tests.personas import ANGGREK, BARAT, DELIMA, MONDAY_NOON, local_time

WEDNESDAY = local_time("2026-11-25 12:00")
FRESH = (source_health(last_success=WEDNESDAY),)
BOARD_FACTS = facts(
    standings=standings(
        {},  # due Wednesday 08:00: late
        {"area_code": DELIMA, "expected_datetime": local_time("2026-11-25 13:00")},
        {"placement": "outside", "area_code": None, "expected_datetime": None},
        *(
            {
                "status_description": "selesai",
                "closed_datetime": local_time("2026-11-25 07:00"),
                "area_code": DELIMA,
            }
            for _ in range(3)
        ),
        {
            "requested_datetime": local_time("2026-09-28 08:00"),
            "expected_datetime": local_time("2026-09-30 08:00"),
            "closed_datetime": local_time("2026-10-01 07:00"),
            "status_description": "selesai",
        },
    ),
    events=events(event(EventKind.RECEIVED, MONDAY_NOON), event(EventKind.STATUS, MONDAY_NOON)),
    sources=FRESH,
    revision=17,
)


def board(**changed: Any) -> Snapshot:
    return build_snapshot(BOARD_FACTS, city(**changed), WEDNESDAY)


def test_a_snapshot_has_the_public_names() -> None:
    assert list(board().as_dict()) == [field.name for field in fields(Snapshot)]
    assert {
        "city", "as_of", "data_as_of", "revision", "stale", "simulated", "totals", "reconciliation", "areas",
        "timers", "ranking", "pulls", "points", "events",
    } <= set(board().as_dict())  # fmt: skip


def test_a_snapshot_has_its_city_and_moment() -> None:
    snapshot = board()
    assert snapshot.city == {
        "code": "31.01", "name": "Kota Uji", "title": "Laporan Warga", "timezone": "Asia/Makassar",
    }  # fmt: skip
    assert (snapshot.as_of, snapshot.data_as_of, snapshot.revision) == (WEDNESDAY, WEDNESDAY, 17)
    assert (snapshot.stale, snapshot.simulated, snapshot.historical) == (False, False, False)


def test_every_part_is_computed_from_the_same_reports() -> None:
    snapshot = board()
    assert snapshot.totals.items() >= {
        "open": 3, "overdue": 1, "very_late": 0, "approaching": 1, "no_target": 1,
        "new_today": 0, "closed_today": 3, "closed_today_on_time": 3,
        "usual_new_by_now": 6 / 28,  # all but the one of September came on Monday at 08:00
    }.items()  # fmt: skip
    assert snapshot.reconciliation == {"open": 3, "on_map": 2, "no_location": 0, "outside": 1}
    assert [(area["code"], area["open"]) for area in snapshot.areas if area["open"]] == [
        (ANGGREK, 1),
        (DELIMA, 1),
    ]
    assert [timer["service_request_id"] for timer in snapshot.timers] == ["1", "2"]
    assert [point["area"] for point in snapshot.points] == [ANGGREK, DELIMA]
    assert [row["kind"] for row in snapshot.events] == ["received"]
    assert [pull["source"] for pull in snapshot.pulls] == ["qlue"]
    assert {row["code"]: row["n"] for row in snapshot.ranking} == {BARAT: 1, "31.01.02": 3}


def test_the_snapshot_includes_the_ranking_rule() -> None:
    """The closing of 1 October lies outside the window of 30 days: three of four cases were on time."""
    rule = board().ranking_rule
    assert {"window_days": 30, "minimum_sample": 3}.items() <= rule.items()
    assert rule["city_on_time"] == 0.75
    wide = board(ranking={"window_days": 90, "minimum_sample": 3}).ranking_rule
    assert wide["city_on_time"] == pytest.approx(3 / 5)


def test_the_totals_include_the_usual_number_of_new_reports() -> None:
    days = [WEDNESDAY - timedelta(days=n, hours=1) for n in range(9)]
    snapshot = build_snapshot(
        facts(standings=standings(*({"requested_datetime": at} for at in days))), city(), WEDNESDAY
    )
    assert (snapshot.totals["new_today"], snapshot.totals["usual_new_by_now"]) == (1, 1.0)


# Of a Wednesday 25 November and a window of 30 days, the previous period is the 30 days up to the start of
# Monday 26 October in the city, which is 16:00 UTC of Sunday the 25th.
PREVIOUS = [
    ("2026-09-26 00:00", True),  # Saturday, its very start: not in it any more
    ("2026-09-26 00:30", True),  # Saturday: in it
    ("2026-10-20 12:00", True),  # Tuesday: in it
    ("2026-10-25 23:59", False),  # Sunday, late: in it
    ("2026-10-26 00:30", True),  # Monday: after it
    ("2026-10-26 07:59", True),  # Monday, still Sunday in UTC: after it
]


def test_the_ranking_includes_the_previous_period() -> None:
    rows = [
        {
            "status_description": "selesai",
            "closed_datetime": local_time(closed),
            "expected_datetime": local_time(closed) + timedelta(hours=1 if on_time else -1),
        }
        for closed, on_time in PREVIOUS
    ]
    ranking_rows = build_snapshot(replace(BOARD_FACTS, previous=standings(*rows)), city(), WEDNESDAY).ranking
    previous_figures = {row["code"]: (row["previous_n"], row["previous_on_time"]) for row in ranking_rows}
    assert previous_figures[BARAT] == (3, pytest.approx(2 / 3))


def test_without_previous_standings_the_ranking_has_no_previous_period() -> None:
    assert {row["previous_n"] for row in board().ranking} == {None}


def test_withdrawn_reports_count_as_waiting_until_their_withdrawal() -> None:
    """Filed on Monday at 08:00: resolved after 10 and after 24 hours, three rejected after 5, 20 and 20.

    Of the two resolved alone, half are so after 10 hours. With the rejections, one of the four that still
    wait at 10 hours is resolved then, and only the closing after 24 brings those who wait under a half.
    """
    rejected = [
        {"status_description": "ditolak", "closed_datetime": local_time(f"2026-11-{at}")}
        for at in ("23 13:00", "24 04:00", "24 04:00")
    ]
    resolved = [
        {"status_description": "selesai", "closed_datetime": local_time(f"2026-11-{at}")}
        for at in ("23 18:00", "24 08:00")
    ]
    medians = [
        {
            row["code"]: row["median_hours"]
            for row in build_snapshot(facts(standings=table), city(), WEDNESDAY).ranking
        }
        for table in (standings(*resolved), standings(*resolved, *rejected))
    ]
    assert [medians_by_code[BARAT] for medians_by_code in medians] == [10, 24]


def test_years_with_unknown_joint_leave_are_listed() -> None:
    assert build_snapshot(facts(unknown_years=(2027,)), city(), WEDNESDAY).unknown_years == [2027]


def test_late_data_makes_the_snapshot_stale() -> None:
    assert build_snapshot(facts(), city(), WEDNESDAY).stale is True
    assert build_snapshot(facts(), city(), WEDNESDAY).data_as_of == MONDAY_NOON
    assert build_snapshot(facts(), city(), WEDNESDAY).pulls[0]["stale"] is True


def test_a_past_moment_is_historical_and_not_stale() -> None:
    snapshot = build_snapshot(facts(), city(), WEDNESDAY, historical=True)
    assert (snapshot.stale, snapshot.historical, snapshot.data_as_of) == (False, True, WEDNESDAY)


def test_a_past_moment_before_the_first_report_has_no_data() -> None:
    assert build_snapshot(facts(revision=0), city(), WEDNESDAY, historical=True).data_as_of is None


def test_simulated_data_is_marked() -> None:
    assert board(source=[{"name": "latihan", "kind": "simulated", "every_seconds": 5}]).simulated is True


def test_an_empty_store_gives_zeros_and_unknowns() -> None:
    snapshot = build_snapshot(facts(sources=(), revision=0), city(), WEDNESDAY)
    assert snapshot.totals["open"] == 0
    assert (snapshot.stale, snapshot.data_as_of, snapshot.totals["usual_new_by_now"]) == (True, None, None)


def test_records_are_dictionaries_of_plain_values() -> None:
    rows_found = records(pd.DataFrame({"code": ["a", "b"], "open": [1, 2]}))
    assert rows_found == [{"code": "a", "open": 1}, {"code": "b", "open": 2}]
    assert type(rows_found[0]["open"]) is int


def test_the_program_shows_floods_while_there_are_any() -> None:
    """The city's rule names the categories; only what is open counts."""
    rule = city(room={"flood": ["banjir"], "spotlights": 2})

    def views(*rows: dict[str, Any]) -> list[str]:
        return [
            scene["view"]
            for scene in build_snapshot(facts(standings=standings(*rows)), rule, WEDNESDAY).program
        ]

    assert views({}, {"area_code": DELIMA, "expected_datetime": None}) == [CITY_VIEW, BARAT]
    assert views({"service_code": "banjir", "expected_datetime": None}) == [CITY_VIEW, FLOOD_VIEW]
    closed = {"status_description": "selesai", "closed_datetime": MONDAY_NOON}
    assert views({"service_code": "banjir", **closed}) == [CITY_VIEW]


def test_a_snapshot_lists_just_missed_deadlines() -> None:
    rows = ({"expected_datetime": WEDNESDAY - timedelta(minutes=5)}, {"expected_datetime": None})
    board = build_snapshot(facts(standings=standings(*rows)), city(), WEDNESDAY)
    assert [line["service_request_id"] for line in board.just_late] == ["1"]
