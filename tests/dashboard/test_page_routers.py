"""Routers of pages: permissions and limits are read off their dependencies, forms off their models."""

from typing import Annotated

import pytest
from dash import Dash
from pydantic import Field
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard.ui import form_labels
from dashboard.web.dependencies import accept, require
from dashboard.web.forms import FormModel, FormState, parse_form, submitted
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.page_router import page_router
from dashboard.web.routes import Route, RouteRegistry, UndeclaredRouteError
from data.core.access import Permission


class VisitForm(FormModel):
    """A form with each kind of field."""

    name: Annotated[str, Field(min_length=2, max_length=5)]
    visits: int = 0


def answer() -> Response:
    return PlainTextResponse("ya")


def answer_form(form: Annotated[FormState[VisitForm], submitted(VisitForm)]) -> Response:
    return PlainTextResponse(str(form.model))


def test_a_router_declares_permission_and_limits(closed_wall_app: Dash) -> None:
    registry: RouteRegistry = closed_wall_app.server.state.routes
    router = page_router(require(Permission.VIEW_PUBLIC))
    router.get("/kunjungan")(answer)
    router.post("/kunjungan")(answer_form)
    router.post("/kunjungan/baru", dependencies=[accept(PLAIN_FORM)])(answer)
    registry.include(router)
    registry.check()
    declared = [route for route in registry.routes if route.path.startswith("/kunjungan")]
    assert [(route.method, route.path) for route in declared] == [
        ("GET", "/kunjungan"),
        ("POST", "/kunjungan"),
        ("POST", "/kunjungan/baru"),
    ]
    assert declared[1] == Route("POST", "/kunjungan", Permission.VIEW_PUBLIC, PLAIN_FORM)


def test_a_route_that_names_html_as_its_response_is_a_page(closed_wall_app: Dash) -> None:
    registry: RouteRegistry = closed_wall_app.server.state.routes
    router = page_router(require(Permission.VIEW_PUBLIC))
    router.get("/kunjungan/{number}", response_class=HTMLResponse)(answer)
    router.get("/berkas/{number}")(answer)
    registry.include(router)
    assert registry.is_page("/kunjungan/1")
    assert not registry.is_page("/berkas/1")


def test_a_route_without_permission_stops_the_start(closed_wall_app: Dash) -> None:
    router = page_router()
    router.get("/terbuka")(answer)
    with pytest.raises(UndeclaredRouteError, match="/terbuka: needs one permission, has 0"):
        closed_wall_app.server.state.routes.include(router)


def test_a_body_without_limits_stops_the_start(closed_wall_app: Dash) -> None:
    router = page_router(require(Permission.VIEW_PUBLIC))
    router.post("/tanpa-batas")(answer)
    with pytest.raises(UndeclaredRouteError, match="POST /tanpa-batas: no limits"):
        closed_wall_app.server.state.routes.include(router)


def test_a_router_that_nobody_registered_stops_the_start(closed_wall_app: Dash) -> None:
    router = page_router()
    router.get("/terbuka")(answer)
    closed_wall_app.server.include_router(router)
    with pytest.raises(UndeclaredRouteError):
        closed_wall_app.server.state.routes.check()


def test_each_field_has_one_message() -> None:
    state = parse_form(VisitForm, {"name": " a ", "visits": "dua"})
    assert state.model is None
    assert state.values == {"name": " a ", "visits": "dua"}
    assert state.errors == {
        "name": "Wajib diisi, paling sedikit 2 karakter.",
        "visits": form_labels.FIELD_ERRORS["int_parsing"],
    }


def test_a_missing_field_is_named_and_spaces_are_left_out() -> None:
    assert parse_form(VisitForm, {}).errors == {"name": form_labels.FIELD_ERRORS["missing"]}
    assert parse_form(VisitForm, {"name": " Ani ", "other": "x"}).model == VisitForm(name="Ani")
