"""The follow-up page: offered actions, what is stored, and messages of refused forms."""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.follow_up import labels
from dashboard.ui import form_labels, report_labels
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from data.core.follow_up.workflow import ActionType, RequiredField, allowed_actions
from data.lib.images import PictureProblem
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as
from tests.personas import (
    CAMAT_BARAT,
    CAMAT_TIMUR,
    CEMPAKA,
    DEPUTY_MAYOR,
    EXECUTOR_BARAT,
    OPERATOR,
    WALL_DISPLAY,
)

REPORT = "/tindak/qlue/1"  # Banjir in Anggrek, kecamatan Barat, without follow-ups
NOTE = "mohon dikeringkan & dibersihkan"


@pytest.fixture
def web_context(tmp_path: Any) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


def submit_action(
    app: Dash, principal: Principal, action_type: str, path: str = REPORT, **fields: Any
) -> httpx.Response:
    """Load the page and submit one of its forms; ``seen`` and ``submission`` can be replaced."""
    files = [(name, ("foto.jpg", body, "image/jpeg")) for name, body in fields.pop("files", [])]
    page = request_as(app, "GET", path, principal).text
    hidden_values = dict(re.findall(r'name="(submission|seen)" value="([^"]+)"', page))
    form = {
        **hidden_values,
        "move": action_type,
        **{name.removesuffix("_"): value for name, value in fields.items()},
    }
    request_arguments: dict[str, Any] = {"files": files} if files else {}
    return request_as(app, "POST", path, principal, data=form, **request_arguments)


def offered_actions(page: str) -> set[str]:
    return set(re.findall(r'name="move" value="([^"]+)"', page))


@pytest.mark.parametrize(
    "principal", [CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR], ids=lambda principal: principal.role
)
def test_each_role_is_offered_its_allowed_actions(app: Dash, principal: Principal) -> None:
    page = request_as(app, "GET", REPORT, principal)
    assert offered_actions(page.text) == {
        str(action_type) for action_type in allowed_actions("tidak_dikenal", principal.role)
    }


@pytest.mark.parametrize(
    ("principal", "status"),
    [(ANONYMOUS, 401), (WALL_DISPLAY, 403), (DEPUTY_MAYOR, 403), (CAMAT_TIMUR, 403)],
    ids=lambda value: getattr(value, "role", value),
)
def test_report_without_permission_is_neither_shown_nor_changed(
    app: Dash, web_context: WebContext, principal: Principal, status: int
) -> None:
    fields = {"move": "proses", "submission": "x" * 20, "seen": "1"}
    assert request_as(app, "GET", REPORT, principal, follow_redirects=False).status_code in (status, 303)
    assert request_as(app, "POST", REPORT, principal, data=fields).status_code == status
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert report.follow_ups == []


