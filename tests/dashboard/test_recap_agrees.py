"""Wall, API, review, CSV, Excel and PDF agree for 50 random triples of city, moment and area."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.recap.exports.message import render_message
from dashboard.pages.recap.labels import COLUMNS
from dashboard.pages.recap.service import RecapService
from dashboard.pages.recap.view import format_figure
from dashboard.web.authorization import CURRENT_PRINCIPAL
from data.core.recap.groups import GroupBy
from data.core.recap.recap import Recap, recap
from data.core.recap.spans import TimeSpan
from data.core.review.review import Review
from data.core.snapshot.snapshot import Snapshot
from data.services.history import review_between
from data.services.live_board import LiveBoard
from data.services.recap import RecapQuery, build_recap
from data.store import reports
from tests.builders import CITY
from tests.dashboard.recaps import csv_rows, pdf_pages, pdf_row, sheet_rows, workbook_sheet
from tests.dashboard.sign_in import build_web_context
from tests.dashboard.web_contexts import (
    HttpGet,
    MovableClock,
    http_getter,
    open_city_with_clock,
    pull_reports,
)
from tests.personas import (
    ANGGREK,
    AT_SEA,
    BARAT,
    BARITO,
    DEPUTY_MAYOR,
    IN_ANGGREK,
    IN_BARITO,
    IN_CEMPAKA,
    IN_DELIMA,
    TIMUR,
)

POINTS = [IN_ANGGREK, IN_BARITO, IN_CEMPAKA, IN_DELIMA, AT_SEA, (0, 0)]
AREAS = [None, BARAT, TIMUR, ANGGREK, BARITO]
CATEGORIES = ["Sampah", "Banjir", "Narkoba", "Usul", "Entah"]
STATUSES = ["Menunggu", "Proses", "Selesai", "Selesai", "Ditolak", "Duplikat", "Diteruskan"]
STATUS_WORDS = {"Diteruskan": "diteruskan"}
CITIES, MOMENTS, AREAS_PER_MOMENT = 5, 5, 2  # areas at each moment
ZONES = ["Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura", "Asia/Makassar", "Pacific/Auckland"]
SHARED_COLUMNS = ("opening", "new", "reopened", "closed", "withdrawn", "closing")  # in recap and review


@pytest.fixture(autouse=True)
def deputy_mayor_signed_in() -> Iterator[None]:
    """Sign in the deputy mayor, who may read the whole city."""
    token = CURRENT_PRINCIPAL.set(DEPUTY_MAYOR)
    yield
    CURRENT_PRINCIPAL.reset(token)


class RandomCity:
    """A city with random reports: filed, closed, reopened, moved, recategorised."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng, self.time = random.Random(seed), MovableClock()
        source = {**CITY["source"][0], "status_words": STATUS_WORDS}
        self.app_context: AppContext = open_city_with_clock(
            folder, self.time, timezone=ZONES[seed], source=[source]
        )
        self.folder, self.rows = folder, [self._new_row(number) for number in range(1, 25)]
        self.live = LiveBoard(self.app_context.engine, self.app_context.city, self.app_context.clock)
        self.web_context = build_web_context(self.app_context, self.live)
        self.get: HttpGet = http_getter(create_app(self.web_context), DEPUTY_MAYOR)
        for _ in range(2):
            self.advance()

    def advance(self) -> None:
        """Jump some hours ahead, change a third of the reports, add some, and pull them."""
        self.time.jump(hours=self.rng.choice([1, 5, 9, 17, 26]))
        new_rows = [self._new_row(len(self.rows) + number) for number in range(1, self.rng.randint(2, 5))]
        current_rows = [self._changed_row(row) if self.rng.random() < 0.35 else row for row in self.rows]
        self.rows = [*current_rows, *new_rows]
        assert pull_reports(self.app_context, self.folder, self.rows)["error"] is None
        self.live.refresh()

    def _new_row(self, number: int) -> dict[str, Any]:
        lat, long = self.rng.choice(POINTS)
        at = self.qlue_now() - timedelta(hours=self.rng.uniform(0, 60))
        return {
            "post_id": number, "post_date": f"{at:%Y-%m-%d %H:%M:%S}", "post_title": "x", "post_desc": "y",
            "loc_lat": lat, "loc_lng": long, "profile_name": "Maria", "post_images": "",
            "category": self.rng.choice(CATEGORIES), "status": "Menunggu",
        }  # fmt: skip

    def qlue_now(self) -> datetime:
        """Return the present moment in Qlue's time zone."""
        return datetime.fromtimestamp(self.time(), tz=ZoneInfo("Asia/Jakarta"))

    def _changed_row(self, row: dict[str, Any]) -> dict[str, Any]:
        lat, long = self.rng.choice(POINTS)
        changes = [{"status": self.rng.choice(STATUSES)}] * 3 + [
            {"loc_lat": lat, "loc_lng": long}, {"category": self.rng.choice(CATEGORIES)},
        ]  # fmt: skip
        return {**row, **self.rng.choice(changes)}


