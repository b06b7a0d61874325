"""The recap in English: page, message, workbooks and PDF; the CSV is the same in every language."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from dash import Dash

from dashboard.pages.recap import labels
from dashboard.pages.recap.callbacks import page_content, page_controls
from dashboard.pages.recap.exports.message import render_message
from dashboard.pages.recap.layout import layout
from dashboard.pages.recap.service import RecapService
from dashboard.web.authorization import CURRENT_PRINCIPAL
from dashboard.web.context import WebContext
from data.lib.translation import CATALOGUES, use_language
from tests.dashboard.components import visible_text
from tests.dashboard.office_pages import get_as
from tests.dashboard.recaps import csv_rows, pdf_pages, sheet_rows, workbook_sheet
from tests.personas import DEPUTY_MAYOR

QUERY = "periode=hari&dari=2026-11-23"
OF_THE_CITY = re.compile(r"/cara-hitung#\S+|Kota Uji|Laporan Warga")  # addresses, and the city's own words


@pytest.fixture
def deputy_mayor_signed_in() -> Iterator[None]:
    token = CURRENT_PRINCIPAL.set(DEPUTY_MAYOR)
    yield
    CURRENT_PRINCIPAL.reset(token)


@pytest.fixture(scope="module")
def indonesian_texts() -> set[str]:
    """Return the Indonesian of the recap's messages, as far as no English message says the same."""
    with (CATALOGUES / "id.po").open("rb") as file:
        messages = [message for message in read_po(file) if isinstance(message.id, str) and message.id]
    english = {message.id for message in messages}
    return {
        part.strip(" .,:()*·")
        for message in messages
        if any(str(path).startswith("dashboard/pages/recap/") for path, _ in message.locations)
        for part in re.split(r"\{\w+\}", str(message.string))
        if message.string not in english
    } - {"", "=", "dari"}  # the name of a parameter


def assert_english(text: str, indonesian: set[str]) -> None:
    """Check that no whole Indonesian text of the recap is in a text."""
    text = OF_THE_CITY.sub("", text)
    assert {part for part in indonesian if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)} == set()


def page_text(service: RecapService) -> str:
    content = page_content(service, f"?{QUERY}")
    parts = [layout(), *page_controls(service, f"?{QUERY}"), *content["recap-standing"]]
    return " ".join(visible_text(part) for part in (*parts, *content["recap-figures"]))


def test_page_and_message_are_in_the_readers_language(
    shared_context: WebContext, deputy_mayor_signed_in: None, indonesian_texts: set[str]
) -> None:
    """One process serves both readers, one after the other."""
    service = RecapService(shared_context)
    view = service.build_view(service.resolve_request({"periode": "hari"}))
    assert "Sisa awal         " in render_message(view)
    with use_language("en"):
        english = page_text(service)
        message = render_message(service.build_view(service.resolve_request({"periode": "hari"})))
    assert_english(english, indonesian_texts)
    assert_english(message, indonesian_texts)
    assert "Monday, 23 November 2026" in english
    assert "*Recap of reports*" in message
    assert "Rekapitulasi Laporan" in page_text(service)


def test_an_error_is_in_the_readers_language(
    shared_context: WebContext, deputy_mayor_signed_in: None
) -> None:
    with use_language("en"):
        content = page_content(RecapService(shared_context), "?periode=tahun")
    assert "periode = 'tahun': choose one of hari, minggu" in visible_text(content["recap-standing"])


def test_a_workbook_is_in_the_readers_language(shared_app: Dash, indonesian_texts: set[str]) -> None:
    book = get_as(shared_app, f"/rekap/laporan.xlsx?{QUERY}&bahasa=en", DEPUTY_MAYOR).content
    texts = [
        str(cell)
        for sheet in ("Reports", "Definitions", "About the file")
        for row in sheet_rows(workbook_sheet(book, sheet))
        for cell in row
    ]
    assert_english(" | ".join(texts), indonesian_texts)
    assert "Received in the period" in texts
    recap = sheet_rows(workbook_sheet(get_as(shared_app, "/rekap.xlsx").content, "Rekap"))
    assert recap[-1][0] == "Jumlah"


def test_the_pdf_is_in_the_readers_language(shared_app: Dash, indonesian_texts: set[str]) -> None:
    text = " ".join(pdf_pages(get_as(shared_app, f"/rekap.pdf?{QUERY}&bahasa=en").content))
    assert_english(text, indonesian_texts)
    assert "Page 1 of 1" in text


@pytest.mark.parametrize("path", ["/rekap.csv", "/rekap/laporan.csv"])
def test_programs_find_the_same_csv_in_every_language(shared_app: Dash, path: str) -> None:
    english = get_as(shared_app, f"{path}?{QUERY}&bahasa=en").content
    assert csv_rows(english) == csv_rows(get_as(shared_app, f"{path}?{QUERY}").content)


def test_every_heading_of_the_recap_is_distinct_in_both_languages() -> None:
    for language in ("id", "en"):
        with use_language(language):
            headings = [column.full_heading for column in labels.COLUMNS]
        assert len(set(headings)) == len(headings)
