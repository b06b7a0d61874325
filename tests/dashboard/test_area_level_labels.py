"""Pages name the levels of areas as the city does, and offer one grouping where there is one level."""

import pytest

from dashboard.pages.kecamatan.labels import sort_labels
from dashboard.pages.kecamatan.sections.filters import area_labels
from dashboard.pages.kecamatan.sections.grid import grid_columns
from dashboard.pages.recap.labels import grouping_labels, list_heading, offered_groupings, row_labels
from data.core.config.area_levels import AreaLevels
from data.core.recap.groups import UNKNOWN_AREA, GroupBy
from data.core.recap.report_list import LISTED_COLUMNS

TWO = AreaLevels(parent_level="Kota", level="Distrik")
ONE = AreaLevels.model_validate({"levels": 1, "level": "Neighborhood"})
USUAL = AreaLevels()
WORDS = ("Kecamatan", "Kelurahan")


def recap_texts(levels: AreaLevels) -> list[str]:
    headings = [list_heading(name, levels) for name in LISTED_COLUMNS]
    labels = (*offered_groupings(levels).values(), *row_labels(levels).values())
    return [*map(str, labels), *headings]


def backlog_texts(levels: AreaLevels) -> list[str]:
    headings = [str(column["headerName"]) for column in grid_columns(levels)]
    labels = (*area_labels(levels).values(), *(label for _, label in sort_labels(levels)))
    return [*map(str, labels), *headings]


@pytest.mark.parametrize("levels", [TWO, ONE], ids=["two levels", "one level"])
def test_a_city_with_its_own_levels_shows_no_others(levels: AreaLevels) -> None:
    """Kind: another city. The recap, its files and the backlog said "Kecamatan" and "Kelurahan"."""
    texts = [*recap_texts(levels), *backlog_texts(levels)]
    assert [text for text in texts if text.startswith(WORDS)] == []
    assert {"Kota", "Distrik"} <= set(texts) or "Neighborhood" in texts


def test_a_city_of_one_level_offers_one_grouping_by_area() -> None:
    offered = offered_groupings(ONE)
    assert (offered[GroupBy.PARENT], GroupBy.AREA in offered) == ("Neighborhood", False)
    assert grouping_labels(ONE)[GroupBy.AREA] == "Neighborhood"  # a link from before still opens


def test_the_backlog_of_a_single_area_has_no_choice_of_areas() -> None:
    assert area_labels(ONE) == {}
    assert "area_name" not in {name for name, _ in sort_labels(ONE)}
    assert "area_name" not in {column["field"] for column in grid_columns(ONE)}


def test_headings_of_a_list_differ_also_where_there_is_one_level() -> None:
    headings = [list_heading(name, ONE) for name in LISTED_COLUMNS]
    assert len(set(headings)) == len(headings)


def test_a_city_of_kecamatan_and_kelurahan_reads_as_before() -> None:
    assert list(offered_groupings(USUAL).values())[:2] == ["Kecamatan", "Kelurahan"]
    assert row_labels(USUAL)[UNKNOWN_AREA] == "Kelurahan tidak dikenal"
    assert [list_heading(name, USUAL) for name in ("parent_name", "area_name")] == list(WORDS)
    assert [label for _, label in sort_labels(USUAL)] == [
        "Paling mendesak", "Paling lama masuk", "Paling baru masuk", "Kelurahan", "Kategori", "Pemegang",
    ]  # fmt: skip
    assert [column["headerName"] for column in grid_columns(USUAL)] == [
        "Sisa waktu", "Kategori", "Kelurahan", "Pemegang", "Status", "Masuk",
    ]  # fmt: skip
