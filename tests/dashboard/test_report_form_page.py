"""Filing by the page, and following one's own report by its receipt."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import httpx
import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.report_form import labels
from dashboard.pages.report_form.forms import draft_of
from dashboard.pages.tracking import labels as tracking_labels
from dashboard.ui import form_labels
from dashboard.web.context import Site
from dashboard.web.form_parsing import Form
from data.core.access import NOBODY, Who
from data.lib.images import Reason
from data.services.follow_up import Looked
from data.services.submission import OWN
from tests.dashboard.office_pages import photo, site_of, town_at_work
from tests.dashboard.sign_in import ask
from tests.dashboard.test_follow_up_page import send
from tests.dashboard.test_report_photos import HOSTILE
from tests.personas import (
    ANGGREK,
    AT_SEA,
    BARITO,
    CAMAT_BARAT,
    CEMPAKA,
    IN_ANGGREK,
    IN_BARITO,
    OPERATOR,
    SCREEN,
)

LAT, LONG = IN_ANGGREK
REPORT = {"service_code": "sampah", "description": "menumpuk", "lat": str(LAT), "long": str(LONG)}


def limited(site: Site, filings_per_hour: int) -> Site:
    """The same town with another limit."""
    return replace(site, settings=replace(site.settings, filings_per_hour=filings_per_hour))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town at Monday noon, where one address may file as often as these tests do."""
    return limited(site_of(town_at_work(tmp_path_factory.mktemp("town"))), 1_000)


@pytest.fixture(scope="module")
def app(site: Site) -> Dash:
    """Its web app."""
    return create_app(site)


@pytest.fixture
def fresh(tmp_path: Any) -> Site:
    """A town in which nobody has filed anything yet."""
    return site_of(town_at_work(tmp_path))


def post(app: Dash, who: Who = NOBODY, **changed: Any) -> httpx.Response:
    """Opens the page and sends its form; a field given as None is left out."""
    files = [("photo", (f"foto.{kind}", body, "image/jpeg")) for kind, body in changed.pop("files", [])]
    page = ask(app, "GET", "/lapor", who).text
    marks = dict(re.findall(r'name="(submission)" value="([^"]+)"', page))
    fields = {name: value for name, value in {**marks, **REPORT, **changed}.items() if value is not None}
    boundary: dict[str, Any] = {"files": files or [("nothing", ("", b""))]}
    return ask(app, "POST", "/lapor", who, data=fields, **boundary)


def filed(app: Dash, who: Who = NOBODY, **changed: Any) -> str:
    """Files a report; where its receipt is."""
    answer = post(app, who, **changed)
    assert answer.status_code == 303, unescape(answer.text)
    return answer.headers["location"].split("?")[0]


def number_of(track: str) -> str:
    return track.split("/")[2]


def looked(site: Site, track: str) -> Looked:
    found = site.follow_ups.look((OWN, number_of(track)))
    assert found is not None
    return found


@pytest.mark.parametrize(("who", "channel"), [(NOBODY, "warga"), (CAMAT_BARAT, "petugas")])
def test_anybody_files_a_report_and_is_led_to_its_receipt(
    app: Dash, site: Site, who: Who, channel: str
) -> None:
    track = filed(app, who, files=[("jpg", photo())], address="depan pasar")
    report = looked(site, track)
    assert (report.standing.area_code, report.standing.status_description) == (ANGGREK, "menunggu")
    assert [shown.purpose for shown in report.pictures] == ["report"]
    page = ask(app, "GET", f"{track}?baru").text
    assert number_of(track) in page
    assert tracking_labels.RECEIVED in page
    lines = [(line.who, line.act, line.object) for line in site.accounts.audit(20)]
    assert (who.name, "lapor", f"{OWN}/{number_of(track)}") in lines


def test_a_screen_files_nothing(app: Dash) -> None:
    assert ask(app, "GET", "/lapor", SCREEN).status_code == 403


