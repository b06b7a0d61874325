"""What is offered as the same report: by category, distance, age and words."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.backlog.duplicates import (
    METRES_PER_DEGREE,
    MOST_OFFERED,
    MOST_WEIGHED,
    NEAR_METRES,
    WITHIN,
    Sought,
    near,
    offered,
)
from data.core.history.facts import KEY
from tests.builders import hours_before, standings
from tests.personas import ANGGREK, BARITO, IN_ANGGREK, MONDAY_NOON

LAT, LONG = IN_ANGGREK
HERE = Sought("sampah", ANGGREK, LAT, LONG, "sampah menumpuk di selokan")


def at(metres_north: float, **changed: Any) -> dict[str, Any]:
    """An open report of rubbish so far north of the sought point, filed three hours ago."""
    lat = LAT + metres_north / METRES_PER_DEGREE
    return {"lat": lat, "long": LONG, "requested_datetime": hours_before(3), **changed}


def found(*rows: dict[str, Any], sought: Sought = HERE) -> list[str]:
    table = standings(*rows)
    return list(near(table, sought, MONDAY_NOON)["service_request_id"])


@pytest.mark.parametrize(
    ("row", "is_near"),
    [
        (at(0), True),
        (at(NEAR_METRES - 1), True),
        (at(NEAR_METRES + 1), False),
        (at(0, service_code="banjir"), False),
        (at(0, status_description="selesai"), False),
        (at(0, requested_datetime=MONDAY_NOON), True),
        (at(0, requested_datetime=MONDAY_NOON + timedelta(seconds=1)), False),
        (at(0, requested_datetime=MONDAY_NOON - WITHIN), False),
        (at(0, requested_datetime=MONDAY_NOON - WITHIN + timedelta(seconds=1)), True),
        (at(0, lat=None, long=None, placement="named"), True),
        (at(0, lat=None, long=None, placement="named", area_code=BARITO), False),
    ],
    ids=["here", "199 m", "201 m", "another category", "closed", "just now", "not filed yet", "14 days ago",
         "a second less", "no point, same area", "no point, another area"],
)  # fmt: skip
def test_only_open_reports_of_the_category_near_in_place_and_time_are_weighed(
    row: dict[str, Any], is_near: bool
) -> None:
    assert bool(found(row)) is is_near


def test_without_a_point_the_area_decides() -> None:
    by_name = Sought("sampah", ANGGREK)
    assert len(found(at(5_000), sought=by_name)) == 1
    assert found(at(0, area_code=BARITO), sought=by_name) == []
    assert found(at(0, area_code=None), sought=Sought("sampah", None)) == []


def test_distance_counts_the_same_to_the_north_and_to_the_east() -> None:
    table = standings(at(100), {**at(0), "long": LONG + 100 / METRES_PER_DEGREE})
    metres = near(table, HERE, MONDAY_NOON)["metres"]
    assert metres.tolist() == pytest.approx([100, 100], abs=0.1)


def offer(words: list[str], *rows: dict[str, Any]) -> pd.DataFrame:
    return offered(near(standings(*rows), HERE, MONDAY_NOON), words, HERE, MONDAY_NOON)


def test_of_two_as_near_the_one_in_the_same_words_comes_first() -> None:
    table = offer(["parkir di trotoar", "Sampah menumpuk di selokan!"], at(50), at(50))
    assert table["score"].is_monotonic_decreasing
    assert table["service_request_id"].tolist() == ["2", "1"]


def test_of_two_in_the_same_words_the_nearer_comes_first_and_of_two_as_near_the_newer() -> None:
    words = ["sampah"] * 2
    assert offer(words, at(10), at(150))["service_request_id"].tolist() == ["1", "2"]
    older = at(10, requested_datetime=hours_before(200))
    assert offer(words, at(10), older)["service_request_id"].tolist() == ["1", "2"]


def test_the_score_is_whole_for_the_same_place_the_same_moment_and_the_same_words() -> None:
    table = offer([HERE.description], at(0, requested_datetime=MONDAY_NOON))
    assert table["score"].tolist() == pytest.approx([1.0])


@given(st.lists(st.floats(0, NEAR_METRES - 1), max_size=6))
def test_never_more_are_offered_than_a_person_reads_and_each_score_is_a_share(metres: list[float]) -> None:
    table = offer(["sampah"] * len(metres), *[at(each) for each in metres])
    assert len(table) == min(len(metres), MOST_OFFERED)
    assert table["score"].between(0, 1).all()
    assert not table.duplicated(list(KEY)).any()


def test_no_more_are_weighed_than_can_be_read_in_a_moment() -> None:
    assert len(found(*[at(1)] * (MOST_WEIGHED + 5))) == MOST_WEIGHED


def test_of_equal_ones_the_order_never_depends_on_the_stores() -> None:
    rows = [at(10), at(10), at(10)]
    assert offer(["sampah"] * 3, *rows)["service_request_id"].tolist() == ["1", "2", "3"]


def test_a_degree_eastwards_is_shorter_the_further_from_the_equator() -> None:
    north = Sought("sampah", ANGGREK, 60.0, 10.0)
    east = {**at(0), "lat": 60.0, "long": 10.0 + 100 / (METRES_PER_DEGREE * 0.5)}
    assert near(standings(east), north, MONDAY_NOON)["metres"].tolist() == pytest.approx([100], abs=0.1)


def test_half_a_point_is_none() -> None:
    for half in (Sought("sampah", ANGGREK, LAT, None), Sought("sampah", ANGGREK, None, LONG)):
        assert near(standings(at(5_000)), half, MONDAY_NOON)["metres"].isna().all()
        assert found(at(5_000), sought=half) == ["1"]


def test_each_report_keeps_its_own_distance_and_score_whatever_was_left_out_before_it() -> None:
    table = standings(at(5_000), at(30), at(0, service_code="banjir"), at(90))
    rows = near(table, HERE, MONDAY_NOON)
    assert dict(zip(rows["service_request_id"], rows["metres"].round(), strict=True)) == {"2": 30, "4": 90}
    scored = offered(rows, ["sampah menumpuk di selokan", "x"], HERE, MONDAY_NOON)
    assert scored.set_index("service_request_id")["score"].is_monotonic_decreasing
    assert scored["score"].notna().all()


def test_a_report_without_a_point_counts_as_one_at_the_edge() -> None:
    named = at(0, lat=None, long=None, placement="named", requested_datetime=MONDAY_NOON)
    edge = at(NEAR_METRES - 0.001, requested_datetime=MONDAY_NOON)
    assert offer(["x"], named)["score"].tolist() == pytest.approx(
        offer(["x"], edge)["score"].tolist(), abs=1e-4
    )


def test_of_equally_likely_ones_the_first_key_stands_first() -> None:
    rows = [at(0, source=source, service_request_id=number) for source, number in ("qb", "qa", "pa", "pb")]
    found = offered(near(standings(*rows), HERE, MONDAY_NOON).iloc[::-1], ["sampah"] * 4, HERE, MONDAY_NOON)
    keys = ["".join(key) for key in found[list(KEY)].itertuples(index=False)]
    assert keys == ["pa", "pb", "qa"]
