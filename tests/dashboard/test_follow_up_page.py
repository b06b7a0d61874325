"""Following up by the page: what is offered to whom, what is stored, and what a refusal says."""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.follow_up import labels
from dashboard.ui import form_labels, report_labels
from dashboard.web.context import Site
from data.core.access import NOBODY, Who
from data.core.follow_up.workflow import Move, Need, possible
from tests.dashboard.office_pages import photo, site_of, town_at_work
from tests.dashboard.sign_in import ask
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, CEMPAKA, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR, SCREEN

REPORT = "/tindak/qlue/1"  # Banjir in Anggrek, kecamatan Barat, not acted on yet
NOTE = "mohon dikeringkan & dibersihkan"


@pytest.fixture
def site(tmp_path: Any) -> Site:
    """The town at Monday noon."""
    return site_of(town_at_work(tmp_path))


@pytest.fixture
def app(site: Site) -> Dash:
    """Its web app."""
    return create_app(site)


def send(app: Dash, who: Who, move: str, path: str = REPORT, **fields: Any) -> httpx.Response:
    """Opens the page and sends a form of it; ``seen`` and ``submission`` can be given."""
    files = [(name, ("foto.jpg", body, "image/jpeg")) for name, body in fields.pop("files", [])]
    page = ask(app, "GET", path, who).text
    given = dict(re.findall(r'name="(submission|seen)" value="([^"]+)"', page))
    sent = {**given, "move": move, **{name.removesuffix("_"): value for name, value in fields.items()}}
    more: dict[str, Any] = {"files": files} if files else {}
    return ask(app, "POST", path, who, data=sent, **more)


def offered(page: str) -> set[str]:
    return set(re.findall(r'name="move" value="([^"]+)"', page))


@pytest.mark.parametrize("who", [CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR], ids=lambda who: who.role)
def test_everybody_is_offered_what_his_role_can_do_from_here(app: Dash, who: Who) -> None:
    page = ask(app, "GET", REPORT, who)
    assert offered(page.text) == {str(move) for move in possible("tidak_dikenal", who.role)}


@pytest.mark.parametrize(
    ("who", "status"),
    [(NOBODY, 401), (SCREEN, 403), (DEPUTY_MAYOR, 403), (CAMAT_TIMUR, 403)],
    ids=lambda given: getattr(given, "role", given),
)
def test_who_may_not_act_on_a_report_neither_sees_its_page_nor_moves_it(
    app: Dash, site: Site, who: Who, status: int
) -> None:
    fields = {"move": "proses", "submission": "x" * 20, "seen": "1"}
    assert ask(app, "GET", REPORT, who, follow_redirects=False).status_code in (status, 303)
    assert ask(app, "POST", REPORT, who, data=fields).status_code == status
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert looked.follow_ups == []


def test_a_move_is_stored_shown_in_the_history_and_written_into_the_audit_log(app: Dash, site: Site) -> None:
    answer = send(app, CAMAT_BARAT, "disposisi", agency="BPBD", note=NOTE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/laporan/qlue/1?tersimpan=disposisi")
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert (looked.standing.status_description, looked.standing.agency_responsible) == ("disposisi", "BPBD")
    assert looked.follow_ups[-1].note == NOTE
    lines = [(line.who, line.act, line.object) for line in site.accounts.audit(50)]
    assert ("camat.barat", "tindak disposisi", "qlue/1") in lines


def test_what_was_typed_stays_when_something_is_missing(app: Dash) -> None:
    answer = send(app, CAMAT_BARAT, "disposisi", note=NOTE)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert form_labels.FAULTS[Need.AGENCY] in page
    assert NOTE in page


def test_who_looked_at_an_older_state_is_told_what_changed_and_keeps_what_he_wrote(
    app: Dash, site: Site
) -> None:
    send(app, OPERATOR, "koordinasi", note="sudah dihubungi")
    answer = send(app, CAMAT_BARAT, "catat", note=NOTE, seen="1")
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert labels.CHANGED in page
    assert "Koordinasikan oleh operator.1: sudah dihubungi" in page
    assert NOTE in page
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert [made.move for made in looked.follow_ups] == ["koordinasi"]


def test_a_form_sent_twice_is_carried_out_once(app: Dash, site: Site) -> None:
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    fields = {"submission": "kirim-sekali-123456", "seen": str(looked.change), "note": NOTE}
    answers = [send(app, CAMAT_BARAT, "catat", **fields).status_code for _ in range(2)]
    assert answers == [303, 303]
    again = site.follow_ups.look(("qlue", "1"))
    assert again is not None
    assert len(again.follow_ups) == 1


def test_a_report_is_resolved_with_pictures_from_before_and_after(app: Dash, site: Site) -> None:
    send(app, CAMAT_BARAT, "proses")
    without = send(app, CAMAT_BARAT, "selesaikan", note="surut", files=[("before", photo())])
    assert (without.status_code, form_labels.FAULTS[Need.AFTER] in without.text) == (422, True)
    both = [("before", photo()), ("after", photo())]
    assert send(app, CAMAT_BARAT, "selesaikan", note="surut", files=both).status_code == 303
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert (looked.standing.status_description, looked.standing.evidence) == ("selesai", True)
    assert [shown.purpose for shown in looked.pictures] == ["before", "after"]


def test_a_file_that_is_no_picture_is_refused_in_words(app: Dash, site: Site) -> None:
    send(app, CAMAT_BARAT, "proses")
    files = [("before", photo()), ("after", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")]
    answer = send(app, CAMAT_BARAT, "selesaikan", note="surut", files=files)
    assert answer.status_code == 422
    assert 'class="wrong" role="alert"' in answer.text
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert looked.pictures == []


def test_a_claim_that_is_agreed_to_takes_the_report_out_of_the_offices_hands(app: Dash, site: Site) -> None:
    assert send(app, CAMAT_BARAT, "bukan_wilayah", note="di seberang").status_code == 303
    assert send(app, OPERATOR, "setujui_pindah", area_code=CEMPAKA).status_code == 303
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert looked.standing.area_code == CEMPAKA
    assert ask(app, "GET", REPORT, CAMAT_BARAT).status_code == 403
    assert ask(app, "GET", REPORT, CAMAT_TIMUR).status_code == 200


def test_two_reports_of_the_same_are_joined_by_number(app: Dash, site: Site) -> None:
    answer = send(app, OPERATOR, "gabung", original="qlue/2")
    assert answer.status_code == 303
    looked = site.follow_ups.look(("qlue", "1"))
    assert looked is not None
    assert looked.details["joined_to"] == "qlue/2"


@pytest.mark.parametrize("number", ["99", "../1", ""])
def test_a_number_that_is_no_report_joins_nothing(app: Dash, number: str) -> None:
    answer = send(app, OPERATOR, "gabung", original=number)
    assert (answer.status_code, form_labels.FAULTS[Need.ORIGINAL] in answer.text) == (422, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"move": "hapus"},
        {"move": "proses", "submission": "x", "seen": "1"},
        {"move": "proses", "submission": "x" * 20, "seen": "-1"},
        {},
    ],
    ids=["no such move", "no submission", "no number", "nothing"],
)
def test_what_is_no_form_of_this_page_is_refused(app: Dash, fields: dict[str, str]) -> None:
    answer = ask(app, "POST", REPORT, OPERATOR, data=fields)
    assert (answer.status_code, form_labels.NOT_UNDERSTOOD in answer.text) == (422, True)


def test_every_move_has_its_words() -> None:
    assert set(report_labels.MOVES) == set(Move)
