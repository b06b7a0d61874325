"""Every route, page and callback of the app, requested as every persona, from the app's own registry."""

import json
import re
from typing import Any

import pytest
from dash import Dash
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.app import create_app
from dashboard.pages.recap.routes import FILES
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID
from dashboard.web.dependencies import require
from dashboard.web.page_router import page_router
from dashboard.web.routes import FRAMEWORK_ROUTES, Route, RouteRegistry, UndeclaredRouteError
from data.core.access import ANONYMOUS, Permission, Principal, Role, is_allowed, is_allowed_in_any_area
from data.core.digest import digest
from data.services.auth.refusal_limit import RefusalLimit
from tests.builders import city
from tests.dashboard.sign_in import request_as, session_header, with_changes
from tests.personas import (
    ALL_PRINCIPALS,
    ANGGREK,
    BARAT,
    CAMAT_BARAT,
    CEMPAKA,
    DELIMA,
    DEPUTY_MAYOR,
    OPERATOR,
    STAFF_PRINCIPALS,
    TIMUR,
    WALL_DISPLAY,
)

AREAS = (None, BARAT, ANGGREK, TIMUR, CEMPAKA)
PARENT_OF = {None: None, BARAT: BARAT, ANGGREK: BARAT, TIMUR: TIMUR, CEMPAKA: TIMUR}
PATH_VALUES = {
    "rest": BARAT,
    "code": BARAT,
    "picture_id": "tidak-ada",
    "key": "tidak-ada",
    "name": "any-192",
    "kind": "json",
}  # a new path parameter needs its value here
REPORT_IN = {
    None: "1",
    BARAT: "1",
    ANGGREK: "1",
    TIMUR: "3",
    CEMPAKA: "3",
}  # a report of Qlue's in each place

# Routes whose handlers check by themselves, with who may use them in which area.
HANDLER_CHECKED = {
    "/api/v1/snapshot": {(OPERATOR, None), (DEPUTY_MAYOR, None), (WALL_DISPLAY, None)},
    # Without an area they get their own.
    **{path: {(principal, None) for principal in STAFF_PRINCIPALS} for path in FILES},
}

# Routes for programs with an API key, closed to accounts.
BY_API_KEY = {("POST", "/open311/v2/requests.{kind}")}

# Addresses without an area: empty layouts, whose callbacks check, and an account's own inbox.
PAGES_WITHOUT_AREA = {
    *("/docs", "/cari", "/cari/tampilan", "/cari/tampilan/hapus", "/rekap"),
    *("/pemberitahuan", "/pemberitahuan/langganan", "/pemberitahuan/kunci"),
}


def routes_of(app: Dash) -> list[Route]:
    """Return the routes of the registry without the framework's own."""
    routes: RouteRegistry = app.server.state.routes
    return [route for route in routes.routes if route not in FRAMEWORK_ROUTES]


def route_url(route: Route, area: str | None) -> str:
    """Return an address of a route, for an area."""
    pattern = route.path.replace("/laporan/{rest:path}", "/laporan/{source}/{number}")
    path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda match: path_value(match[1], area), pattern)
    has_area = isinstance(route.area, str) or route.area is AreaScope.HANDLER
    return f"{path}?area={area}&wilayah={area}" if area and has_area and "{" not in route.path else path


def path_value(name: str, area: str | None) -> str:
    """Return the value of a path parameter; a report's is one of that area."""
    fixed_values = {parameter: PATH_VALUES[parameter] for parameter in ("picture_id", "key", "name", "kind")}
    report = {"source": "qlue", "number": REPORT_IN[area], **fixed_values}
    return report.get(name) or area or PATH_VALUES[name]


def is_expected(route: Route, principal: Principal, area: str | None) -> bool:
    """Return whether a principal may use a route, by the core's rule on its permission."""
    if route.path in HANDLER_CHECKED and area is None:
        return (principal, None) in HANDLER_CHECKED[route.path]
    if route.path in PAGES_WITHOUT_AREA:
        return is_allowed_in_any_area(principal, route.permission)
    has_area = isinstance(route.area, str) or route.area is AreaScope.HANDLER
    requested_area = (area or (BARAT if "{" in route.path else None)) if has_area else None
    return is_allowed(principal, route.permission, PARENT_OF[requested_area])


