"""``/cara-hitung``: every formula, each with an example from what the screens show at that moment."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component
from playwright.sync_api import Browser, Page

from dashboard.app import create_app
from dashboard.pages.methodology import callbacks, labels
from dashboard.pages.methodology.sections import board_examples, week_examples
from dashboard.pages.methodology.sections.week_examples import LastWeek
from dashboard.pages.methodology.sections.worked_example import NOTHING, Board, Week
from dashboard.web.context import Site
from data.services.live_board import LiveBoard
from tests.builders import city, open_town
from tests.dashboard.office_pages import served, site_of, town_at_work
from tests.dashboard.sign_in import site_with
from tests.dashboard.waiting import until
from tests.event_histories import told
from tests.personas import local
from tests.review_reports import reading

ANCHORS = {
    "tepat-waktu", "terlambat", "mendekati", "median", "peringkat", "rekonsiliasi", "dua-jam", "jam-kerja",
    "arus", "tanda", "pemegang", "dibuka-kembali", "campuran", "tren", "mengapa", "umur", "mingguan", "bukti",
    "paket",
    "lima-pertama", "bila-diselesaikan",
}  # fmt: skip


def words(shown: Any) -> str:
    """What a component says, without its tags."""
    if isinstance(shown, Component):
        return words(getattr(shown, "children", None))
    if isinstance(shown, list | tuple):
        return "".join(words(part) + (" " if _block(part) else "") for part in shown)
    return "" if shown is None else str(shown)


def _block(part: Any) -> bool:
    return isinstance(part, Component) and type(part).__name__ in ("P", "Li", "Ul")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The town at Monday noon."""
    return site_of(town_at_work(tmp_path))


@pytest.fixture
def board(site: Site) -> Board:
    """What the screens show."""
    held = site.live.current()
    assert held is not None
    return Board(held.snapshot, site.city)


def test_every_figure_has_an_anchor_a_formula_and_an_example() -> None:
    """The anchors are addresses that other pages link to."""
    sections = labels.sections()
    assert {section.anchor for section in sections} == ANCHORS
    assert {**board_examples.EXAMPLES, **week_examples.EXAMPLES}.keys() == ANCHORS
    assert len(sections) == len(ANCHORS)
    assert all(section.formula and section.prose for section in sections)


def test_the_layout_carries_no_figure_of_the_data() -> None:
    """Dash sends it to any browser, signed in or not."""
    drawn = callbacks.layout()
    for anchor in ANCHORS:
        assert words(drawn[callbacks.example_id(anchor)]) == labels.LOADING


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (
            "tepat-waktu",
            "Kecamatan Barat, 30 hari terakhir: 2 selesai tepat waktu, 0 selesai terlambat, 1 belum",
        ),
        ("tepat-waktu", "2 ÷ (2 + 0 + 1) = 2 ÷ 3 = 67 %"),
        ("terlambat", "batas waktu = 4 jam"),
        ("mendekati", "sisa waktu = 1 jam"),
        ("rekonsiliasi", "4 = 3 + 0 + 1"),
        ("peringkat", "Kecamatan Barat: 67 % dari 3 laporan"),
        ("peringkat", "Jumlah minimum: 3 laporan dalam 30 hari"),
        ("jam-kerja", "Kota Uji belum menetapkan jam kerja"),
    ],
)
def test_the_example_is_made_of_what_the_screens_show(board: Board, anchor: str, expected: str) -> None:
    """Counted by hand from the town's six reports."""
    assert expected in words(board_examples.EXAMPLES[anchor](board))


@pytest.mark.parametrize("anchor", ["tepat-waktu", "terlambat", "mendekati", "median", "campuran", "tren"])
def test_where_the_data_holds_no_example_the_page_says_so(tmp_path: Path, anchor: str) -> None:
    """An empty board: no zero, no invented figure."""
    held = site_of(open_town(tmp_path)).live.current()
    assert held is not None
    assert words(board_examples.EXAMPLES[anchor](Board(held.snapshot, city()))).strip() == NOTHING


def test_what_the_ranking_also_tells_is_shown_once_it_is_there(board: Board) -> None:
    """Shrunk rate, expected rate and trend; a ranking without them is explained without them."""
    more = {
        "shrunk": 0.71, "expected": 0.75, "previous_on_time": 0.5, "trend": "better", "p90_hours": 30.0,
        "median_hours": 6.0, "median_closed_hours": 5.0,
    }  # fmt: skip
    rows = [{**row, **more} for row in board.snapshot.ranking]
    full = Board(replace(board.snapshot, ranking=rows), board.city)
    said = {anchor: words(example(full)) for anchor, example in board_examples.EXAMPLES.items()}
    assert "66,7 % → 71,0 %" in said["peringkat"]
    assert "= -8,3 poin" in said["campuran"]
    assert "50 % pada periode sebelumnya" in said["tren"] and "membaik" in said["tren"]
    assert "hasilnya 5 jam" in said["median"] and "dalam 1 hari 6 jam" in said["median"]


