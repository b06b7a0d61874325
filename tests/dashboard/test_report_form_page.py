"""The report form, and tracking of a report by its receipt."""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.report_form import labels
from dashboard.pages.report_form.forms import new_report, parse_report
from dashboard.pages.tracking import labels as tracking_labels
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import SubmittedForm
from data.core.access import ANONYMOUS, Principal
from data.core.config.area_levels import AreaLevels
from data.lib.images import PictureProblem
from data.lib.translation import use_language
from data.services.follow_up import ReportDetail
from data.services.submission import OWN_SOURCE, NewReport
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as, with_changes
from tests.dashboard.test_follow_up_page import submit_action
from tests.dashboard.test_report_photos import HOSTILE_FILES
from tests.personas import (
    ANGGREK,
    AT_SEA,
    BARITO,
    CAMAT_BARAT,
    CEMPAKA,
    IN_ANGGREK,
    IN_BARITO,
    OPERATOR,
    WALL_DISPLAY,
)

LAT, LONG = IN_ANGGREK
REPORT = {"service_code": "sampah", "description": "menumpuk", "lat": str(LAT), "long": str(LONG)}


def with_limit(web_context: WebContext, filings_per_hour: int) -> WebContext:
    """Return the same web context with another rate limit."""
    return with_changes(
        web_context, settings=web_context.settings.model_copy(update={"filings_per_hour": filings_per_hour})
    )


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context at Monday noon, with a rate limit that these tests do not reach."""
    return with_limit(web_context_of(open_city_at_work(tmp_path_factory.mktemp("city"))), 1_000)


@pytest.fixture(scope="module")
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


@pytest.fixture
def fresh_context(tmp_path: Any) -> WebContext:
    """Return the web context of a city without submissions."""
    return web_context_of(open_city_at_work(tmp_path))


def post(app: Dash, principal: Principal = ANONYMOUS, **changed: Any) -> httpx.Response:
    """Load the page and submit its form; a field that is None is left out."""
    files = [
        ("photo", (f"foto.{extension}", body, "image/jpeg")) for extension, body in changed.pop("files", [])
    ]
    page = request_as(app, "GET", "/lapor", principal).text
    hidden_values = dict(re.findall(r'name="(submission)" value="([^"]+)"', page))
    fields = {
        name: value for name, value in {**hidden_values, **REPORT, **changed}.items() if value is not None
    }
    upload: dict[str, Any] = {"files": files or [("nothing", ("", b""))]}
    return request_as(app, "POST", "/lapor", principal, data=fields, **upload)


def file_report(app: Dash, principal: Principal = ANONYMOUS, **changed: Any) -> str:
    """Submit a report; return the address of its receipt."""
    answer = post(app, principal, **changed)
    assert answer.status_code == 303, unescape(answer.text)
    return answer.headers["location"].split("?")[0]


def number_of(track: str) -> str:
    return track.split("/")[2]


def report_of(web_context: WebContext, track: str) -> ReportDetail:
    report = web_context.follow_ups.get((OWN_SOURCE, number_of(track)))
    assert report is not None
    return report


@pytest.mark.parametrize(("principal", "channel"), [(ANONYMOUS, "warga"), (CAMAT_BARAT, "petugas")])
def test_anybody_files_a_report_and_is_redirected_to_its_receipt(
    app: Dash, web_context: WebContext, principal: Principal, channel: str
) -> None:
    track = file_report(app, principal, files=[("jpg", photo())], address="depan pasar")
    report = report_of(web_context, track)
    assert (report.standing.area_code, report.standing.status_description) == (ANGGREK, "menunggu")
    assert [picture.purpose for picture in report.pictures] == ["report"]
    page = request_as(app, "GET", f"{track}?baru").text
    assert number_of(track) in page
    assert str(tracking_labels.RECEIVED) in page
    lines = [(line.who, line.act, line.object) for line in web_context.accounts.list_audit(20)]
    assert (principal.name, "lapor", f"{OWN_SOURCE}/{number_of(track)}") in lines


def test_display_cannot_file_a_report(app: Dash) -> None:
    assert request_as(app, "GET", "/lapor", WALL_DISPLAY).status_code == 403


def test_form_submitted_twice_files_one_report(app: Dash) -> None:
    tracks = {file_report(app, submission="kirim-sekali-123456") for _ in range(2)}
    assert len(tracks) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"service_code": None}, str(labels.NO_CATEGORY)),
        ({"service_code": "tidak_ada"}, str(labels.NO_CATEGORY)),
        ({"lat": None}, str(labels.NO_PLACE).format(level="kelurahan")),
        ({"lat": "nan"}, str(labels.NO_PLACE).format(level="kelurahan")),
        ({"lat": "1e400"}, str(labels.NO_PLACE).format(level="kelurahan")),
        ({"accuracy": "450"}, str(labels.VAGUE).format(level="kelurahan")),
        ({"lat": str(AT_SEA[0]), "long": str(AT_SEA[1])}, str(labels.OUTSIDE).format(level="kelurahan")),
        ({"description": "  "}, str(labels.NO_TEXT)),
        ({"contact": "maria"}, str(labels.BAD_CONTACT)),
        ({"contact": "a@b.id?to=x@y.id"}, str(labels.BAD_CONTACT)),
        ({"submission": "x"}, str(form_labels.UNREADABLE)),
        ({"files": [("jpg", photo())] * 4}, str(form_labels.TOO_LARGE)),
        ({"files": [("svg", b"<svg/>")]}, "bukan foto"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_invalid_field_shows_its_error_and_keeps_the_typed_values(
    app: Dash, web_context: WebContext, changed: dict[str, Any], fault: str
) -> None:
    answer = post(app, **{"description": "sampah & lumpur", **changed})
    page = unescape(answer.text)
    assert (answer.status_code, fault in page) == (422, True)
    assert "description" in changed or "submission" in changed or "sampah & lumpur" in page


def test_all_errors_are_shown_at_once(app: Dash) -> None:
    page = unescape(post(app, service_code=None, lat=None, description="").text)
    no_place = str(labels.NO_PLACE).format(level="kelurahan")
    assert [text in page for text in (str(labels.NO_CATEGORY), no_place, str(labels.NO_TEXT))] == [True] * 3


@pytest.mark.parametrize(
    ("body", "reason"), [one[1:] for one in HOSTILE_FILES], ids=[one[0] for one in HOSTILE_FILES]
)
def test_invalid_picture_of_a_citizen_is_rejected_with_a_reason(
    app: Dash, web_context: WebContext, body: bytes, reason: PictureProblem
) -> None:
    answer = post(app, files=[("jpg", body)])
    assert (answer.status_code, str(form_labels.PICTURE_ERRORS[reason]) in unescape(answer.text)) == (
        422,
        True,
    )


def test_repeated_invalid_forms_are_rate_limited(fresh_context: WebContext) -> None:
    app = create_app(with_limit(fresh_context, 1))
    assert [post(app, description="").status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_picture_alone_is_enough_of_a_description(app: Dash) -> None:
    assert file_report(app, description="", files=[("jpg", photo())])


def test_named_area_replaces_a_missing_point(app: Dash, web_context: WebContext) -> None:
    report = report_of(web_context, file_report(app, lat=None, long=None, area=CEMPAKA))
    assert (report.standing.area_code, report.standing.placement) == (CEMPAKA, "named")


@pytest.mark.parametrize("accuracy", ["", "12.4", "100", "x", "nan"])
def test_a_point_that_is_accurate_enough_is_taken(app: Dash, web_context: WebContext, accuracy: str) -> None:
    assert report_of(web_context, file_report(app, accuracy=accuracy)).standing.area_code == ANGGREK


def test_an_area_chosen_beside_a_vague_point_is_taken(app: Dash, web_context: WebContext) -> None:
    """Kind: a point of a cell tower, with the radius in which the device is."""
    report = report_of(web_context, file_report(app, accuracy="1500", area=CEMPAKA))
    assert (report.standing.area_code, report.standing.placement) == (CEMPAKA, "named")


def test_a_point_wins_over_an_area_chosen_before_it(app: Dash, web_context: WebContext) -> None:
    assert report_of(web_context, file_report(app, area=CEMPAKA)).standing.area_code == ANGGREK


def test_citizen_address_is_rate_limited_and_an_office_is_not(fresh_context: WebContext) -> None:
    app = create_app(with_limit(fresh_context, 2))
    answers = [post(app).status_code for _ in range(3)]
    assert answers == [303, 303, 429]
    assert post(app, CAMAT_BARAT).status_code == 303


def likely_duplicates(app: Dash, **changed: str) -> list[dict[str, str]]:
    answer = request_as(app, "POST", "/lapor/serupa", data={**REPORT, **changed})
    assert answer.status_code == 200
    duplicates: list[dict[str, str]] = answer.json()["alike"]
    return duplicates


def test_likely_duplicates_are_offered_without_their_text(app: Dash) -> None:
    (duplicate,) = likely_duplicates(app, service_code="banjir")  # Qlue's report 1 in Anggrek
    assert duplicate["key"] == "qlue/1"
    assert set(duplicate) == {"key", "where", "filed", "status"}
    assert likely_duplicates(app, service_code="banjir", lat=str(IN_BARITO[0])) == []
    assert likely_duplicates(app, service_code="") == []


def test_a_report_joined_at_filing_is_counted_once(app: Dash, web_context: WebContext) -> None:
    report = report_of(web_context, file_report(app, service_code="banjir", original="qlue/1"))
    assert report.standing.status_description == "duplikat"
    assert report.details["joined_to"] == "qlue/1"


@pytest.mark.parametrize("original", ["qlue/2", "qlue/99", "x", "qlue/3"])
def test_report_cannot_be_joined_to_a_report_that_was_not_offered(
    app: Dash, web_context: WebContext, original: str
) -> None:
    report = report_of(web_context, file_report(app, service_code="banjir", original=original))
    assert report.standing.status_description == "menunggu"


def test_a_guessed_number_tells_nothing_of_a_sensitive_category(app: Dash, web_context: WebContext) -> None:
    first = number_of(file_report(app, service_code="narkoba"))
    web_context.live_board.refresh()
    guess = file_report(app, service_code="narkoba", original=f"{OWN_SOURCE}/{first}")
    assert report_of(web_context, guess).standing.status_description == "menunggu"


def test_receipt_key_opens_only_its_own_report(app: Dash) -> None:
    first, second = file_report(app), file_report(app)
    wrong_path = f"/lacak/{number_of(first)}/{second.split('/')[3]}"
    assert request_as(app, "GET", wrong_path).status_code == 404
    assert request_as(app, "POST", wrong_path, data={"move": "nilai"}).status_code == 404
    lookup = request_as(
        app, "POST", "/lacak", data={"number": number_of(first).lower(), "key": first.split("/")[3]}
    )
    assert (lookup.status_code, lookup.headers["location"]) == (303, first)
    assert request_as(app, "POST", "/lacak", data={"number": number_of(first), "key": "x"}).status_code == 404


def resolve(app: Dash, track: str) -> None:
    path = f"/tindak/{OWN_SOURCE}/{number_of(track)}"
    assert submit_action(app, CAMAT_BARAT, "proses", path, note="rahasia dapur").status_code == 303
    files = [("before", photo()), ("after", photo())]
    assert (
        submit_action(app, CAMAT_BARAT, "selesaikan", path, note="sudah bersih", files=files).status_code
        == 303
    )


def submit_as_reporter(app: Dash, track: str, **fields: str) -> httpx.Response:
    page = request_as(app, "GET", track).text
    hidden_values = dict(re.findall(r'name="(submission|seen|move)" value="([^"]+)"', page))
    return request_as(app, "POST", track, data={**hidden_values, **fields})


def test_reporter_sees_the_work_and_its_photo_but_not_who_did_it(app: Dash, web_context: WebContext) -> None:
    track = file_report(app)
    resolve(app, track)
    page = request_as(app, "GET", track).text
    assert "sudah bersih" in page
    assert "rahasia dapur" not in page
    assert "camat.barat" not in page
    after_photos = [
        candidate for candidate in report_of(web_context, track).pictures if candidate.purpose == "after"
    ]
    picture = request_as(app, "GET", f"{track}/foto/{after_photos[0].picture_id}")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert request_as(app, "GET", f"{file_report(app)}/foto/{after_photos[0].picture_id}").status_code == 404


def test_a_reporter_rates_what_was_done(app: Dash, web_context: WebContext) -> None:
    track = file_report(app)
    resolve(app, track)
    assert submit_as_reporter(app, track, stars="2").status_code == 303
    report = report_of(web_context, track)
    assert report.details["rating"] == 2
    assert (report.follow_ups[-1].who, report.follow_ups[-1].role) == (number_of(track), "pelapor")
    assert "2 dari 5" in request_as(app, "GET", track).text


@pytest.mark.parametrize("stars", ["0", "6", "-1", "lima", ""])
def test_invalid_number_of_stars_is_rejected(app: Dash, stars: str) -> None:
    track = file_report(app)
    resolve(app, track)
    assert submit_as_reporter(app, track, stars=stars).status_code == 422


@pytest.mark.parametrize("seen", ["9" * 30, "9" * 5_000, "x"], ids=["too large", "too long", "none"])
def test_an_impossible_change_number_is_one_that_has_passed(app: Dash, seen: str) -> None:
    """Kind: a number of a form that neither ``int`` nor the database takes."""
    track = file_report(app)
    resolve(app, track)
    assert submit_as_reporter(app, track, stars="2", seen=seen).status_code == 409


def test_reporter_answers_a_question(app: Dash, web_context: WebContext) -> None:
    track = file_report(app)
    path = f"/tindak/{OWN_SOURCE}/{number_of(track)}"
    submit_action(app, OPERATOR, "tanya_pelapor", path, note="Di depan toko mana?")
    assert "Di depan toko mana?" in request_as(app, "GET", track).text
    assert submit_as_reporter(app, track, note="Toko biru").status_code == 303
    assert report_of(web_context, track).standing.status_description == "menunggu"


def test_reporter_can_only_answer_and_rate(app: Dash, web_context: WebContext) -> None:
    track = file_report(app)
    for action_type in ("selesaikan", "tolak", "gabung", "hapus", ""):
        answer = submit_as_reporter(app, track, move=action_type, submission="x" * 20, seen="1", note="x")
        assert answer.status_code == 422
    assert submit_as_reporter(app, track, move="nilai", submission="x" * 20, seen="1").status_code in (
        409,
        422,
    )
    assert report_of(web_context, track).follow_ups == []


def test_contact_is_stored_as_a_mailto_address(app: Dash, web_context: WebContext) -> None:
    fields = {**REPORT, "submission": "x" * 20, "contact": " maria@contoh.id "}
    assert parsed_report(web_context, fields).contact == "mailto:maria@contoh.id"
    assert parsed_report(web_context, {**fields, "area": BARITO}).area_name is None


def test_a_report_filed_in_another_language_asks_for_messages_in_it(web_context: WebContext) -> None:
    fields = {**REPORT, "submission": "x" * 20}
    with use_language("en"):
        assert parsed_report(web_context, fields).language == "en"
    assert parsed_report(web_context, fields).language == ""


def parsed_report(web_context: WebContext, fields: dict[str, str]) -> NewReport:
    state = parse_report(SubmittedForm(fields, {}), web_context)
    assert state.model is not None
    return new_report(state.model, ANONYMOUS, web_context)


def test_fields_of_text_that_are_named_as_files_are_no_photos(web_context: WebContext) -> None:
    fields = {**REPORT, "submission": "x" * 20, "description": "", "photo": "teks"}
    assert parse_report(SubmittedForm(fields, {}), web_context).errors == {"description": str(labels.NO_TEXT)}


def test_the_form_names_areas_as_the_city_does(web_context: WebContext) -> None:
    """Kind: a city of one level. Its form said "Pilih kelurahan …", and "Kecamatan" on the map."""
    one_level = AreaLevels.model_validate({"levels": 1, "level": "Ward"})
    areas = web_context.city.areas.model_copy(update=one_level.model_dump())
    city = web_context.city.model_copy(update={"areas": areas})
    app = create_app(with_changes(web_context, city=city))
    page = request_as(app, "GET", "/lapor").text
    assert all(text in page for text in ('<label for="area">Ward<', "Pilih ward …", 'data-parent-level=""'))
    assert "elurahan" not in page
    assert str(labels.NO_PLACE).format(level="ward") in unescape(post(app, lat=None).text)