@pytest.mark.parametrize("principal", ALL_PRINCIPALS, ids=lambda principal: principal.name or "nobody")
def test_each_route_enforces_its_permission_and_audits_denials(
    closed_wall_app: Dash, closed_wall_context: WebContext, principal: Principal
) -> None:
    session_headers = session_header(closed_wall_context.accounts, principal)
    requests = [
        (route, area)
        for route in routes_of(closed_wall_app)
        if route.permission is not Permission.VIEW_PUBLIC
        for area in AREAS
    ]
    assert len(requests) > 20
    for route, area in requests:
        closed_wall_context.accounts.refusals = RefusalLimit()
        answer = request_as(closed_wall_app, route.method, route_url(route, area), headers=session_headers)
        if (route.method, route.path) in BY_API_KEY:
            assert answer.status_code == 403
            continue
        is_denied = answer.status_code in (401, 403) or "/masuk" in answer.headers.get("location", "")
        assert is_denied is not is_expected(route, principal, area), (route, area, answer.status_code)
        audited = {
            (audit_line.who, audit_line.act, audit_line.object.partition(" ")[0], audit_line.outcome)
            for audit_line in closed_wall_context.accounts.list_audit()
        }
        target = route.path if principal == ANONYMOUS else route_url(route, area).split("?")[0]
        line = (principal.name, route.permission, target, "ditolak")
        assert (line in audited) or not is_denied


def test_anonymous_page_request_redirects_to_sign_in_and_keeps_the_target(closed_wall_app: Dash) -> None:
    answer = request_as(closed_wall_app, "GET", "/sumber?a=b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?ke=/sumber%3Fa%3Db")


def test_forbidden_page_explains_the_missing_permission(closed_wall_app: Dash) -> None:
    answer = request_as(closed_wall_app, "GET", "/sumber", CAMAT_BARAT)
    assert answer.status_code == 403
    assert "tidak berwenang memeriksa sumber data" in answer.text
    assert "hubungi operator command center" in answer.text


def callbacks(app: Dash) -> list[dict[str, Any]]:
    """Return the callbacks that run on the server."""
    return [callback for callback in app._callback_list if not callback.get("clientside_function")]


def parse_outputs(specification: str) -> Any:
    """Return an output as a browser sends it: ``a.children``, or ``..a.children...b.data..`` for several."""
    is_list = specification.startswith("..")
    pairs = [output.rsplit(".", 1) for output in specification.strip(".").split("...")]
    parsed = [{"id": parse_id(name), "property": value} for name, value in pairs]
    return parsed if is_list else parsed[0]


def parse_id(text: str) -> Any:
    """Return a component's id; for a pattern, one that matches it."""
    if not text.startswith("{"):
        return text
    return {key: BARAT if isinstance(value, list) else value for key, value in json.loads(text).items()}