@pytest.mark.parametrize("seed", range(CITIES))
def test_every_shared_number_is_the_same_everywhere(tmp_path: Path, seed: int) -> None:
    """There are five moments of five cities, with two areas each; outputs come from the public routes."""
    random_city, comparisons = RandomCity(tmp_path, seed), 0
    for _ in range(MOMENTS):
        random_city.advance()
        assert_matches_ranking(random_city)
        assert_matches_all_events(random_city, random_past_query(random_city))
        review = review_of_today(random_city)
        for area in random_city.rng.sample(AREAS, AREAS_PER_MOMENT):
            assert_all_outputs_agree(random_city, area, review)
            comparisons += 1
    assert comparisons * CITIES == 50


def assert_all_outputs_agree(random_city: RandomCity, area: str | None, review: Review) -> None:
    """Check today's recap of an area against all other outputs."""
    query = f"periode=hari{'&wilayah=' + area if area else ''}"
    service = RecapService(random_city.web_context)
    recap_request = service.resolve_request(dict(part.split("=") for part in query.split("&")))
    area_recap = random_city.live.recap(recap_request.recap_query)
    wall_json = random_city.get(f"/api/v1/snapshot{'?area=' + area if area else ''}").json()
    assert_matches_wall(area_recap, wall_json)
    assert_matches_review(area_recap, review)
    view = service.build_view(recap_request)
    rows = [[row[column.key] for column in COLUMNS] for row in (*area_recap.rows, area_recap.total)]
    assert_matches_files(random_city, query, rows, [line.name for line in (*view.rows, view.total)])
    displayed = [
        [format_figure(column, line.figures) for column in COLUMNS] for line in (*view.rows, view.total)
    ]
    pages = pdf_pages(random_city.get(f"/rekap.pdf?{query}").content)
    for line, cells in zip((*view.rows, view.total), displayed, strict=True):
        assert pdf_row(pages, line.name, len(cells)) == cells
    assert f"Masuk {area_recap.total['received']:>11}".split() in [
        x.split() for x in render_message(view).splitlines()
    ]


def random_past_query(random_city: RandomCity) -> RecapQuery:
    """Return a query of some past days, with a random grouping."""
    live_snapshot = random_city.live.current()
    assert live_snapshot is not None
    until = live_snapshot.snapshot.as_of - timedelta(hours=random_city.rng.uniform(0, 48))
    span = TimeSpan(until - timedelta(hours=random_city.rng.uniform(1, 60)), until)
    return RecapQuery(span, random_city.rng.choice(AREAS), random_city.rng.choice(list(GroupBy)))


def review_of_today(random_city: RandomCity) -> Review:
    """Return the review from just before midnight until now."""
    span = RecapService(random_city.web_context).resolve_request({"periode": "hari"}).recap_query.span
    return review_between(
        random_city.app_context.engine, random_city.app_context.city, span.after, span.until
    )


