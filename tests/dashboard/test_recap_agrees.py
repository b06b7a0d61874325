"""Wall, API, review, CSV, Excel and PDF say the same of 50 (city, moment, area) triples drawn by chance."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bootstrap import World
from dashboard.app import create_app
from dashboard.pages.recap.exports.message import message
from dashboard.pages.recap.labels import columns
from dashboard.pages.recap.service import Desk
from dashboard.pages.recap.view import words
from dashboard.web.authorization import ASKING
from data.core.recap.groups import By
from data.core.recap.recap import Recap, recap
from data.core.recap.spans import Span
from data.core.review.review import Review
from data.core.snapshot.snapshot import Snapshot
from data.services.live_board import LiveBoard, review_between
from data.services.recap import Asked, recap_of
from data.store import reports
from tests.builders import CITY
from tests.dashboard.recaps import csv_rows, pdf_pages, pdf_row, sheet, values
from tests.dashboard.sign_in import site_with
from tests.dashboard.web_contexts import MovableTime, Visit, open_moving_town, take, visitor
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

PLACES = [IN_ANGGREK, IN_BARITO, IN_CEMPAKA, IN_DELIMA, AT_SEA, (0, 0)]
AREAS = [None, BARAT, TIMUR, ANGGREK, BARITO]
KINDS = ["Sampah", "Banjir", "Narkoba", "Usul", "Entah"]
STATES = ["Menunggu", "Proses", "Selesai", "Selesai", "Ditolak", "Duplikat", "Diteruskan"]
WORDS = {"Diteruskan": "diteruskan"}
CITIES, MOMENTS, EACH = 5, 5, 2  # areas at each moment
ZONES = ["Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura", "Asia/Makassar", "Pacific/Auckland"]
SAME = ("opening", "new", "reopened", "closed", "withdrawn", "closing")  # in recap and review


@pytest.fixture(autouse=True)
def deputy() -> Iterator[None]:
    """Whoever asks may see the whole city."""
    token = ASKING.set(DEPUTY_MAYOR)
    yield
    ASKING.reset(token)


class City:
    """A town whose reports go on by chance: filed, closed, opened again, moved, given another category."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance, self.time = random.Random(seed), MovableTime()
        source = {**CITY["source"][0], "status_words": WORDS}
        self.world: World = open_moving_town(folder, self.time, timezone=ZONES[seed], source=[source])
        self.folder, self.rows = folder, [self._filed(number) for number in range(1, 25)]
        self.live = LiveBoard(self.world.engine, self.world.city, self.world.clock)
        self.site = site_with(self.world, self.live)
        self.visit: Visit = visitor(create_app(self.site), DEPUTY_MAYOR)
        for _ in range(2):
            self.go_on()

    def go_on(self) -> None:
        """Some hours later, a third of the reports are told otherwise, and some are new."""
        self.time.jump(hours=self.chance.choice([1, 5, 9, 17, 26]))
        fresh = [self._filed(len(self.rows) + number) for number in range(1, self.chance.randint(2, 5))]
        kept = [self._changed(row) if self.chance.random() < 0.35 else row for row in self.rows]
        self.rows = [*kept, *fresh]
        assert take(self.world, self.folder, self.rows)["error"] is None
        self.live.refresh()

    def _filed(self, number: int) -> dict[str, Any]:
        lat, long = self.chance.choice(PLACES)
        at = self.world_time() - timedelta(hours=self.chance.uniform(0, 60))
        return {
            "post_id": number, "post_date": f"{at:%Y-%m-%d %H:%M:%S}", "post_title": "x", "post_desc": "y",
            "loc_lat": lat, "loc_lng": long, "profile_name": "Maria", "post_images": "",
            "category": self.chance.choice(KINDS), "status": "Menunggu",
        }  # fmt: skip

    def world_time(self) -> datetime:
        """Now, as Qlue writes it."""
        return datetime.fromtimestamp(self.time(), tz=ZoneInfo("Asia/Jakarta"))

    def _changed(self, row: dict[str, Any]) -> dict[str, Any]:
        lat, long = self.chance.choice(PLACES)
        other = [{"status": self.chance.choice(STATES)}] * 3 + [
            {"loc_lat": lat, "loc_lng": long}, {"category": self.chance.choice(KINDS)},
        ]  # fmt: skip
        return {**row, **self.chance.choice(other)}


@pytest.mark.parametrize("seed", range(CITIES))
def test_every_shared_number_is_the_same_everywhere(tmp_path: Path, seed: int) -> None:
    """Five moments of five cities, two areas each, by the doors that people use."""
    city, triples = City(tmp_path, seed), 0
    for _ in range(MOMENTS):
        city.go_on()
        same_as_ranking(city)
        same_as_all_events(city, past_days(city))
        review = review_of_today(city)
        for area in city.chance.sample(AREAS, EACH):
            compare(city, area, review)
            triples += 1
    assert triples * CITIES == 50