def test_action_is_stored_shown_in_the_history_and_audited(app: Dash, web_context: WebContext) -> None:
    answer = submit_action(app, CAMAT_BARAT, "disposisi", agency="BPBD", note=NOTE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/laporan/qlue/1?tersimpan=disposisi")
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert (report.standing.status_description, report.standing.agency_responsible) == ("disposisi", "BPBD")
    assert report.follow_ups[-1].note == NOTE
    lines = [(line.who, line.act, line.object) for line in web_context.accounts.list_audit(50)]
    assert ("camat.barat", "tindak disposisi", "qlue/1") in lines


def test_typed_values_stay_when_a_required_field_is_missing(app: Dash) -> None:
    answer = submit_action(app, CAMAT_BARAT, "disposisi", note=NOTE)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert str(form_labels.ERRORS[RequiredField.AGENCY]) in page
    assert NOTE in page


def test_conflicting_action_shows_the_changes_and_keeps_the_typed_values(
    app: Dash, web_context: WebContext
) -> None:
    submit_action(app, OPERATOR, "koordinasi", note="sudah dihubungi")
    answer = submit_action(app, CAMAT_BARAT, "catat", note=NOTE, seen="1")
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert str(labels.CHANGED) in page
    assert "Koordinasikan oleh operator.1: sudah dihubungi" in page
    assert NOTE in page
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert [follow_up.move for follow_up in report.follow_ups] == ["koordinasi"]


def test_form_submitted_twice_is_applied_once(app: Dash, web_context: WebContext) -> None:
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    fields = {"submission": "kirim-sekali-123456", "seen": str(report.change), "note": NOTE}
    answers = [submit_action(app, CAMAT_BARAT, "catat", **fields).status_code for _ in range(2)]
    assert answers == [303, 303]
    report_after = web_context.follow_ups.get(("qlue", "1"))
    assert report_after is not None
    assert len(report_after.follow_ups) == 1


def test_a_report_is_resolved_with_pictures_from_before_and_after(app: Dash, web_context: WebContext) -> None:
    submit_action(app, CAMAT_BARAT, "proses")
    incomplete = submit_action(app, CAMAT_BARAT, "selesaikan", note="surut", files=[("before", photo())])
    assert (
        incomplete.status_code,
        str(form_labels.ERRORS[RequiredField.PHOTO_AFTER]) in incomplete.text,
    ) == (
        422,
        True,
    )
    files = [("before", photo()), ("after", photo())]
    assert submit_action(app, CAMAT_BARAT, "selesaikan", note="surut", files=files).status_code == 303
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert (report.standing.status_description, report.standing.evidence) == ("selesai", True)
    assert [picture.purpose for picture in report.pictures] == ["before", "after"]


def test_invalid_picture_is_rejected_with_a_reason(app: Dash, web_context: WebContext) -> None:
    submit_action(app, CAMAT_BARAT, "proses")
    files = [("before", photo()), ("after", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")]
    answer = submit_action(app, CAMAT_BARAT, "selesaikan", note="surut", files=files)
    assert answer.status_code == 422
    assert 'class="wrong" role="alert"' in answer.text
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert report.pictures == []


def test_an_invalid_picture_is_named_even_if_its_action_has_no_such_field(app: Dash) -> None:
    answer = submit_action(app, CAMAT_BARAT, "catat", note=NOTE, files=[("after", b"")])
    assert answer.status_code == 303  # an empty file is none
    answer = submit_action(app, CAMAT_BARAT, "catat", note=NOTE, files=[("after", b"<svg/>")])
    page = unescape(answer.text)
    assert (answer.status_code, str(form_labels.PICTURE_ERRORS[PictureProblem.NOT_A_PICTURE]) in page) == (
        422,
        True,
    )
    assert NOTE in page


def test_accepted_dispute_moves_the_report_to_the_other_kecamatan(app: Dash, web_context: WebContext) -> None:
    assert submit_action(app, CAMAT_BARAT, "bukan_wilayah", note="di seberang").status_code == 303
    assert submit_action(app, OPERATOR, "setujui_pindah", area_code=CEMPAKA).status_code == 303
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert report.standing.area_code == CEMPAKA
    assert request_as(app, "GET", REPORT, CAMAT_BARAT).status_code == 403
    assert request_as(app, "GET", REPORT, CAMAT_TIMUR).status_code == 200


def test_duplicate_reports_are_joined_by_number(app: Dash, web_context: WebContext) -> None:
    answer = submit_action(app, OPERATOR, "gabung", original="qlue/2")
    assert answer.status_code == 303
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert report.details["joined_to"] == "qlue/2"


@pytest.mark.parametrize("number", ["99", "../1", ""])
def test_unknown_report_number_joins_nothing(app: Dash, number: str) -> None:
    answer = submit_action(app, OPERATOR, "gabung", original=number)
    assert (answer.status_code, str(form_labels.ERRORS[RequiredField.ORIGINAL]) in answer.text) == (422, True)


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
def test_invalid_form_is_rejected(app: Dash, fields: dict[str, str]) -> None:
    answer = request_as(app, "POST", REPORT, OPERATOR, data=fields)
    assert (answer.status_code, str(form_labels.UNREADABLE) in answer.text) == (422, True)


def test_every_action_type_has_a_label() -> None:
    assert set(report_labels.ACTIONS) == set(ActionType)