def test_working_hours_are_told_by_weekday(board: Board) -> None:
    """As the city's file gives them."""
    hours = {"monday": ["07.30-12.00", "13.00-16.00"], "friday": ["07.30-11.30"], "sunday": []}
    told_of = Board(board.snapshot, city(work={"hours": hours}))
    said = words(board_examples.working_hours(told_of))
    assert re.sub("[\N{EN DASH}]", "-", said).split() == [
        "Senin", "07.30-12.00,", "13.00-16.00", "Jumat", "07.30-11.30",
    ]  # fmt: skip


STORY = [
    ("1", "received", "2026-11-22 08:00"),
    ("1", "closed", "2026-11-22 08:06"),
    ("1", "reopened", "2026-11-22 10:00"),
    (
        "2",
        "received",
        "2026-11-22 12:00",
        {"agency_responsible": "Dinas PUPR", "status_description": "proses"},
    ),
    ("2", "closed", "2026-11-22 18:00", {"evidence": True}),
]


@pytest.fixture
def week() -> Week:
    """The week that ended on Monday at midnight."""
    found = reading(told(STORY), local("2026-11-16 00:00"), local("2026-11-23 00:00"))
    return Week(found.review, city(), found.sheet)


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("arus", "Dari 16 November 2026 sampai 23 November 2026"),
        ("arus", "0 + 2 + 1 + 0 \N{MINUS SIGN} 2 \N{MINUS SIGN} 0 \N{MINUS SIGN} 0 = 1"),
        ("arus", "Kecamatan Barat, tunggakannya bertambah 1:"),
        ("pemegang", "Kecamatan: 14 jam (70,1 %), 1 laporan"),
        ("pemegang", "Dinas PUPR: 6 jam (29,9 %), 1 laporan"),
        ("pemegang", "Jumlahnya 20 jam"),
        ("dibuka-kembali", "2 kali laporan diselesaikan, 1 kali laporan dibuka kembali"),
        ("dibuka-kembali", "1 dengan bukti, 1 tanpa bukti, 0 tidak diketahui"),
        ("umur", "1 + 0 + 0 + 0 + 0 + 0 = 1 belum selesai"),
        ("mingguan", "minggu ke-12: 2 masuk, 2 selesai, 1 belum selesai"),
        ("bukti", "2 = 1 + 1 + 0"),
        ("mengapa", NOTHING),
        ("paket", "rumus versi 1"),
        ("tanda", "Selesai dalam beberapa menit sejak masuk: 1 laporan"),
        ("tanda", "Satu pelapor dengan banyak laporan dalam sehari: tidak diketahui"),
    ],
)
def test_the_examples_of_a_week_come_from_its_review(week: Week, anchor: str, expected: str) -> None:
    """14 hours 6 minutes at the kecamatan: six minutes, then from 10.00 to midnight."""
    assert expected in words(week_examples.EXAMPLES[anchor](week))


def test_the_week_is_the_seven_whole_days_before_today(site: Site) -> None:
    """From midnight to midnight where the town's people live."""
    held = LastWeek(site.live).now()
    assert held is not None
    period = (held.review.since, held.review.until)
    assert period == (local("2026-11-16 00:00"), local("2026-11-23 00:00"))


def test_before_the_first_snapshot_the_page_says_that_there_is_no_data(tmp_path: Path) -> None:
    """A board that has just started, whose store has not been read yet."""
    world = open_town(tmp_path)
    live = LiveBoard(world.engine, world.city, world.clock)
    unread = site_with(world, live)
    assert set(callbacks.board_figures(unread).values()) == {"Belum ada data"}
    assert set(callbacks.week_figures(LastWeek(live)).values()) == {"Belum ada data"}


@pytest.fixture
def phone(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The browser in the size of a phone, and what it complained about."""
    made = browser.new_page(viewport={"width": 360, "height": 800})
    complaints: list[str] = []
    made.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made, complaints
    made.close()


@pytest.mark.browser
def test_a_phone_shows_live_figures_at_the_anchor_asked_for(
    site: Site, phone: tuple[Page, list[str]]
) -> None:
    """Nothing is cut off at the side, no error is written, and a link of the contents finds its section."""
    opened, complaints = phone
    with served(create_app(site)) as address:
        opened.goto(f"{address}/cara-hitung#rekonsiliasi")
        opened.wait_for_selector("#example-rekonsiliasi .sum")
        opened.wait_for_selector("#example-arus .sum")
        assert opened.inner_text("#example-rekonsiliasi") == "4 = 3 + 0 + 1"
        until(opened, "Math.abs(document.querySelector('.aimed')?.getBoundingClientRect().top) < 40")
        assert opened.evaluate("document.querySelector('.aimed').id") == "rekonsiliasi"
        assert opened.evaluate("document.documentElement.scrollWidth") == 360
        opened.click("summary")
        opened.click(".folded a[href='#tanda']")
        opened.wait_for_selector("#tanda.aimed")
        assert labels.LOADING not in opened.inner_text("main")
    assert complaints == []
