"""Errors: a page in Indonesian for people, JSON for programs, on every address, and nothing of the fault."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from dash import Dash
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dashboard.app import create_app
from dashboard.ui.error_labels import ERROR_TEXTS
from dashboard.web.context import WebContext
from tests.dashboard.asgi_client import send_request
from tests.dashboard.office_pages import open_city_at_work, serve_app, web_context_of
from tests.dashboard.sign_in import SAME_ORIGIN, request_as
from tests.personas import CAMAT_BARAT, OPERATOR

PERSON = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}
SECRET = "sandi-basis-data"
FAULTS = ("/uji/galat", "/_dash-layout/galat", "/api/v1/galat")


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))


async def fail(_request: Request) -> Response:
    raise RuntimeError(SECRET)


async def respond_with_status(request: Request) -> Response:
    """Respond as handlers and frameworks do: by exception, bare status, text, or JSON with a message."""
    status, form = int(request.path_params["status"]), request.path_params["form"]
    if form == "exception":
        raise HTTPException(status, headers={"Retry-After": "7"})
    headers = {"Retry-After": "7"}
    if form == "json":
        return JSONResponse({"detail": "Dua <unduhan> sedang dibuat."}, status, headers)
    return (
        PlainTextResponse("busy", status, headers)
        if form == "text"
        else Response(status_code=status, headers=headers)
    )


@pytest.fixture(scope="module")
def app(web_context: WebContext) -> Dash:
    """Return the app with routes that fail in every way."""
    application = create_app(web_context)
    for path in FAULTS:
        application.server.router.add_route(path, fail)
    application.server.router.add_route("/uji/{form}/{status}", respond_with_status, methods=["GET", "POST"])
    return application


def get(app: Dash, path: str, headers: dict[str, str], method: str = "GET") -> httpx.Response:
    return send_request(app.server, path, method, headers={**SAME_ORIGIN, **headers})


def check_page(answer: httpx.Response, status: int) -> None:
    """Check that a response is a whole page about a status, with the headers of every page."""
    text = ERROR_TEXTS[status]
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert '<html lang="id"' in answer.text
    assert f"<h1>{text.title}</h1>" in answer.text
    assert str(text.next_step) in answer.text
    assert "script-src" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.headers.get_list("content-length")) == 1


@pytest.mark.parametrize("status", sorted(ERROR_TEXTS))
@pytest.mark.parametrize("form", ["exception", "bare", "text"])
def test_each_error_is_a_page_for_people_and_json_for_programs(app: Dash, form: str, status: int) -> None:
    page, document = (get(app, f"/uji/{form}/{status}", headers) for headers in (PERSON, PROGRAM))
    check_page(page, status)
    assert document.status_code == status
    assert document.headers["content-type"] == "application/json"
    assert document.json()["detail"]
    assert page.headers["retry-after"] == document.headers["retry-after"] == "7"


def test_the_message_of_a_handler_stays_and_is_escaped(app: Dash) -> None:
    page = get(app, "/uji/json/503", PERSON)
    check_page(page, 503)
    assert "Dua &lt;unduhan&gt; sedang dibuat." in page.text
    assert get(app, "/uji/json/503", PROGRAM).json() == {"detail": "Dua <unduhan> sedang dibuat."}
    assert "unduhan" not in get(app, "/uji/json/500", PERSON).text


@pytest.mark.parametrize("path", FAULTS)
@pytest.mark.parametrize("headers", [PERSON, PROGRAM, {}], ids=["person", "program", "anything"])
def test_a_fault_tells_nothing_of_itself(web_context: WebContext, path: str, headers: dict[str, str]) -> None:
    application = create_app(web_context)
    application.server.router.add_route(path, fail)
    with serve_app(application) as address:
        answer = httpx.get(f"{address}{path}", headers=headers)
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Internal Server Error" not in answer.text
    if headers == PERSON:
        check_page(answer, 500)
    else:
        assert answer.json()["detail"] == ERROR_TEXTS[500].message


UNKNOWN = ["/tidak-ada", "/assets/tidak-ada.js", "/bundel/tidak-ada.js", "/_dash-component-suites/x/y.js",
           "/_dash-x", "/lacak/P1/x/foto/1", "/fonts/x", "/api/v1/x"]  # fmt: skip


@pytest.mark.parametrize("path", UNKNOWN)
def test_a_wrong_address_is_a_page_wherever_it_lies(app: Dash, path: str) -> None:
    check_page(get(app, path, PERSON), 404)
    program = get(app, path, PROGRAM)
    assert (program.status_code, program.headers["content-type"]) == (404, "application/json")


@pytest.mark.parametrize("path", ["/masuk", "/layar", "/_dash-layout", "/assets/base.css", "/api/v1/wall"])
def test_a_wrong_method_is_a_page_that_keeps_what_is_allowed(app: Dash, path: str) -> None:
    answer = get(app, path, PERSON, "DELETE")
    check_page(answer, 405)
    assert get(app, path, PROGRAM, "DELETE").json()["detail"]


OTHER_ANSWERS = ("/open311/", "/assets", "/fonts")  # a format of its own; redirects to what lies under them


def test_every_route_answers_a_wrong_method_by_a_page(app: Dash) -> None:
    for route in app.server.state.routes.routes:
        if "{" not in route.path and not route.path.startswith(OTHER_ANSWERS):
            check_page(get(app, route.path, PERSON, "DELETE"), 405)


def test_who_has_not_signed_in_is_led_to_the_sign_in_and_back(app: Dash) -> None:
    page = get(app, "/tindak/qlue/1?a=b", PERSON)
    check_page(page, 401)
    assert 'href="/masuk?ke=/tindak/qlue/1%3Fa%3Db"' in page.text
    assert get(app, "/tindak/qlue/1", PROGRAM).headers["www-authenticate"] == "Bearer"


def test_pages_that_a_handler_made_stay_as_they_are(app: Dash) -> None:
    assert "Laporan ini tidak ada" not in get(app, "/lacak/P1/x", PERSON).text
    assert "<form" in get(app, "/lacak/P1/x", PERSON).text
    forbidden = request_as(app, "GET", "/tinjauan", CAMAT_BARAT, headers=PERSON)
    assert (forbidden.status_code, "camat.barat" in forbidden.text) == (403, True)


def test_errors_of_open311_keep_their_own_form(app: Dash) -> None:
    answer = get(app, "/open311/v2/requests/x.xml", PERSON)
    assert answer.status_code in (400, 404)
    assert "html" not in answer.headers["content-type"]


@pytest.fixture
def closed_store(web_context: WebContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a service fail as it does without a store."""

    def unavailable(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(type(web_context.notifications), "inbox", unavailable)
    yield


@pytest.mark.usefixtures("closed_store")
def test_a_page_whose_service_fails_says_what_to_do(web_context: WebContext, tmp_path: Path) -> None:
    answer = request_as(create_app(web_context), "GET", "/pemberitahuan", OPERATOR, headers=PERSON)
    check_page(answer, HTTPStatus.INTERNAL_SERVER_ERROR)
    assert '<a class="first" href="/pemberitahuan">Coba lagi</a>' in answer.text
