"""The wall's ranking: whole where there is room, else both ends and what moved."""

from typing import Any

import pytest

from dashboard.pages.wall.sections.ranking import ranking_rows
from data.core.ranking.extract import RankingExtract, choose_rows
from data.core.ranking.rows import RankingRow, RankingRuleRow
from tests.dashboard.components import class_names, visible_text

MANY = 280
RULE: RankingRuleRow = {
    "window_days": 30, "minimum_sample": 5, "duration_days": 90, "city_on_time": 0.5,
}  # fmt: skip


def rank_row(place: int, count: int, **changed: Any) -> RankingRow:
    rate = 1 - place / count
    row: Any = {
        "code": f"area-{place}", "name": f"Area {place}", "n": 9, "rank_from": place, "rank_to": place,
        "on_time": rate, "low": rate, "high": rate, "band": "same", "previous_on_time": rate, "trend": "same",
    }  # fmt: skip
    return row | changed


def ranking(count: int, **changed_by_place: dict[str, Any]) -> list[RankingRow]:
    return [
        rank_row(place, count, **changed_by_place.get(f"at_{place}", {})) for place in range(1, count + 1)
    ]


def places(rows: tuple[RankingRow, ...]) -> list[int]:
    return [row["rank_from"] or 0 for row in rows]


@pytest.mark.parametrize("count", [0, 1, 11, 20])
def test_a_short_ranking_is_shown_whole(count: int) -> None:
    rows = ranking(count)
    assert choose_rows(rows, "area-1") == RankingExtract(tuple(rows))


def test_of_a_long_ranking_both_ends_and_what_moved_are_shown() -> None:
    """Kind: cities of many areas. 280 rows stood in one panel, each less than three pixels high."""
    moved = {f"at_{place}": {"previous_on_time": 0.9} for place in (200, 150)}
    extract = choose_rows(ranking(MANY, **moved))
    assert places(extract.first) == [1, 2, 3, 4, 5]
    assert places(extract.moved) == [150, 200]
    assert places(extract.last) == [276, 277, 278, 279, 280]
    assert extract.rest == MANY - 12


def test_a_change_that_chance_does_not_explain_comes_first() -> None:
    chance = {f"at_{place}": {"previous_on_time": 1.0} for place in range(100, 120)}
    certain = {"at_50": {"previous_on_time": 0.7, "trend": "better"}}
    assert 50 in places(choose_rows(ranking(MANY, **chance, **certain)).moved)


def test_a_row_that_is_at_an_end_is_not_shown_twice_as_moved() -> None:
    assert choose_rows(ranking(MANY, at_1={"previous_on_time": 0.1})).moved == ()


def test_areas_with_too_few_reports_are_no_lower_end() -> None:
    unranked: dict[str, Any] = {
        "on_time": None,
        "rank_from": None,
        "rank_to": None,
        "low": None,
        "high": None,
    }
    extract = choose_rows(ranking(MANY, **{f"at_{place}": unranked for place in range(12, MANY + 1)}))
    assert places(extract.last) == [7, 8, 9, 10, 11]
    assert extract.rest == MANY - 10


def test_the_row_of_the_view_is_always_shown_and_highlighted() -> None:
    rows = ranking(MANY)
    assert places(choose_rows(rows, "area-140").viewed) == [140]
    assert choose_rows(rows, "area-2").viewed == ()
    assert sum("shown" in name for name in class_names(ranking_rows(rows, RULE, "area-140"))) == 1


def test_lines_between_the_groups_tell_what_they_are() -> None:
    text = visible_text(ranking_rows(ranking(MANY, at_99={"previous_on_time": 0.2}), RULE))
    assert "paling berubah, poin terhadap 30 hari sebelumnya" in text
    assert "Area 99 +45" in text
    assert "… 269 lainnya" in text