def test_the_same_form_sent_twice_files_one_report(app: Dash) -> None:
    tracks = {filed(app, submission="kirim-sekali-123456") for _ in range(2)}
    assert len(tracks) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"service_code": None}, labels.NO_CATEGORY),
        ({"service_code": "tidak_ada"}, labels.NO_CATEGORY),
        ({"lat": None}, labels.NO_PLACE),
        ({"lat": "nan"}, labels.NO_PLACE),
        ({"lat": "1e400"}, labels.NO_PLACE),
        ({"lat": str(AT_SEA[0]), "long": str(AT_SEA[1])}, labels.OUTSIDE),
        ({"description": "  "}, labels.NO_TEXT),
        ({"contact": "maria"}, labels.BAD_CONTACT),
        ({"contact": "a@b.id?to=x@y.id"}, labels.BAD_CONTACT),
        ({"submission": "x"}, form_labels.NOT_UNDERSTOOD),
        ({"files": [("jpg", photo())] * 4}, form_labels.TOO_LARGE),
        ({"files": [("svg", b"<svg/>")]}, "bukan foto"),
    ],
    ids=lambda given: str(given)[:40],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_what_was_typed_stays(
    app: Dash, site: Site, changed: dict[str, Any], fault: str
) -> None:
    answer = post(app, **{"description": "sampah & lumpur", **changed})
    page = unescape(answer.text)
    assert (answer.status_code, fault in page) == (422, True)
    assert "description" in changed or "submission" in changed or "sampah & lumpur" in page


def test_every_fault_is_told_at_once(app: Dash) -> None:
    page = unescape(post(app, service_code=None, lat=None, description="").text)
    assert [said in page for said in (labels.NO_CATEGORY, labels.NO_PLACE, labels.NO_TEXT)] == [True] * 3


