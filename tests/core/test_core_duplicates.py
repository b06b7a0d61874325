"""Suggested duplicates: by category, distance, age and description."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.backlog.duplicates import (
    MAX_AGE,
    MAX_CANDIDATES,
    MAX_DISTANCE_METRES,
    MAX_SUGGESTIONS,
    METRES_PER_DEGREE,
    DuplicateQuery,
    likely_duplicates,
    nearby_reports,
)
from data.core.history.facts import KEY
from tests.builders import hours_before, standings
from tests.personas import ANGGREK, BARITO, IN_ANGGREK, MONDAY_NOON

LAT, LONG = IN_ANGGREK
QUERY = DuplicateQuery("sampah", ANGGREK, LAT, LONG, "sampah menumpuk di selokan")


def report_north(metres_north: float, **changed: Any) -> dict[str, Any]:
    """Return an open report of rubbish so far north of the query, filed three hours ago."""
    lat = LAT + metres_north / METRES_PER_DEGREE
    return {"lat": lat, "long": LONG, "requested_datetime": hours_before(3), **changed}


def candidate_ids(*rows: dict[str, Any], sought: DuplicateQuery = QUERY) -> list[str]:
    table = standings(*rows)
    return list(nearby_reports(table, sought, MONDAY_NOON)["service_request_id"])


@pytest.mark.parametrize(
    ("row", "is_near"),
    [
        (report_north(0), True),
        (report_north(MAX_DISTANCE_METRES - 1), True),
        (report_north(MAX_DISTANCE_METRES + 1), False),
        (report_north(0, service_code="banjir"), False),
        (report_north(0, status_description="selesai"), False),
        (report_north(0, requested_datetime=MONDAY_NOON), True),
        (report_north(0, requested_datetime=MONDAY_NOON + timedelta(seconds=1)), False),
        (report_north(0, requested_datetime=MONDAY_NOON - MAX_AGE), False),
        (report_north(0, requested_datetime=MONDAY_NOON - MAX_AGE + timedelta(seconds=1)), True),
        (report_north(0, lat=None, long=None, placement="named"), True),
        (report_north(0, lat=None, long=None, placement="named", area_code=BARITO), False),
    ],
    ids=["here", "199 m", "201 m", "another category", "closed", "just now", "not filed yet", "14 days ago",
         "a second less", "no point, same area", "no point, another area"],
)  # fmt: skip
def test_candidates_are_open_reports_of_the_category_near_in_place_and_time(
    row: dict[str, Any], is_near: bool
) -> None:
    assert bool(candidate_ids(row)) is is_near


def test_without_a_point_the_area_decides() -> None:
    by_name = DuplicateQuery("sampah", ANGGREK)
    assert len(candidate_ids(report_north(5_000), sought=by_name)) == 1
    assert candidate_ids(report_north(0, area_code=BARITO), sought=by_name) == []
    assert candidate_ids(report_north(0, area_code=None), sought=DuplicateQuery("sampah", None)) == []


def test_distance_counts_the_same_to_the_north_and_to_the_east() -> None:
    table = standings(report_north(100), {**report_north(0), "long": LONG + 100 / METRES_PER_DEGREE})
    metres = nearby_reports(table, QUERY, MONDAY_NOON)["metres"]
    assert metres.tolist() == pytest.approx([100, 100], abs=0.1)


def suggest(descriptions: list[str], *rows: dict[str, Any]) -> pd.DataFrame:
    return likely_duplicates(
        nearby_reports(standings(*rows), QUERY, MONDAY_NOON), descriptions, QUERY, MONDAY_NOON
    )


def test_at_equal_distance_the_more_similar_description_comes_first() -> None:
    table = suggest(["parkir di trotoar", "Sampah menumpuk di selokan!"], report_north(50), report_north(50))
    assert table["score"].is_monotonic_decreasing
    assert table["service_request_id"].tolist() == ["2", "1"]


def test_with_equal_descriptions_the_nearer_and_then_the_newer_comes_first() -> None:
    descriptions = ["sampah"] * 2
    assert suggest(descriptions, report_north(10), report_north(150))["service_request_id"].tolist() == [
        "1",
        "2",
    ]
    older = report_north(10, requested_datetime=hours_before(200))
    assert suggest(descriptions, report_north(10), older)["service_request_id"].tolist() == ["1", "2"]


def test_the_score_is_1_for_the_same_place_moment_and_description() -> None:
    table = suggest([QUERY.description], report_north(0, requested_datetime=MONDAY_NOON))
    assert table["score"].tolist() == pytest.approx([1.0])


@given(st.lists(st.floats(0, MAX_DISTANCE_METRES - 1), max_size=6))
def test_suggestions_are_capped_and_scores_lie_between_0_and_1(metres: list[float]) -> None:
    table = suggest(["sampah"] * len(metres), *[report_north(each) for each in metres])
    assert len(table) == min(len(metres), MAX_SUGGESTIONS)
    assert table["score"].between(0, 1).all()
    assert not table.duplicated(list(KEY)).any()


def test_the_number_of_candidates_is_capped() -> None:
    assert len(candidate_ids(*[report_north(1)] * (MAX_CANDIDATES + 5))) == MAX_CANDIDATES


def test_equal_suggestions_are_ordered_by_id() -> None:
    rows = [report_north(10), report_north(10), report_north(10)]
    assert suggest(["sampah"] * 3, *rows)["service_request_id"].tolist() == ["1", "2", "3"]


def test_a_degree_eastwards_is_shorter_the_further_from_the_equator() -> None:
    north = DuplicateQuery("sampah", ANGGREK, 60.0, 10.0)
    east = {**report_north(0), "lat": 60.0, "long": 10.0 + 100 / (METRES_PER_DEGREE * 0.5)}
    assert nearby_reports(standings(east), north, MONDAY_NOON)["metres"].tolist() == pytest.approx(
        [100], abs=0.1
    )


def test_a_point_with_one_coordinate_is_no_point() -> None:
    for half in (DuplicateQuery("sampah", ANGGREK, LAT, None), DuplicateQuery("sampah", ANGGREK, None, LONG)):
        assert nearby_reports(standings(report_north(5_000)), half, MONDAY_NOON)["metres"].isna().all()
        assert candidate_ids(report_north(5_000), sought=half) == ["1"]


def test_distances_and_scores_stay_aligned_with_their_reports_after_filtering() -> None:
    table = standings(
        report_north(5_000), report_north(30), report_north(0, service_code="banjir"), report_north(90)
    )
    rows = nearby_reports(table, QUERY, MONDAY_NOON)
    assert dict(zip(rows["service_request_id"], rows["metres"].round(), strict=True)) == {"2": 30, "4": 90}
    scored = likely_duplicates(rows, ["sampah menumpuk di selokan", "x"], QUERY, MONDAY_NOON)
    assert scored.set_index("service_request_id")["score"].is_monotonic_decreasing
    assert scored["score"].notna().all()


def test_a_report_without_a_point_scores_as_one_at_the_maximum_distance() -> None:
    named = report_north(0, lat=None, long=None, placement="named", requested_datetime=MONDAY_NOON)
    edge = report_north(MAX_DISTANCE_METRES - 0.001, requested_datetime=MONDAY_NOON)
    assert suggest(["x"], named)["score"].tolist() == pytest.approx(
        suggest(["x"], edge)["score"].tolist(), abs=1e-4
    )


def test_equal_scores_are_ordered_by_source_and_id() -> None:
    rows = [
        report_north(0, source=source, service_request_id=number)
        for source, number in ("qb", "qa", "pa", "pb")
    ]
    suggestions = likely_duplicates(
        nearby_reports(standings(*rows), QUERY, MONDAY_NOON).iloc[::-1], ["sampah"] * 4, QUERY, MONDAY_NOON
    )
    keys = ["".join(key) for key in suggestions[list(KEY)].itertuples(index=False)]
    assert keys == ["pa", "pb", "qa"]
