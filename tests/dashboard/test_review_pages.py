"""The review's lists of areas: one table as ever, and pages where there are many areas."""

from typing import Any

import pytest

from dashboard.pages.review.sections.area_tables import FigureRow, FigureTable, figure_pages
from dashboard.pages.review.sections.pages import PAGE_LENGTH
from dashboard.pages.review.view import FigureLink, ReviewView
from dashboard.ui.table_columns import TableColumn
from tests.builders import city
from tests.dashboard.html_pages import HtmlElement
from tests.dashboard.review_html import section_html

MANY = 280


def area_rows(count: int) -> list[FigureRow]:
    return [FigureRow(f"a{number}", f"Area {number}", [FigureLink("1")]) for number in range(1, count + 1)]


def area_table(count: int) -> HtmlElement:
    """Return the table of some areas and of the city."""
    rows = [*area_rows(count), FigureRow(None, "Seluruh kota", [FigureLink("9")])]
    table = FigureTable([TableColumn("n")], figure_pages(rows))
    return section_html("ages", view_of(0), section=table)


@pytest.mark.parametrize("count", [0, 11, PAGE_LENGTH])
def test_few_areas_are_one_table_with_the_city_last(count: int) -> None:
    section = area_table(count)
    [table] = section.find_all("tbody")
    rows = table.find_all("tr")
    assert (len(rows), rows[-1].text) == (count + 1, "Seluruh kota 9")
    assert section.find_all("details") == []


def test_many_areas_are_in_pages_that_hold_each_row_once() -> None:
    """Kind: cities of many areas. Each section of the review was a table of 280 rows."""
    section = area_table(MANY)
    names = [cell.text for body in section.find_all("tbody") for cell in body.find_all("th")]
    assert names == [
        *(f"Area {number}" for number in range(1, PAGE_LENGTH + 1)),
        "Seluruh kota",
        *(f"Area {number}" for number in range(PAGE_LENGTH + 1, MANY + 1)),
    ]
    assert [page.find_all("summary")[0].text for page in section.find_all("details")][::5] == [
        "41 sampai 80 dari 280: Area 41 … Area 80",
        "241 sampai 280 dari 280: Area 241 … Area 280",
    ]


def ranked(place: int, **changed: Any) -> dict[str, Any]:
    rate = 1 - place / (MANY + 1)
    row = {
        "code": f"a{place}", "name": f"Area {place}", "n": 9, "rank_from": place, "rank_to": place,
        "on_time": rate, "low": rate, "high": rate, "band": "same", "previous_on_time": rate,
        "previous_n": 9, "trend": "same", "median_hours": 5.0,
    }  # fmt: skip
    return row | changed


def view_of(count: int) -> ReviewView:
    rows = [
        ranked(place, **({"previous_on_time": 0.9} if place == 200 else {})) for place in range(1, count + 1)
    ]
    report: dict[str, Any] = {
        "ranking": rows, "ranking_before": rows, "why": {}, "counts": {}, "first": None,
        "weeks": ["2026-11-16T00:00:00+08:00", "2026-11-23T00:00:00+08:00"],
        "ranking_rule": {"city_on_time": 0.5, "window_days": 30}, "city_on_time_before": 0.5,
        "parents": [{"code": row["code"], "name": row["name"]} for row in rows],
    }  # fmt: skip
    return ReviewView(report, city(), "")


def test_a_long_ranking_begins_with_its_ends_and_what_moved() -> None:
    section = section_html("ranking", view_of(MANY))
    [lines] = section.find_all("ul", "first-lines")
    texts = [line.text for line in lines.find_all("li")]
    assert [text.split(":")[0] for text in texts] == ["Teratas", "Paling berubah", "Terbawah"]
    assert "Area 200 29 % (\N{MINUS SIGN}61,2 poin)" in texts[1]
    assert len(section.find_all("details")) >= 6


def test_a_short_ranking_is_as_before() -> None:
    section = section_html("ranking", view_of(11))
    assert section.find_all("ul", "first-lines") == []
    assert len(section.find_all("table")) == 1


@pytest.mark.parametrize(("count", "pages"), [(11, 1), (MANY, 7)])
def test_the_weekly_charts_are_in_pages_and_the_city_is_first(count: int, pages: int) -> None:
    section = section_html("trends", view_of(count))
    grids = section.find_all("div", "multiples")
    assert len(grids) == pages
    names = [heading.text for grid in grids for heading in grid.find_all("h3")]
    assert len(names) == count + 1
    assert names[0] == "Seluruh kota"