def compare(city: City, area: str | None, review: Review) -> None:
    """Today's recap of an area, by everything that tells of it."""
    query = f"periode=hari{'&wilayah=' + area if area else ''}"
    desk = Desk(city.site)
    request = desk.take(dict(part.split("=") for part in query.split("&")))
    found = city.live.recap(request.asked)
    wall = city.visit(f"/api/v1/snapshot{'?area=' + area if area else ''}").json()
    same_as_wall(found, wall)
    same_as_review(found, review)
    view = desk.view(request)
    rows = [[row[column.key] for column in columns()] for row in (*found.rows, found.total)]
    same_as_files(city, query, rows, [line.name for line in (*view.rows, view.total)])
    spoken = [[words(column, line.figures) for column in columns()] for line in (*view.rows, view.total)]
    pages = pdf_pages(city.visit(f"/rekap.pdf?{query}").content)
    for line, cells in zip((*view.rows, view.total), spoken, strict=True):
        assert pdf_row(pages, line.name, len(cells)) == cells
    assert f"Masuk {found.total['received']:>11}".split() in [x.split() for x in message(view).splitlines()]


def past_days(city: City) -> Asked:
    """Some days that are over, by anything."""
    held = city.live.current()
    assert held is not None
    until = held.snapshot.as_of - timedelta(hours=city.chance.uniform(0, 48))
    span = Span(until - timedelta(hours=city.chance.uniform(1, 60)), until)
    return Asked(span, city.chance.choice(AREAS), city.chance.choice(list(By)))


def review_of_today(city: City) -> Review:
    """The review from just before midnight until now."""
    span = Desk(city.site).take({"periode": "hari"}).asked.span
    return review_between(city.world.engine, city.world.city, span.after, span.until)


def same_as_wall(found: Recap, wall: dict[str, Any]) -> None:
    """What came in and was closed today, what is open and what is late."""
    totals, total = wall["totals"], found.total
    assert (total["received"], total["resolved"]) == (totals["new_today"], totals["closed_today"])
    assert total["resolved_on_time"] == totals["closed_today_on_time"]
    assert (total["closing"], total["overdue"]) == (totals["open"], totals["overdue"])
    if found.by != By.AREA and found.area is None:
        line = wall["reconciliation"]
        lost = {row["key"]: row["closing"] for row in found.rows}
        assert (lost["tanpa_lokasi"], lost["di_luar_batas"]) == (line["no_location"], line["outside"])
    shown = {area["code"]: (area["open"], area["overdue"]) for area in wall["areas"]}
    for row in found.rows:
        if row["key"] in shown:
            assert (row["closing"], row["overdue"]) == shown[row["key"]]


def same_as_review(found: Recap, review: Review) -> None:
    """Stock and flow, of the city and of each kecamatan."""
    if found.area is None:
        assert {name: found.total[name] for name in SAME} == {name: review.flow[name] for name in SAME}
        lost = {"tanpa_lokasi", "di_luar_batas", "wilayah_tidak_dikenal"}
        rows = {row["key"]: row for row in found.rows if row["key"] not in lost}
    else:
        rows = {found.area["code"]: found.total} if found.area["level"] == "parent" else {}
    for parent in review.parents:
        if parent["code"] in rows:
            row = rows[parent["code"]]
            assert {name: row[name] for name in SAME} == {name: parent[name] for name in SAME}
            assert row["moved"] == parent["moved_in"] - parent["moved_out"]


def same_as_all_events(city: City, asked: Asked) -> None:
    """The few events that are read are enough: with all of them it is the same recap."""
    with city.world.engine.connect() as connection:
        events, areas = reports.events(connection), reports.areas(connection)
    whole = recap(events, areas, city.world.city, asked.span, asked.area, asked.by)
    assert recap_of(city.world.engine, city.world.city, asked) == whole


def same_as_ranking(city: City) -> None:
    """Over the ranking's own window, each kecamatan has the ranking's rate of the same reports."""
    held = city.live.current()
    assert held is not None
    snapshot: Snapshot = held.snapshot
    days = city.world.city.ranking.window_days
    span = Span(snapshot.as_of - timedelta(days=days), snapshot.as_of)
    rows = {row["key"]: row for row in city.live.recap(Asked(span)).rows}
    for rank in snapshot.ranking:
        row = rows[rank["code"]]
        assert row["judged"] == rank["n"]
        if rank["on_time"] is not None:
            assert row["on_time"] == pytest.approx(rank["on_time"])


def same_as_files(city: City, query: str, rows: list[list[Any]], names: list[str]) -> None:
    """CSV and Excel, cell for cell."""
    table = csv_rows(city.visit(f"/rekap.csv?{query}").content)
    assert [line[0] for line in table[1:]] == names
    assert [[number(cell) for cell in line[2:]] for line in table[1:]] == [
        [None if value is None else pytest.approx(value, abs=1e-6) for value in row] for row in rows
    ]
    book = values(sheet(city.visit(f"/rekap.xlsx?{query}").content, "Rekap"))
    assert [line[0] for line in book[1:]] == names
    assert [line[2:] for line in book[1:]] == rows


def number(cell: str) -> float | None:
    """A CSV cell's number."""
    return float(cell.replace(",", ".")) if cell else None
