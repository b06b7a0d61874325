"""The review report: its headline, its parts and its balances."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.core.history.facts import STANDING_COLUMNS
from data.core.history.trend import previous_moment
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.review_report import headline
from data.core.review.stock_flow import week_edges
from data.core.snapshot.snapshot import build_snapshot
from tests.builders import city, facts
from tests.event_histories import build_history
from tests.personas import BARAT, CEMPAKA, TIMUR, ZONE, local_time
from tests.review_reports import build_review_analysis, with_deadlines

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday


def test_each_kecamatan_and_the_city_balance_on_the_sheet() -> None:
    story = [
        ("1", "received", "2026-11-22 08:00"),
        ("2", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00"),
        ("3", "received", "2026-11-23 10:00", {"area_code": None}),
    ]
    flows = build_review_analysis(build_history(story), SINCE, UNTIL).report["flows"]
    assert [(row["code"], row["balances"], row["change"]) for row in flows] == [
        (BARAT, True, 0), (TIMUR, True, 0), ("", True, 1), (None, True, 1),
    ]  # fmt: skip


def test_the_headline_names_the_bands_and_the_largest_move() -> None:
    flows = [
        {"code": BARAT, "change": 3}, {"code": TIMUR, "change": -8}, {"code": "", "change": 50},
        {"code": None, "change": 45},
    ]  # fmt: skip
    ranked = [
        {"code": BARAT, "name": "Barat", "band": "above"}, {"code": TIMUR, "name": "Timur", "band": "same"},
    ]  # fmt: skip
    headline_found = headline(
        flows, ranked, {"opening": 5, "closing": 50, "state:late": 2, "state:very_late": 1}
    )
    assert (
        headline_found["opening"],
        headline_found["closing"],
        headline_found["new"],
        headline_found["overdue"],
    ) == (5, 50, 0, 3)
    assert headline_found["bands"] == {"above": ["Barat"], "same": ["Timur"]}
    assert headline_found["most"] == {"code": TIMUR, "name": "Timur", "change": -8}


def test_an_empty_store_has_a_sheet_of_zeros_and_no_first_event() -> None:
    sheet = build_review_analysis(build_history([]), SINCE, UNTIL).report
    assert (sheet["counts"], sheet["first"], sheet["oldest"], sheet["worst"]) == ({}, None, [], [])
    assert all(row["balances"] for row in sheet["flows"])


@pytest.mark.parametrize(("name", "first"), [("oldest", "1"), ("worst", "2")])
def test_the_oldest_and_the_most_overdue_are_different_lists(name: str, first: str) -> None:
    """1 was filed before 2, but has longer to go; 3 is not late at all."""
    story = [
        ("1", "received", "2026-11-23 01:00"),
        ("2", "received", "2026-11-23 02:00"),
        ("3", "received", "2026-11-23 03:00"),
    ]
    history = with_deadlines(build_history(story))
    later = local_time("2026-11-23 20:00"), local_time("2026-11-23 10:00"), local_time("2026-11-25 10:00")
    history["expected_datetime"] = list(later)
    history = history.astype({"expected_datetime": "datetime64[us, UTC]"})
    rows = build_review_analysis(history, SINCE, UNTIL).report[name]
    assert rows[0]["service_request_id"] == first
    assert len(rows) == (3 if name == "oldest" else 2)


PARTS = {
    "formula", "city", "since", "until", "simulated", "first", "parents", "categories", "counts", "flows",
    "headline", "ranking", "ranking_before", "ranking_rule", "city_on_time_before", "why", "weeks", "holders",
    "parents_holders", "closings", "signs", "signs_rule", "oldest", "worst", "night", "unknown_years",
}  # fmt: skip
HISTORY_STEPS = [
    ("1", "received", "2026-11-22 08:00"),
    ("2", "received", "2026-11-23 08:00", {"service_code": "banjir"}),
    ("3", "received", "2026-11-23 08:30", {"service_code": "banjir"}),
    ("4", "received", "2026-11-23 08:40", {"area_code": CEMPAKA}),
    ("2", "closed", "2026-11-23 09:00"),
    ("3", "closed", "2026-11-23 23:00"),
]


def test_the_sheet_has_its_named_parts_its_city_and_its_period() -> None:
    """A frozen pack is read by these names for years: none is renamed or lost."""
    sheet = build_review_analysis(with_deadlines(build_history(HISTORY_STEPS)), SINCE, UNTIL).report
    assert set(sheet) == PARTS
    assert sheet["city"] == {"code": "31.01", "name": "Kota Uji", "timezone": "Asia/Makassar"}
    assert (sheet["since"], sheet["until"], sheet["simulated"]) == (SINCE, UNTIL, False)
    assert sheet["first"] == local_time("2026-11-22 08:00")
    assert sheet["unknown_years"] == []


def test_places_and_categories_have_names_and_the_most_received_come_first() -> None:
    sheet = build_review_analysis(with_deadlines(build_history(HISTORY_STEPS)), SINCE, UNTIL).report
    assert sheet["parents"] == [
        {"code": BARAT, "name": "Barat"}, {"code": TIMUR, "name": "Timur"}, {"code": "", "name": ""},
    ]  # fmt: skip
    assert sheet["categories"] == [
        {"code": "banjir", "name": "Banjir"}, {"code": "sampah", "name": "Sampah"},
    ]  # fmt: skip


def test_the_rates_of_the_sheet_are_those_of_its_two_moments() -> None:
    """90 minutes each. At the end 2 in time, 3 late, 1 and 4 over: 1 of 4. At the beginning 1 over."""
    sheet = build_review_analysis(with_deadlines(build_history(HISTORY_STEPS)), SINCE, UNTIL).report
    assert sheet["ranking_rule"]["city_on_time"] == pytest.approx(1 / 4)
    assert sheet["city_on_time_before"] == 0
    assert {row["code"] for row in sheet["ranking"]} == {BARAT, TIMUR}
    assert {row["code"] for row in sheet["ranking_before"]} == {BARAT, TIMUR}
    assert set(sheet["ranking_rule"]) >= {"window_days", "minimum_sample", "city_on_time"}
    assert set(sheet["parents_holders"]) == {BARAT, TIMUR, ""}
    assert [set(sign) for sign in sheet["signs"]] == [{"sign", "known", "count"}] * len(sheet["signs"])
    assert sheet["headline"]["closed"] == 2


def test_the_headline_of_an_empty_period_is_zeros() -> None:
    assert headline([], [], {}) == {
        "opening": 0, "closing": 0, "new": 0, "closed": 0, "overdue": 0, "bands": {}, "most": None,
    }  # fmt: skip


def test_a_list_has_200_rows_a_page() -> None:
    analysis = build_review_analysis(
        build_history([(f"{n:03}", "received", "2026-11-23 08:00") for n in range(203)]), SINCE, UNTIL
    )
    metric_key = MetricKey(Metric.NEW)
    parts = [
        analysis.reports(metric_key),
        analysis.reports(metric_key, 200),
        analysis.reports(metric_key, 3, 4),
    ]
    assert [len(part) for part in parts] == [200, 3, 4]
    assert [row["service_request_id"] for row in parts[2]] == ["003", "004", "005", "006"]
    assert (parts[0][0]["service_request_id"], analysis.count(metric_key)) == ("000", 203)


def test_categories_are_ordered_by_received_reports_and_then_by_code() -> None:
    story = [
        ("1", "received", "2026-11-20 08:00", {"service_code": "usul"}),  # open before, none of it new
        ("2", "received", "2026-11-23 08:00", {"service_code": "sampah"}),
        ("3", "received", "2026-11-23 09:00", {"service_code": "narkoba"}),
        ("4", "received", "2026-11-23 10:00", {"service_code": "sampah"}),
        ("5", "received", "2026-11-23 11:00", {"service_code": "banjir"}),
    ]
    categories = build_review_analysis(build_history(story), SINCE, UNTIL).report["categories"]
    assert categories == [
        {"code": "sampah", "name": "Sampah"},
        {"code": "banjir", "name": "Banjir"},
        {"code": "narkoba", "name": "Narkoba"},
        {"code": "usul", "name": "Usul"},
    ]


def test_the_headline_has_new_and_closed_reports() -> None:
    headline_found = headline([], [], {"new": 7, "closed": 4})
    assert (headline_found["new"], headline_found["closed"], headline_found["most"]) == (7, 4, None)


def test_the_ranking_of_a_sheet_equals_that_of_the_wall() -> None:
    """Seventy days: two in time in the window before, one late and one withdrawn in this one."""
    late, fine = {"verdict": "closed_late"}, {"verdict": "closed_on_time"}
    story = [
        ("1", "received", "2026-09-25 08:00"), ("1", "closed", "2026-10-10 09:00", fine),
        ("2", "received", "2026-09-26 08:00"), ("2", "closed", "2026-10-11 09:00", fine),
        ("6", "received", "2026-09-26 08:00"), ("6", "closed", "2026-10-12 09:00", fine),
        ("3", "received", "2026-11-10 08:00"), ("3", "closed", "2026-11-20 08:00", late),
        ("7", "received", "2026-11-10 08:00"), ("7", "closed", "2026-11-20 08:00", late),
        ("8", "received", "2026-11-10 08:00"), ("8", "closed", "2026-11-21 08:00", late),
        ("4", "received", "2026-11-12 08:00"), ("4", "withdrawn", "2026-11-13 08:00"),
        ("5", "received", "2026-11-20 08:00"),
    ]  # fmt: skip
    history = build_history(sorted(story, key=lambda step: step[2]))
    sheet = build_review_analysis(history, SINCE, UNTIL).report
    last, before = (
        history[history["occurred_at"] <= pd.Timestamp(at)].drop_duplicates("service_request_id", keep="last")
        for at in (UNTIL, previous_moment(UNTIL, 30, ZONE))
    )
    columns = list(STANDING_COLUMNS)
    wall = build_snapshot(facts(standings=last[columns], previous=before[columns]), city(), UNTIL)
    assert sheet["ranking"] == wall.ranking
    (barat_row,) = [row for row in sheet["ranking"] if row["code"] == BARAT]
    assert (barat_row["n"], barat_row["closed_late"]) == (3, 3)
    assert barat_row["trend"] is not None


def test_the_categories_of_a_sheet_are_ordered_by_received_reports() -> None:
    story = [
        ("1", "received", "2026-11-22 08:00", {"service_code": "banjir"}),
        ("2", "received", "2026-11-23 08:00", {"service_code": "usul"}),
        ("3", "received", "2026-11-23 08:00", {"service_code": "sampah"}),
        ("4", "received", "2026-11-23 09:00", {"service_code": "sampah"}),
    ]
    categories = build_review_analysis(build_history(story), SINCE, UNTIL).report["categories"]
    assert [one["code"] for one in categories] == ["sampah", "usul", "banjir"]


def test_review_data_separates_both_moments_and_on_time_from_late() -> None:
    """At the beginning 1 was open; at the very end, of which 3 still is, 2 was closed in time, 3 late."""
    history = with_deadlines(build_history([
        ("1", "received", "2026-11-22 08:00"), ("1", "closed", "2026-11-22 12:00"),
        ("2", "received", "2026-11-23 08:00"), ("2", "closed", "2026-11-23 09:00"),
        ("3", "received", "2026-11-23 10:00"), ("3", "closed", "2026-11-24 00:00"),
    ]))  # fmt: skip
    review_data = build_review_analysis(history, SINCE, UNTIL).review_data
    ids_by_moment = {
        moment: set(review_data.standings_at(moment)["service_request_id"]) for moment in (SINCE, UNTIL)
    }
    assert ids_by_moment == {SINCE: {"1"}, UNTIL: {"1", "2", "3"}}
    assert review_data.standings_at(UNTIL)["status"].tolist() == ["closed"] * 3
    cases = review_data.rate_cases(UNTIL)
    assert dict(zip(cases["detail"], cases["on_time"], strict=True)) == {"late": False, "on_time": True}


def test_the_weeks_of_a_sheet_end_at_the_citys_hour_and_begin_twelve_weeks_before() -> None:
    weeks = build_review_analysis(build_history([]), SINCE, UNTIL).report["weeks"]
    assert (len(weeks), weeks[0], weeks[-1]) == (13, local_time("2026-09-01 00:00"), UNTIL)
    assert {week.utcoffset() for week in weeks} == {timedelta(hours=8)}


def test_a_week_across_a_clock_change_begins_at_the_same_local_hour() -> None:
    """In Berlin clocks go back on Sunday 25 October 2026."""
    berlin = ZoneInfo("Europe/Berlin")
    edges = week_edges(datetime(2026, 10, 28, 8, tzinfo=berlin).astimezone(UTC), berlin)
    assert [(edge.hour, edge.utcoffset()) for edge in edges[-2:]] == [
        (8, timedelta(hours=2)), (8, timedelta(hours=1)),
    ]  # fmt: skip


def test_the_night_of_a_sheet_is_the_busiest_of_its_period() -> None:
    history = build_history([("1", "received", "2026-11-20 22:00")])
    night = build_review_analysis(history, local_time("2026-11-16 00:00"), UNTIL).report["night"]
    assert night == (local_time("2026-11-20 18:00"), local_time("2026-11-21 06:00"))
