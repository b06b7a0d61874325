"""Every area of the layer has its counts; one without a report has zeros."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.core.history.counts import counts_by_area, open_reports
from tests.builders import areas, standings
from tests.personas import ANGGREK, BARITO, CEMPAKA, DELIMA, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday
CODES = [ANGGREK, BARITO, CEMPAKA, DELIMA]


def table(*rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    counts = counts_by_area(open_reports(standings(*rows), NOON), areas())
    return list(counts.itertuples(index=False, name=None))


def test_counts_of_two_areas_by_hand_and_zeros_for_the_rest() -> None:
    counts = counts_by_area(
        open_reports(
            standings(
                {"area_code": DELIMA},  # due Wednesday 08:00: late
                {"area_code": DELIMA, "expected_datetime": local_time("2026-11-23 20:00")},  # very late
                {"area_code": DELIMA, "expected_datetime": local_time("2026-11-25 13:00")},  # approaching
                {"area_code": DELIMA, "expected_datetime": local_time("2026-12-25 13:00")},  # on time
                {"area_code": ANGGREK, "expected_datetime": None},
                {"area_code": ANGGREK, "status_description": "selesai"},
            ),
            NOON,
        ),
        areas(),
    )
    assert list(counts.columns) == ["code", "name", "parent", "open", "overdue", "very_late", "approaching"]
    assert {type(value) for row in counts.itertuples(index=False) for value in row[3:]} == {int}
    assert list(counts.itertuples(index=False, name=None)) == [
        (ANGGREK, "Anggrek", "31.01.01", 1, 0, 0, 0),
        (BARITO, "Barito", "31.01.01", 0, 0, 0, 0),
        (CEMPAKA, "Cempaka", "31.01.02", 0, 0, 0, 0),
        (DELIMA, "Delima", "31.01.02", 4, 2, 1, 1),
    ]


def test_a_part_of_a_longer_table_counts_its_own_rows() -> None:
    """The rows keep the index of the whole table."""
    rows = [{"status_description": "selesai"}, {"status_description": "selesai"}, {"area_code": BARITO},
            {"area_code": CEMPAKA}, {"area_code": CEMPAKA}]  # fmt: skip
    assert [row[3] for row in table(*rows)] == [0, 1, 2, 0]


def test_an_empty_board_is_zeros_in_every_area() -> None:
    assert [row[3:] for row in table()] == [(0, 0, 0, 0)] * 4


def test_reports_without_a_known_area_are_in_none() -> None:
    counts = table({"area_code": None, "placement": "none"}, {"area_code": "99.99", "placement": "named"})
    assert sum(row[3] for row in counts) == 0


@given(st.lists(st.sampled_from(CODES), max_size=12))
def test_the_areas_add_up_to_what_is_on_the_map(codes: list[str]) -> None:
    counts = table(*({"area_code": code} for code in codes))
    assert [row[3] for row in counts] == [codes.count(code) for code in CODES]
    assert all(row[5] <= row[4] <= row[3] for row in counts)


def test_a_part_of_the_layer_has_its_own_counts() -> None:
    """Timur alone, whose rows are not the first of the layer."""
    opened = open_reports(standings({"area_code": DELIMA}, {"area_code": ANGGREK}), NOON)
    part = areas()[areas()["parent"] == "31.01.02"]
    counts = counts_by_area(opened, part)
    assert list(counts[["code", "open"]].itertuples(index=False, name=None)) == [(CEMPAKA, 0), (DELIMA, 1)]
