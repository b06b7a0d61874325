"""The cards and warnings of ``/sumber``."""

from datetime import timedelta
from typing import Any

import pytest
from dash import Dash

from dashboard.pages.sources.view import SourceCard, age_text, card_values
from dashboard.web.templates import render
from data.core.access import Principal
from tests.dashboard.html_pages import parse_html
from tests.dashboard.office_pages import get_as
from tests.personas import DEPUTY_MAYOR, MONDAY_NOON, OPERATOR, ZONE


def pull(**changed: Any) -> dict[str, Any]:
    defaults = {
        "source": "qlue", "label": "Qlue", "every_seconds": 300.0, "stale": False, "error": None,
        "rejected": 0, "contradicted": 0,
        "last_try": MONDAY_NOON, "last_success": MONDAY_NOON - timedelta(minutes=10), "latency_seconds": 1.25,
        "watermark": MONDAY_NOON - timedelta(hours=2),
    }  # fmt: skip
    return {**defaults, **changed}


def body(*pulls: Any, unknown_years: tuple[int, ...] = (), can_administer: bool = False) -> str:
    """Return the page's HTML with the cards of these pulls."""
    cards = [SourceCard(row, age_text(row["last_success"], MONDAY_NOON)) for row in pulls]
    shared = card_values(ZONE, can_administer=can_administer)
    return render(
        "sources/body.html", as_of=MONDAY_NOON, badges=(), unknown_years=unknown_years, cards=cards, **shared
    )


def card_text(row: Any) -> str:
    """Return the text of a source's card, with single spaces."""
    return " ".join(parse_html(body(row)).find_all("section", "source")[0].text.split())


@pytest.mark.parametrize(
    ("changed", "state", "look"),
    [
        ({}, "lancar", "well"),
        ({"stale": True}, "terputus", "bad"),
        ({"every_seconds": None}, "impor manual", "well"),
        ({"last_success": None, "stale": True}, "belum pernah berhasil", "bad"),
    ],
)
def test_a_card_states_the_source_state(changed: dict[str, Any], state: str, look: str) -> None:
    page = parse_html(body(pull(**changed)))
    assert page.find_all("span", "state")[0].text == state
    assert page.find_all("section", "source")[0].attributes["class"] == f"source {look}"


def test_a_card_shows_last_success_schedule_latency_and_rejected_rows() -> None:
    text = card_text(pull(rejected=1234))
    assert "23 November 2026 pukul 11.50 WITA (10 menit lalu)" in text
    assert "setiap 5 menit" in text
    assert "1,2 detik" in text
    assert "23 November 2026 pukul 10.00 WITA" in text
    assert "1.234" in text


def test_a_tiny_latency_is_not_shown_as_zero() -> None:
    text = card_text(pull(latency_seconds=0.04, last_success=MONDAY_NOON))
    assert "kurang dari 0,1 detik" in text
    assert "(baru saja)" in text


def test_a_failed_pull_shows_the_error_of_the_ledger() -> None:
    text = card_text(pull(error="status 503", stale=True))
    assert "Galat terakhir:" in text
    assert "status 503" in text
    assert "Galat" not in card_text(pull())


def test_missing_values_are_not_shown_as_zero() -> None:
    never_pulled = pull(
        last_try=None, last_success=None, latency_seconds=None, watermark=None, every_seconds=None
    )
    text = card_text(never_pulled)
    assert text.count("belum pernah") >= 3
    assert "belum ada" in text


def test_a_year_without_known_joint_leave_gives_a_warning() -> None:
    assert parse_html(body()).find_all("p", "notice") == []
    (notice,) = parse_html(body(unknown_years=(2028,))).find_all("p", "notice")
    assert "Cuti bersama 2028 belum diketahui" in notice.text


def test_only_an_administrator_may_download_rejected_rows() -> None:
    address = 'href="/sumber/ditolak.csv?sumber=qlue"'
    assert address in body(pull(rejected=1), can_administer=True)
    assert address not in body(pull(rejected=1))
    assert address not in body(pull(), can_administer=True)


@pytest.mark.parametrize("principal", [OPERATOR, DEPUTY_MAYOR], ids=lambda one: one.name)
def test_the_first_answer_holds_the_cards(shared_app: Dash, principal: Principal) -> None:
    page = parse_html(get_as(shared_app, "/sumber", principal).text)
    assert [heading.text for heading in page.find_all("h1")] == ["Sumber Data"]
    assert len(page.find_all("section", "source")) == 1


def test_the_page_is_in_the_language_of_its_address(shared_app: Dash) -> None:
    page = get_as(shared_app, "/sumber?bahasa=en", OPERATOR).text
    for words in ("Sources of data", "Last success", "As of ", "Rejected rows, waiting for repair"):
        assert words in page
    for words in ("Sumber Data", "Berhasil terakhir", "Keadaan per", "Jadwal", "belum pernah", "detik"):
        assert words not in page


def test_without_data_the_page_says_so(shared_app: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.services.live_board.LiveBoard.current", lambda _board: None)
    page = parse_html(get_as(shared_app, "/sumber", OPERATOR).text)
    assert page.find_all("p", "standing")[0].text == "Belum ada data"
