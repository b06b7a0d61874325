"""``/cara-hitung``: each formula with an example from the live data."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page

from dashboard.app import create_app
from dashboard.pages.methodology import view
from dashboard.pages.methodology.sections import board_examples, deadline_examples, week_examples
from dashboard.pages.methodology.sections.week_examples import LastWeek
from dashboard.pages.methodology.sections.worked_example import (
    NO_EXAMPLE,
    BoardData,
    ExampleLine,
    WeekData,
)
from dashboard.ui.labels import EXAMPLE_FORBIDDEN
from dashboard.web.context import WebContext
from data.services.live_board import LiveBoard
from tests.builders import city, open_test_context
from tests.dashboard.html_pages import HtmlElement, parse_html
from tests.dashboard.office_pages import open_city_at_work, serve_app, web_context_of
from tests.dashboard.sign_in import build_web_context, request_as
from tests.dashboard.waiting import wait_until
from tests.event_histories import build_history
from tests.personas import local_time
from tests.review_reports import build_review_analysis

ANCHORS = {
    "tepat-waktu", "terlambat", "mendekati", "median", "peringkat", "rekonsiliasi", "dua-jam", "jam-kerja",
    "arus", "tanda", "pemegang", "dibuka-kembali", "campuran", "tren", "mengapa", "umur", "mingguan", "bukti",
    "paket",
    "lima-pertama", "bila-diselesaikan",
}  # fmt: skip


def example_text(lines: list[ExampleLine]) -> str:
    """Return the text of an example, a space after each line."""
    texts = [parts for line in lines for parts in (line.parts, *line.entries)]
    return "".join("".join(part.text for part in parts) + " " for parts in texts)


@pytest.fixture
def web_context(tmp_path: Path) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def board(web_context: WebContext) -> BoardData:
    """Return the data of the live snapshot."""
    live_snapshot = web_context.live_board.current()
    assert live_snapshot is not None
    return BoardData(live_snapshot.snapshot, web_context.city)


def sections_of(html: str) -> dict[str, list[HtmlElement]]:
    """Return the elements of each section of the page, by its anchor."""
    sections = [element for element in parse_html(html).walk() if element.tag == "section"]
    assert len(sections) == len(ANCHORS)
    return {section.attributes["id"]: list(section.walk()) for section in sections}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_figure_has_an_anchor_a_formula_and_an_example(closed_wall_app: Dash, language: str) -> None:
    """Other pages link to the anchors."""
    sections = sections_of(request_as(closed_wall_app, "GET", f"/cara-hitung?bahasa={language}").text)
    assert sections.keys() == {**board_examples.EXAMPLES, **week_examples.EXAMPLES}.keys() == ANCHORS
    for elements in sections.values():
        formulas = [element.text for element in elements if element.attributes.get("class") == "formula"]
        prose = [element.text for element in elements if element.tag == "p" and not element.attributes]
        assert len(formulas) == 1 and all([*formulas, *prose]) and prose


def test_the_page_is_in_the_language_of_each_request(closed_wall_app: Dash) -> None:
    """The formulas are streamed from a thread, after the head of the page."""
    indonesian = request_as(closed_wall_app, "GET", "/cara-hitung").text
    english = request_as(closed_wall_app, "GET", "/cara-hitung?bahasa=en").text
    again = request_as(closed_wall_app, "GET", "/cara-hitung").text
    assert "Rekonsiliasi laporan terbuka" in indonesian and "Rekonsiliasi laporan terbuka" in again
    words = " ".join(element.text for elements in sections_of(english).values() for element in elements)
    assert "Reconciliation of open reports" in words and "laporan" not in words.lower()


def test_who_may_not_see_the_wall_gets_no_figure_of_the_data(closed_wall_app: Dash) -> None:
    page = parse_html(request_as(closed_wall_app, "GET", "/cara-hitung").text)
    boxes = {element.attributes.get("id", ""): element.text for element in page.walk()}
    assert {boxes[f"example-{anchor}"] for anchor in ANCHORS} == {str(EXAMPLE_FORBIDDEN)}


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
def test_examples_use_the_snapshot_values(board: BoardData, anchor: str, expected: str) -> None:
    """The figures are counted by hand from the test city's six reports."""
    assert expected in example_text(board_examples.EXAMPLES[anchor](board))


@pytest.mark.parametrize("anchor", ["tepat-waktu", "terlambat", "mendekati", "median", "campuran", "tren"])
def test_missing_example_data_is_stated_on_the_page(tmp_path: Path, anchor: str) -> None:
    """An empty board gives neither zeros nor invented figures."""
    live_snapshot = web_context_of(open_test_context(tmp_path)).live_board.current()
    assert live_snapshot is not None
    assert example_text(
        board_examples.EXAMPLES[anchor](BoardData(live_snapshot.snapshot, city()))
    ).strip() == str(NO_EXAMPLE)


