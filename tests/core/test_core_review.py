"""The review of two moments as one value."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
import pandas as pd
import pytest
from hypothesis import given

from data.core.config.indicator_rule import AnomalyRule
from data.core.history.coverage import HistoryCoverage, coverage_of
from data.core.review.review import Review, review, with_known_evidence
from tests.builders import areas, city
from tests.event_histories import build_history, event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, CEMPAKA, TIMUR, local_time

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday

STORY = [
    ("1", "received", "2026-11-23 08:00"),
    ("1", "closed", "2026-11-23 08:06"),  # six minutes, no evidence
    ("1", "reopened", "2026-11-23 12:06"),
    ("1", "closed", "2026-11-23 14:06", {"evidence": True}),
    ("2", "received", "2026-11-22 22:00", {"area_code": CEMPAKA, "service_code": "narkoba"}),
    (
        "2",
        "status",
        "2026-11-23 06:00",
        {"agency_responsible": "BNN Kota", "status_description": "disposisi"},
    ),
    ("2", "closed", "2026-11-23 07:00"),
    ("3", "received", "2026-11-23 23:00", {"area_code": None, "placement": "none"}),
]


def review_of(history: pd.DataFrame, since: datetime = SINCE, until: datetime = UNTIL) -> Review:
    """Return the review of the test city."""
    return review(history, areas(), city(), since, until)


@pytest.fixture
def monday() -> Review:
    """Return the review of the events above."""
    return review_of(build_history(STORY))


def test_the_city_and_each_kecamatan_have_their_flow(monday: Review) -> None:
    """There is a row per kecamatan, and one without a code for reports in no area."""
    assert monday.flow == {
        "opening": 1, "new": 2, "reopened": 1, "moved_in": 0,
        "closed": 3, "withdrawn": 0, "moved_out": 0, "closing": 1,
    }  # fmt: skip
    closed = [(row["code"], row["name"], row["closed"], row["closing"]) for row in monday.parents]
    assert closed == [(BARAT, "Barat", 2, 0), (TIMUR, "Timur", 1, 0), (None, None, 0, 1)]


def test_a_review_has_its_city_period_and_thresholds(monday: Review) -> None:
    """A printed review must be understood alone."""
    assert monday.city == {"code": "31.01", "name": "Kota Uji", "timezone": "Asia/Makassar"}
    assert (monday.since, monday.until) == (SINCE, UNTIL)
    assert monday.signs_rule == AnomalyRule().model_dump()
    assert review(build_history([]), areas(), city(signs={"quick_minutes": 3}), SINCE, UNTIL).signs_rule == (
        AnomalyRule(quick_minutes=3).model_dump()
    )


def test_assignees_with_equal_time_are_ordered_by_name() -> None:
    """Each an hour."""
    story = [
        (name, "received", "2026-11-23 08:00", {"agency_responsible": name})
        for name in ("DLH", "BPBD", "PUPR")
    ]
    review_found = review_of(
        build_history([*story, *[(name, "closed", "2026-11-23 09:00") for name in ("DLH", "BPBD", "PUPR")]])
    )
    assert [row["holder"] for row in review_found.holders] == ["BPBD", "DLH", "PUPR"]


def test_the_time_of_each_assignee_by_hand(monday: Review) -> None:
    """Report 1: 6 minutes and 2 hours; report 2: 6 hours and, at BNN, one; report 3: an hour."""
    assert monday.holders == [
        {"holder": "kecamatan", "hours": pytest.approx(9.1), "reports": 3},
        {"holder": "BNN Kota", "hours": 1.0, "reports": 1},
    ]
    east = monday.parents[1]["holders"]
    assert [(row["holder"], row["hours"]) for row in east] == [("kecamatan", 6.0), ("BNN Kota", 1.0)]


def test_closings_with_and_without_evidence_are_counted_separately(monday: Review) -> None:
    """Two were closed without a photo, one with."""
    assert monday.closings == {
        "closed": 3, "with_evidence": 1, "without_evidence": 2, "evidence_unknown": 0, "reopened": 1,
    }  # fmt: skip
    assert [row["closed_without_evidence"] for row in monday.parents] == [1, 1, 0]


def test_each_indicator_lists_its_reports_with_their_figures(monday: Review) -> None:
    """An indicator without a report is listed with zero."""
    counts = {sign["sign"]: sign["count"] for sign in monday.signs}
    assert counts == {
        "closed_quickly": 1, "burst": 0, "burst_before_review": 0, "closed_without_evidence": 2,
        "recategorised_late": 0, "reopened_soon": 1, "one_reporter": None,
    }  # fmt: skip
    quick = monday.signs[0]["reports"][0]
    assert (quick["service_request_id"], quick["parent"]) == ("1", BARAT)
    assert (quick["at"], quick["figures"]) == (local_time("2026-11-23 08:06"), {"minutes": 6.0})


def test_a_report_of_an_indicator_has_its_public_fields(monday: Review) -> None:
    """It has plain values under public names, and nothing of its reporter."""
    assert monday.signs[0]["reports"] == [
        {
            "source": "qlue", "service_request_id": "1", "service_code": "sampah", "service_name": "Sampah",
            "placement": "point", "area": ANGGREK, "area_name": "Anggrek", "parent": BARAT,
            "parent_name": "Barat", "at": local_time("2026-11-23 08:06"), "figures": {"minutes": 6.0},
        }
    ]  # fmt: skip


def test_the_figures_of_a_burst_are_plain_values_without_the_parent() -> None:
    """Three days with a closing each, then five within minutes."""
    before = [
        (f"{day}", kind, f"2026-11-{day} {time}")
        for day in (17, 18, 19) for kind, time in (("received", "08:00"), ("closed", "09:00"))
    ]  # fmt: skip
    many = [(f"m{n}", "received", f"2026-11-22 08:0{n}") for n in range(5)]
    many += [(f"m{n}", "closed", f"2026-11-23 14:0{n}") for n in range(5)]
    burst = next(sign for sign in review_of(build_history([*before, *many])).signs if sign["sign"] == "burst")
    figures = burst["reports"][0]["figures"]
    assert figures == {"in_window": 5, "usual": 1.0, "minutes": 30, "closed_basis": "source"}
    assert [type(value) for value in figures.values()] == [int, float, int, str]
    assert (burst["count"], burst["reports"][0]["parent"]) == (5, BARAT)


def test_days_in_a_review_are_days_of_the_city() -> None:
    """Ten reports of one person around seven o'clock and ten o'clock: one day here, two in Greenwich."""
    story = [
        (str(n), "received", f"2026-11-23 {'07' if n < 5 else '10'}:0{n % 5}", {"reporter": "a1"})
        for n in range(10)
    ]
    indicator = next(sign for sign in review_of(build_history(story)).signs if sign["sign"] == "one_reporter")
    assert (indicator["count"], indicator["reports"][0]["figures"]["day"]) == (10, "2026-11-23")


def test_a_sensitive_report_is_placed_by_its_kecamatan_only(monday: Review) -> None:
    """It has neither kelurahan nor point."""
    bare = next(sign for sign in monday.signs if sign["sign"] == "closed_without_evidence")
    place = {row["service_request_id"]: (row["area"], row["parent"]) for row in bare["reports"]}
    assert place["2"] == (None, TIMUR)


@pytest.mark.parametrize("sign", ["closed_without_evidence", "one_reporter"])
def test_indicators_without_data_are_unknown_and_not_zero(sign: str) -> None:
    """A source that never provides evidence or reporters cannot show that there is no anomaly."""
    review_found = review_of(build_history(STORY).assign(evidence=False))
    indicator = next(row for row in review_found.signs if row["sign"] == sign)
    assert (indicator["known"], indicator["count"]) == (False, None)
    assert review_found.closings["evidence_unknown"] == review_found.closings["closed"] == 3
    assert {row["closed_without_evidence"] for row in review_found.parents} == {None}


def test_years_with_unknown_joint_leave_are_listed() -> None:
    """The list is empty where all years are known."""
    review_found = review(build_history(STORY), areas(), city(), SINCE, UNTIL, (2027,))
    assert review_found.as_dict()["unknown_years"] == [2027]
    assert review_of(build_history(STORY)).as_dict()["unknown_years"] == []


def test_an_empty_store_has_an_empty_review() -> None:
    """Its figures are zeros."""
    review_found = review_of(build_history([]))
    assert set(review_found.flow.values()) == {0}
    assert [row["code"] for row in review_found.parents] == [BARAT, TIMUR, None]
    assert review_found.holders == []


@limited_examples(25)
@given(event_histories(), periods())
def test_the_parts_of_a_review_agree_and_are_json_serialisable(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    """Each figure has one value, wherever it is in the review."""
    review_found = review_of(history, *period)
    body: dict[str, Any] = orjson.loads(orjson.dumps(review_found.as_dict()))
    assert body["flow"] == review_found.flow
    closings = review_found.closings
    assert (
        closings["closed"]
        == review_found.flow["closed"]
        == sum(row["closed"] for row in review_found.parents)
    )
    known_evidence = closings["with_evidence"] + closings["without_evidence"]
    assert closings["closed"] == known_evidence + closings["evidence_unknown"]
    assert closings["reopened"] == review_found.flow["reopened"]
    bare = sum(row["closed_without_evidence"] or 0 for row in review_found.parents)
    assert bare == closings["without_evidence"]
    assert (
        len(next(s for s in review_found.signs if s["sign"] == "closed_without_evidence")["reports"]) == bare
    )
    hours = sum(part["hours"] for row in review_found.parents for part in row["holders"])
    assert hours == pytest.approx(sum(part["hours"] for part in review_found.holders))


def test_evidence_is_unknown_for_sources_that_the_coverage_does_not_list() -> None:
    history = build_history(STORY)
    assert with_known_evidence(history)["evidence"].notna().all()
    assert (
        with_known_evidence(history, replace(coverage_of(history), evidence=frozenset()))["evidence"]
        .isna()
        .all()
    )
    silent = build_history([("1", "received", "2026-11-23 08:00")])
    assert with_known_evidence(silent)["evidence"].isna().all()
    assert with_known_evidence(silent, coverage_of(history))["evidence"].tolist() == [0.0]


def test_the_coverage_of_all_events_overrides_the_events_of_the_period() -> None:
    """The source has provided evidence once; none of the closings of the period has any."""
    history = build_history([("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 09:00")])
    coverage = replace(coverage_of(history), evidence=frozenset({"qlue"}))
    assert review_of(history).closings["evidence_unknown"] == 1
    review_found = review(history, areas(), city(), SINCE, UNTIL, coverage=coverage)
    assert (review_found.closings["without_evidence"], review_found.closings["evidence_unknown"]) == (1, 0)


def test_closings_before_a_review_are_compared_with_the_whole_history() -> None:
    """Nine closed in the last day. There is no usual number if the first event of all is within that day."""
    history = build_history([
        step for n in range(9)
        for step in ((str(n), "received", "2026-11-23 08:00"), (str(n), "closed", "2026-11-23 20:00"))
    ])  # fmt: skip
    long_ago = replace(coverage_of(history), first=local_time("2026-08-01 08:00"))

    def burst_count(coverage: HistoryCoverage) -> Any:
        review_found = review(history, areas(), city(), SINCE, UNTIL, coverage=coverage)
        return next(sign["count"] for sign in review_found.signs if sign["sign"] == "burst_before_review")

    assert (burst_count(coverage_of(history)), burst_count(long_ago)) == (0, 9)