def callback_payload(callback: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return what a browser would send, with the address and all other inputs chosen by the sender."""

    def with_value(component: dict[str, str]) -> dict[str, Any]:
        sent_value = path if component["property"] == "pathname" else value
        return {**component, "id": parse_id(component["id"]), "value": sent_value}

    return {
        "output": callback["output"], "outputs": parse_outputs(callback["output"]), "changedPropIds": [],
        "inputs": [with_value(dependency) for dependency in callback["inputs"]],
        "state": [with_value(dependency) for dependency in callback["state"]],
    }  # fmt: skip


def test_each_callback_gives_anonymous_users_no_data(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    assert callbacks(closed_wall_app)
    for callback in callbacks(closed_wall_app):
        answer = request_as(
            closed_wall_app,
            "POST",
            "/_dash-update-component",
            json=callback_payload(callback, f"/kecamatan/{BARAT}", None),
        )
        assert answer.status_code == 401, callback["output"]
        assert [text for text in ("Banjir", "Anggrek", "Barat", "Qlue") if text in answer.text] == [], (
            callback["output"]
        )


def test_each_callback_hides_other_kecamatan_from_a_camat(closed_wall_app: Dash) -> None:
    for callback in callbacks(closed_wall_app):
        for value in (TIMUR, CEMPAKA, 1):
            body = callback_payload(callback, f"/kecamatan/{TIMUR}", value)
            answer = request_as(closed_wall_app, "POST", "/_dash-update-component", CAMAT_BARAT, json=body)
            assert answer.status_code in (200, 204, 401, 403), callback["output"]
            assert [text for text in ("Cempaka", "Delima", CEMPAKA, DELIMA) if text in answer.text] == [], (
                callback["output"]
            )


def test_denied_callback_is_audited(closed_wall_app: Dash, closed_wall_context: WebContext) -> None:
    (callback,) = [one for one in callbacks(closed_wall_app) if one["output"] == "page.children"]
    answer = request_as(
        closed_wall_app,
        "POST",
        "/_dash-update-component",
        CAMAT_BARAT,
        json=callback_payload(callback, "/layar", 1),
    )
    assert answer.status_code == 403
    line = closed_wall_context.accounts.list_audit(1)[0]
    assert (line.who, line.act, line.object, line.outcome, line.address) == (
        "camat.barat", Permission.VIEW_WALL, "/_dash-update-component", "ditolak", "127.0.0.1",
    )  # fmt: skip


def test_page_layout_callback_enforces_the_permission_of_the_page(closed_wall_app: Dash) -> None:
    (callback,) = [
        callback for callback in callbacks(closed_wall_app) if callback["output"] == "page.children"
    ]
    body = callback_payload(callback, "/layar", None)
    assert callback["inputs"][0]["id"] == LOCATION_ID
    assert request_as(closed_wall_app, "POST", "/_dash-update-component", json=body).status_code == 401
    assert (
        request_as(closed_wall_app, "POST", "/_dash-update-component", CAMAT_BARAT, json=body).status_code
        == 403
    )
    assert (
        request_as(closed_wall_app, "POST", "/_dash-update-component", OPERATOR, json=body).status_code == 200
    )


async def _unchecked_handler(_request: Request) -> Response:
    return JSONResponse({"secret": digest("all of it")})


def test_undeclared_route_stops_the_start(closed_wall_app: Dash) -> None:
    closed_wall_app.server.router.add_route("/rahasia", _unchecked_handler)
    with pytest.raises(UndeclaredRouteError, match="/rahasia"):
        closed_wall_app.server.state.routes.check()


def test_response_of_an_unchecked_handler_is_blocked(closed_wall_app: Dash) -> None:
    router = page_router(require(Permission.VIEW_REPORTS, AreaScope.HANDLER))
    router.get("/lupa")(_unchecked_handler)
    closed_wall_app.server.state.routes.include(router)
    answer = request_as(closed_wall_app, "GET", "/lupa", OPERATOR)
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_open_wall_is_public_and_the_api_is_not(closed_wall_context: WebContext) -> None:
    open_app = create_app(
        with_changes(
            closed_wall_context,
            settings=closed_wall_context.settings.model_copy(update={"wall_access": "open"}),
        )
    )
    statuses = {
        path: request_as(open_app, "GET", path).status_code
        for path in ("/layar", "/api/v1/wall", "/geo/main/areas.json")
    }
    assert set(statuses.values()) == {200}
    assert request_as(open_app, "GET", "/api/v1/snapshot").status_code == 401


@pytest.mark.parametrize(
    ("setting", "simulated", "is_open"),
    [("auto", True, True), ("auto", False, False), ("open", False, True), ("token", True, False)],
)
def test_practice_city_opens_its_wall_by_default(
    closed_wall_context: WebContext, setting: str, simulated: bool, is_open: bool
) -> None:
    web_context = with_changes(
        closed_wall_context, settings=closed_wall_context.settings.model_copy(update={"wall_access": setting})
    )
    if simulated:
        practice_source = {"name": "latihan", "kind": "simulated", "every_seconds": 5}
        web_context = with_changes(web_context, city=city(source=[practice_source]))
    assert web_context.open_wall is is_open


def test_cast_covers_every_role_but_the_reporter() -> None:
    """A reporter does not sign in: the key of their receipt opens the tracking of their report only."""
    assert {principal.role for principal in ALL_PRINCIPALS} == set(Role) - {Role.REPORTER}
    assert ANONYMOUS in ALL_PRINCIPALS