def assert_matches_wall(area_recap: Recap, wall_json: dict[str, Any]) -> None:
    """Check the wall's figures: received and closed today, open, late."""
    totals, total = wall_json["totals"], area_recap.total
    assert (total["received"], total["resolved"]) == (totals["new_today"], totals["closed_today"])
    assert total["resolved_on_time"] == totals["closed_today_on_time"]
    assert (total["closing"], total["overdue"]) == (totals["open"], totals["overdue"])
    if area_recap.by != GroupBy.AREA and area_recap.area is None:
        reconciliation = wall_json["reconciliation"]
        unplaced = {row["key"]: row["closing"] for row in area_recap.rows}
        assert (unplaced["tanpa_lokasi"], unplaced["di_luar_batas"]) == (
            reconciliation["no_location"],
            reconciliation["outside"],
        )
    shown_areas = {area["code"]: (area["open"], area["overdue"]) for area in wall_json["areas"]}
    for row in area_recap.rows:
        if row["key"] in shown_areas:
            assert (row["closing"], row["overdue"]) == shown_areas[row["key"]]


def assert_matches_review(area_recap: Recap, review: Review) -> None:
    """Check stock and flow of the city and of each kecamatan."""
    if area_recap.area is None:
        assert {name: area_recap.total[name] for name in SHARED_COLUMNS} == {
            name: review.flow[name] for name in SHARED_COLUMNS
        }
        unplaced_keys = {"tanpa_lokasi", "di_luar_batas", "wilayah_tidak_dikenal"}
        rows = {row["key"]: row for row in area_recap.rows if row["key"] not in unplaced_keys}
    else:
        rows = {area_recap.area["code"]: area_recap.total} if area_recap.area["level"] == "parent" else {}
    for parent in review.parents:
        if parent["code"] in rows:
            row = rows[parent["code"]]
            assert {name: row[name] for name in SHARED_COLUMNS} == {
                name: parent[name] for name in SHARED_COLUMNS
            }
            assert row["moved"] == parent["moved_in"] - parent["moved_out"]


def assert_matches_all_events(random_city: RandomCity, recap_query: RecapQuery) -> None:
    """Check that a recap of all events equals the one of the events that are read for it."""
    with random_city.app_context.engine.connect() as connection:
        events, areas = reports.events(connection), reports.areas(connection)
    full_recap = recap(
        events, areas, random_city.app_context.city, recap_query.span, recap_query.area, recap_query.by
    )
    assert (
        build_recap(random_city.app_context.engine, random_city.app_context.city, recap_query) == full_recap
    )


def assert_matches_ranking(random_city: RandomCity) -> None:
    """Check each kecamatan's rate over the window of the ranking."""
    live_snapshot = random_city.live.current()
    assert live_snapshot is not None
    snapshot: Snapshot = live_snapshot.snapshot
    days = random_city.app_context.city.ranking.window_days
    span = TimeSpan(snapshot.as_of - timedelta(days=days), snapshot.as_of)
    rows = {row["key"]: row for row in random_city.live.recap(RecapQuery(span)).rows}
    for rank in snapshot.ranking:
        row = rows[rank["code"]]
        assert row["judged"] == rank["n"]
        if rank["on_time"] is not None:
            assert row["on_time"] == pytest.approx(rank["on_time"])


def assert_matches_files(
    random_city: RandomCity, query: str, rows: list[list[Any]], names: list[str]
) -> None:
    """Check the cells of CSV and Excel."""
    table = csv_rows(random_city.get(f"/rekap.csv?{query}").content)
    assert [line[0] for line in table[1:]] == names
    assert [[parse_csv_number(cell) for cell in line[2:]] for line in table[1:]] == [
        [None if value is None else pytest.approx(value, abs=1e-6) for value in row] for row in rows
    ]
    workbook_rows = sheet_rows(workbook_sheet(random_city.get(f"/rekap.xlsx?{query}").content, "Rekap"))
    assert [line[0] for line in workbook_rows[1:]] == names
    assert [line[2:] for line in workbook_rows[1:]] == rows


def parse_csv_number(cell: str) -> float | None:
    """Return the number of a CSV cell."""
    return float(cell.replace(",", ".")) if cell else None
