"""The review's lists of areas: one table as ever, and pages where there are many areas."""

from typing import Any

import pytest
from dash import html

from dashboard.pages.review.sections import ranking, trends
from dashboard.pages.review.sections.pages import PAGE_LENGTH, area_table
from dashboard.pages.review.view import ReviewView
from tests.builders import city
from tests.dashboard.components import visible_text, walk

MANY = 280


def area_rows(count: int) -> list[html.Tr]:
    return [html.Tr([html.Th(f"Area {number}"), html.Td("1")]) for number in range(1, count + 1)]


def city_row() -> html.Tr:
    return html.Tr([html.Th("Seluruh kota"), html.Td("9")], className="whole")


def of_type(parts: Any, kind: type) -> list[Any]:
    return [part for part in walk(parts) if isinstance(part, kind)]


@pytest.mark.parametrize("count", [0, 11, PAGE_LENGTH])
def test_few_areas_are_one_table_with_the_city_last(count: int) -> None:
    [table] = area_table(["Area", "n"], [*area_rows(count), city_row()], "n")
    rows = of_type(table, html.Tbody)[0].children
    assert (len(rows), visible_text(rows[-1])) == (count + 1, "Seluruh kota 9")
    assert of_type(table, html.Details) == []


def test_many_areas_are_in_pages_that_hold_each_row_once() -> None:
    """Kind: cities of many areas. Each section of the review was a table of 280 rows."""
    parts = area_table(["Area", "n"], [*area_rows(MANY), city_row()], "n")
    names = [visible_text(cell) for cell in of_type(of_type(parts, html.Tbody), html.Th)]
    assert names == [
        *(f"Area {number}" for number in range(1, PAGE_LENGTH + 1)),
        "Seluruh kota",
        *(f"Area {number}" for number in range(PAGE_LENGTH + 1, MANY + 1)),
    ]
    assert [visible_text(page.children[0]) for page in of_type(parts, html.Details)][::5] == [
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
        "ranking": rows, "ranking_before": rows, "why": {}, "counts": {}, "weeks": [1, 2],
        "ranking_rule": {"city_on_time": 0.5, "window_days": 30}, "city_on_time_before": 0.5,
        "parents": [{"code": row["code"], "name": row["name"]} for row in rows],
    }  # fmt: skip
    return ReviewView(report, city(), "")


def test_a_long_ranking_begins_with_its_ends_and_what_moved() -> None:
    section = ranking.ranking_section(view_of(MANY))
    [lines] = [part for part in of_type(section, html.Ul) if part.className == "first-lines"]
    texts = [visible_text(line) for line in lines.children]
    assert [text.split(":")[0] for text in texts] == ["Teratas", "Paling berubah", "Terbawah"]
    assert "Area 200 29 % (\N{MINUS SIGN}61,2 poin)" in texts[1]
    assert len(of_type(section, html.Details)) >= 6


def test_a_short_ranking_is_as_before() -> None:
    section = ranking.ranking_section(view_of(11))
    assert [
        part for part in of_type(section, html.Ul) if getattr(part, "className", "") == "first-lines"
    ] == []
    assert len(of_type(section, html.Table)) == 1


@pytest.mark.parametrize(("count", "pages"), [(11, 1), (MANY, 7)])
def test_the_weekly_charts_are_in_pages_and_the_city_is_first(
    count: int, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        trends, "_card", lambda view, code, *_: html.Div([html.H3(view.kecamatan_name(code))])
    )
    grids = [
        part
        for part in of_type(trends.trend_section(view_of(count)), html.Div)
        if getattr(part, "className", "") == "multiples"
    ]
    assert len(grids) == pages
    assert len(of_type(grids, html.H3)) == count + 1
    assert visible_text(grids[0].children[0]) == "Seluruh kota"
