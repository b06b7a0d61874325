"""The review in English: no Indonesian is left in it, and nobody gets the words of another reader."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from babel.messages.pofile import read_po
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.review.sections.page import SECTIONS
from dashboard.ui.clock_labels import clock_fault_text
from data.core.time_trust import ClockFault
from data.lib.translation import CATALOGUES, use_language
from tests.dashboard.office_pages import get_as, open_city_at_work, web_context_of
from tests.dashboard.review_html import section_html
from tests.dashboard.sign_in import request_as
from tests.dashboard.test_pseudo_language import unmarked_words
from tests.dashboard.test_review_parts import RATE_CHANGE, build_test_view
from tests.personas import BARAT, DEPUTY_MAYOR, MONDAY_NOON, ZONE
from tests.pseudo_language import installed_language

PERIOD = "dari=2026-11-22T00:00&sampai=2026-11-23T12:00"
TEMPLATES = (*SECTIONS, "headline", "worst_cases", "timeline")
REVIEW_PLACES = ("dashboard/pages/review/", "dashboard/templates/review/")


@pytest.fixture
def app(tmp_path: Path) -> Dash:
    """Return the app of the test city at Monday noon."""
    return create_app(web_context_of(open_city_at_work(tmp_path)))


@pytest.fixture(scope="module")
def pseudo_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with installed_language(tmp_path_factory.mktemp("locale")) as language:
        yield language


@pytest.fixture(scope="module")
def indonesian_phrases() -> set[str]:
    """Return what is written between the values of the review's Indonesian messages: two words or more."""
    with (CATALOGUES / "id.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    own = [
        message for message in messages if any(str(p).startswith(REVIEW_PLACES) for p, _ in message.locations)
    ]
    english = " ".join(str(message.id) for message in messages)
    texts = [
        text
        for message in own
        for text in ((message.string,) if isinstance(message.string, str) else message.string or ())
    ]
    parts = {part.strip(" .,:;()…") for text in texts for part in re.split(r"\{\w+\}", text)}
    return {part for part in parts if " " in part and part not in english}


def phrases_in(text: str, phrases: set[str]) -> set[str]:
    return {phrase for phrase in phrases if phrase in text}


def review_text(language: str) -> str:
    """Return the text of all sections in a language."""
    view = build_test_view()
    view.review_report["why"] = {BARAT: RATE_CHANGE}
    view.review_report["unknown_years"] = [2028]
    with use_language(language):
        return " ".join(section_html(name, view).text for name in TEMPLATES)


def test_no_section_has_an_indonesian_phrase_in_english(indonesian_phrases: set[str]) -> None:
    assert len(indonesian_phrases) > 80
    assert len(phrases_in(review_text("id"), indonesian_phrases)) > 60
    assert phrases_in(review_text("en"), indonesian_phrases) == set()


@pytest.mark.parametrize(
    "query", ["rinci=closed", "rinci=week_new:11", "rinci=rahasia", "beku=gagal", "paket=7"]
)
def test_the_page_and_its_list_are_english(app: Dash, indonesian_phrases: set[str], query: str) -> None:
    """The figures come later than the shell, from another thread."""
    for path in ("/tinjauan", "/tinjauan/rincian"):
        page = get_as(app, f"{path}?{PERIOD}&{query}&bahasa=en", DEPUTY_MAYOR).text
        assert phrases_in(page, indonesian_phrases) == set()


def test_readers_of_two_languages_get_their_own_words(app: Dash) -> None:
    """The figures of a period are kept, but no words with them."""
    for language, sentence in (("en", "The city's backlog grew by"), ("id", "Tunggakan kota naik")) * 2:
        page = get_as(app, f"/tinjauan?{PERIOD}&bahasa={language}", DEPUTY_MAYOR).text.replace("&#39;", "'")
        assert f'<html lang="{language}"' in page
        assert sentence in page


def test_a_pack_keeps_its_figures_and_is_read_in_any_language(
    app: Dash, indonesian_phrases: set[str]
) -> None:
    form = {"dari": "2026-11-22T00:00", "sampai": "2026-11-23T12:00", "judul": "Rapat mingguan"}
    request_as(app, "POST", "/tinjauan/paket", DEPUTY_MAYOR, data=form)
    pages = {
        language: get_as(app, f"/tinjauan?paket=1&bahasa={language}", DEPUTY_MAYOR).text
        for language in ("id", "en")
    }
    assert "Pack 1: Rapat mingguan" in pages["en"]
    assert "Paket 1: Rapat mingguan" in pages["id"]
    assert phrases_in(pages["en"], indonesian_phrases) == set()
    cells = [re.findall(r'data-cell="[^"]*">[^<]*<', page) for page in pages.values()]
    assert cells[0] == cells[1] != []
    checksums = [re.findall(r'title="([0-9a-f]{64})"', page) for page in pages.values()]
    assert checksums[0] == checksums[1] != []


@pytest.mark.parametrize(
    "query", ["rinci=closing", "rinci=sign:burst", "rinci=held:kecamatan", "rinci=x", "paket=1", "beku=sudah"]
)
def test_every_word_of_lists_and_packs_is_a_message(app: Dash, pseudo_language: str, query: str) -> None:
    form = {"dari": "2026-11-22T00:00", "sampai": "2026-11-23T12:00", "judul": "Uji"}
    request_as(app, "POST", "/tinjauan/paket", DEPUTY_MAYOR, data=form)
    page = get_as(app, f"/tinjauan?{PERIOD}&{query}&bahasa={pseudo_language}", DEPUTY_MAYOR).text
    assert unmarked_words(re.sub(r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b", "", page)) == {}


def test_a_refused_timeline_is_explained_in_the_readers_language(app: Dash) -> None:
    query = "since=2026-11-21&until=2026-11-22&steps=0"
    for language, reason in (("en", "1 to 96"), ("id", "1 sampai 96")):
        assert reason in get_as(app, f"/api/v1/replay?{query}&bahasa={language}").json()["detail"]


@pytest.mark.parametrize("kind", ["held", "believed", "jobs"])
@pytest.mark.parametrize("seconds", [-20, 40 * 86_400])
def test_a_wrong_clock_is_told_in_the_readers_language(
    kind: Literal["held", "believed", "jobs"], seconds: int
) -> None:
    fault = ClockFault(kind, timedelta(seconds=seconds), MONDAY_NOON)
    with use_language("en"):
        text = clock_fault_text(fault, ZONE)
    assert ("20 seconds" if seconds < 0 else "40 days") in text
    assert not re.search(r"\b(jam|waktu|server ini|petugas)\b", text, re.IGNORECASE)
    assert "Jam " in clock_fault_text(fault, ZONE)