def test_optional_ranking_columns_are_shown_when_present(board: BoardData) -> None:
    """These are shrunk rate, expected rate and trend."""
    optional_columns = {
        "shrunk": 0.71, "expected": 0.75, "previous_on_time": 0.5, "trend": "better", "p90_hours": 30.0,
        "median_hours": 6.0, "median_closed_hours": 5.0,
    }  # fmt: skip
    rows = [{**row, **optional_columns} for row in board.snapshot.ranking]
    full = BoardData(replace(board.snapshot, ranking=rows), board.city)
    text_by_anchor = {
        anchor: example_text(example(full)) for anchor, example in board_examples.EXAMPLES.items()
    }
    assert "66,7 % → 71,0 %" in text_by_anchor["peringkat"]
    assert "= -8,3 poin" in text_by_anchor["campuran"]
    assert "50 % pada periode sebelumnya" in text_by_anchor["tren"] and "membaik" in text_by_anchor["tren"]
    assert "hasilnya 5 jam" in text_by_anchor["median"] and "dalam 1 hari 6 jam" in text_by_anchor["median"]


def test_working_hours_are_listed_by_weekday(board: BoardData) -> None:
    """They come from the city file."""
    hours = {"monday": ["07.30-12.00", "13.00-16.00"], "friday": ["07.30-11.30"], "sunday": []}
    board_with_hours = BoardData(board.snapshot, city(work={"hours": hours}))
    hours_text = example_text(deadline_examples.working_hours(board_with_hours))
    assert re.sub("[\N{EN DASH}]", "-", hours_text).split() == [
        "Senin", "07.30-12.00,", "13.00-16.00", "Jumat", "07.30-11.30",
    ]  # fmt: skip


EVENTS = [
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
def week() -> WeekData:
    """Return the data of the week that ended on Monday at midnight."""
    week_reading = build_review_analysis(
        build_history(EVENTS), local_time("2026-11-16 00:00"), local_time("2026-11-23 00:00")
    )
    return WeekData(week_reading.review, city(), week_reading.report)


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
        ("mengapa", "Belum ada laporan yang dapat menjadi contoh pada data saat ini."),
        ("paket", "rumus versi 1"),
        ("tanda", "Selesai dalam beberapa menit sejak masuk: 1 laporan"),
        ("tanda", "Satu pelapor dengan banyak laporan dalam sehari: tidak diketahui"),
    ],
)
def test_the_examples_of_a_week_come_from_its_review(week: WeekData, anchor: str, expected: str) -> None:
    """The kecamatan has 14 hours 6 minutes: six minutes, then from 10.00 to midnight."""
    assert expected in example_text(week_examples.EXAMPLES[anchor](week))


def test_the_week_is_the_seven_whole_days_before_today(web_context: WebContext) -> None:
    """Days run from midnight to midnight in the city's time zone."""
    last_week = LastWeek(web_context.live_board).current()
    assert last_week is not None
    period = (last_week.review.since, last_week.review.until)
    assert period == (local_time("2026-11-16 00:00"), local_time("2026-11-23 00:00"))


def test_before_the_first_snapshot_the_page_says_that_there_is_no_data(tmp_path: Path) -> None:
    """The board has just started and has not read the store."""
    app_context = open_test_context(tmp_path)
    live = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    empty_context = build_web_context(app_context, live)
    assert set(view.board_boxes(empty_context).values()) == {"Belum ada data"}
    assert set(view.week_boxes(live).values()) == {"Belum ada data"}


@pytest.fixture
def phone(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Yield a page in the size of a phone, and its console errors."""
    phone_page = browser.new_page(viewport={"width": 360, "height": 800})
    console_errors: list[str] = []
    phone_page.on(
        "console",
        lambda console_message: (
            console_errors.append(console_message.text) if console_message.type == "error" else None
        ),
    )
    phone_page.on("pageerror", lambda error: console_errors.append(str(error)))
    yield phone_page, console_errors
    phone_page.close()


@pytest.mark.browser
def test_a_phone_shows_live_values_at_the_requested_anchor(
    web_context: WebContext, phone: tuple[Page, list[str]]
) -> None:
    """Nothing overflows sideways, the console has no error, and contents link to sections."""
    phone_page, console_errors = phone
    with serve_app(create_app(web_context)) as address:
        phone_page.goto(f"{address}/cara-hitung#rekonsiliasi")
        phone_page.wait_for_selector("#example-rekonsiliasi .sum")
        phone_page.wait_for_selector("#example-arus .sum")
        assert phone_page.inner_text("#example-rekonsiliasi") == "4 = 3 + 0 + 1"
        wait_until(
            phone_page, "Math.abs(document.querySelector('section:target')?.getBoundingClientRect().top) < 40"
        )
        assert phone_page.evaluate("document.querySelector('section:target').id") == "rekonsiliasi"
        assert phone_page.evaluate("document.documentElement.scrollWidth") == 360
        phone_page.click(".folded summary")
        phone_page.click(".folded a[href='#tanda']")
        phone_page.wait_for_selector("#tanda:target")
        assert "Contoh sedang diambil dari data …" not in phone_page.inner_text("main")
    assert console_errors == []