@pytest.mark.parametrize(("body", "reason"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_a_citizens_file_that_is_no_picture_is_refused_in_words(
    app: Dash, site: Site, body: bytes, reason: Reason
) -> None:
    answer = post(app, files=[("jpg", body)])
    assert (answer.status_code, form_labels.PICTURES[reason] in unescape(answer.text)) == (422, True)


def test_who_sends_forms_without_end_is_told_to_wait(fresh: Site) -> None:
    app = create_app(limited(fresh, 1))
    assert [post(app, description="").status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_picture_alone_is_enough_of_a_description(app: Dash) -> None:
    assert filed(app, description="", files=[("jpg", photo())])


def test_an_area_named_stands_for_a_point_that_nobody_knows(app: Dash, site: Site) -> None:
    report = looked(site, filed(app, lat=None, long=None, area=CEMPAKA))
    assert (report.standing.area_code, report.standing.placement) == (CEMPAKA, "named")


def test_a_point_wins_over_an_area_chosen_before_it(app: Dash, site: Site) -> None:
    assert looked(site, filed(app, area=CEMPAKA)).standing.area_code == ANGGREK


def test_an_address_that_files_too_often_is_told_to_wait_and_an_office_is_not(fresh: Site) -> None:
    app = create_app(limited(fresh, 2))
    answers = [post(app).status_code for _ in range(3)]
    assert answers == [303, 303, 429]
    assert post(app, CAMAT_BARAT).status_code == 303


def alike(app: Dash, **changed: str) -> list[dict[str, str]]:
    answer = ask(app, "POST", "/lapor/serupa", data={**REPORT, **changed})
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()["alike"]
    return found


def test_what_may_be_the_same_is_offered_with_nothing_of_what_was_written(app: Dash) -> None:
    (found,) = alike(app, service_code="banjir")  # Qlue's report 1 in Anggrek
    assert found["key"] == "qlue/1"
    assert set(found) == {"key", "where", "filed", "status"}
    assert alike(app, service_code="banjir", lat=str(IN_BARITO[0])) == []
    assert alike(app, service_code="") == []


def test_a_report_joined_at_filing_is_counted_once(app: Dash, site: Site) -> None:
    report = looked(site, filed(app, service_code="banjir", original="qlue/1"))
    assert report.standing.status_description == "duplikat"
    assert report.details["joined_to"] == "qlue/1"


@pytest.mark.parametrize("original", ["qlue/2", "qlue/99", "x", "qlue/3"])
def test_a_report_cannot_be_joined_to_what_was_not_offered(app: Dash, site: Site, original: str) -> None:
    report = looked(site, filed(app, service_code="banjir", original=original))
    assert report.standing.status_description == "menunggu"


def test_a_receipts_key_opens_its_own_report_only(app: Dash) -> None:
    one, two = filed(app), filed(app)
    wrong = f"/lacak/{number_of(one)}/{two.split('/')[3]}"
    assert ask(app, "GET", wrong).status_code == 404
    assert ask(app, "POST", wrong, data={"move": "nilai"}).status_code == 404
    found = ask(app, "POST", "/lacak", data={"number": number_of(one).lower(), "key": one.split("/")[3]})
    assert (found.status_code, found.headers["location"]) == (303, one)
    assert ask(app, "POST", "/lacak", data={"number": number_of(one), "key": "x"}).status_code == 404


def resolve(app: Dash, track: str) -> None:
    path = f"/tindak/{OWN}/{number_of(track)}"
    assert send(app, CAMAT_BARAT, "proses", path, note="rahasia dapur").status_code == 303
    files = [("before", photo()), ("after", photo())]
    assert send(app, CAMAT_BARAT, "selesaikan", path, note="sudah bersih", files=files).status_code == 303


def sent_by_reporter(app: Dash, track: str, **fields: str) -> httpx.Response:
    page = ask(app, "GET", track).text
    marks = dict(re.findall(r'name="(submission|seen|move)" value="([^"]+)"', page))
    return ask(app, "POST", track, data={**marks, **fields})


def test_a_reporter_sees_what_was_done_and_by_which_picture_but_not_by_whom(app: Dash, site: Site) -> None:
    track = filed(app)
    resolve(app, track)
    page = ask(app, "GET", track).text
    assert "sudah bersih" in page
    assert "rahasia dapur" not in page
    assert "camat.barat" not in page
    after = [shown for shown in looked(site, track).pictures if shown.purpose == "after"]
    picture = ask(app, "GET", f"{track}/foto/{after[0].picture_id}")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert ask(app, "GET", f"{filed(app)}/foto/{after[0].picture_id}").status_code == 404


def test_a_reporter_rates_what_was_done(app: Dash, site: Site) -> None:
    track = filed(app)
    resolve(app, track)
    assert sent_by_reporter(app, track, stars="2").status_code == 303
    report = looked(site, track)
    assert report.details["rating"] == 2
    assert (report.follow_ups[-1].who, report.follow_ups[-1].role) == (number_of(track), "pelapor")
    assert "2 dari 5" in ask(app, "GET", track).text


@pytest.mark.parametrize("stars", ["0", "6", "-1", "lima", ""])
def test_no_other_number_of_stars_is_taken(app: Dash, stars: str) -> None:
    track = filed(app)
    resolve(app, track)
    assert sent_by_reporter(app, track, stars=stars).status_code == 422


def test_a_reporter_answers_what_was_asked(app: Dash, site: Site) -> None:
    track = filed(app)
    path = f"/tindak/{OWN}/{number_of(track)}"
    send(app, OPERATOR, "tanya_pelapor", path, note="Di depan toko mana?")
    assert "Di depan toko mana?" in ask(app, "GET", track).text
    assert sent_by_reporter(app, track, note="Toko biru").status_code == 303
    assert looked(site, track).standing.status_description == "menunggu"


def test_a_reporter_can_do_nothing_else_to_his_report(app: Dash, site: Site) -> None:
    track = filed(app)
    for move in ("selesaikan", "tolak", "gabung", "hapus", ""):
        answer = sent_by_reporter(app, track, move=move, submission="x" * 20, seen="1", note="x")
        assert answer.status_code == 422
    assert sent_by_reporter(app, track, move="nilai", submission="x" * 20, seen="1").status_code in (409, 422)
    assert looked(site, track).follow_ups == []


def test_a_contact_goes_into_the_draft_as_an_address(app: Dash, site: Site) -> None:
    fields = {**REPORT, "submission": "x" * 20, "contact": " maria@contoh.id "}
    assert draft_of(Form(fields, {}), NOBODY, site).contact == "mailto:maria@contoh.id"
    assert draft_of(Form({**fields, "area": BARITO}, {}), NOBODY, site).area_name is None
