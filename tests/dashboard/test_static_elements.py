"""Dash's HTML components in a document that shows them before Dash has loaded."""

from pathlib import Path

import httpx
import pytest
from dash import dcc, html

from dashboard.app import create_app
from dashboard.ui.static_elements import static_element
from dashboard.web.templates import environment
from tests.dashboard.backlogs import FIRST_FIVE, backlog_context
from tests.dashboard.sign_in import request_as
from tests.personas import BARAT, CAMAT_BARAT, TIMUR


def drawn(component: html.Div) -> str:
    """Return the HTML of a component."""
    macros = environment().get_template("macros/elements.html").module
    return str(macros.element(static_element(component)))  # type: ignore[attr-defined]


def test_a_component_keeps_its_attributes_and_escapes_what_it_holds() -> None:
    link = html.A(["<b>", html.B("x"), None, 3], href="/a?b&c", className="first", id="x", key="k")
    picture = html.Img(src="/a.png", alt="", style={"width": "50%"})
    assert drawn(html.Div([link, picture], **{"data-due": 5})) == (
        '<div data-due="5"><a class="first" href="/a?b&amp;c">&lt;b&gt;<b>x</b>3</a>'
        '<img alt="" src="/a.png" style="width: 50%"></div>'
    )


def test_a_component_that_only_a_browser_draws_is_refused() -> None:
    with pytest.raises(TypeError, match="Interval is no HTML"):
        static_element(html.Div(dcc.Interval()))


def get_as_camat(folder: Path, address: str) -> httpx.Response:
    """Return the response to the camat of Barat."""
    app = create_app(backlog_context(folder, principal=CAMAT_BARAT))
    return request_as(app, "GET", address, CAMAT_BARAT)


def test_the_document_of_a_kecamatan_comes_with_its_first_five(tmp_path: Path) -> None:
    """Kind: a phone that loads 800 KB of scripts, for 20 seconds, before the first figure."""
    document = get_as_camat(tmp_path, f"/kecamatan/{BARAT}").text
    places = [document.find(f'href="/laporan/qlue/{number}"') for number in FIRST_FIVE]
    assert -1 not in places
    assert places == sorted(places)
    assert places[-1] < document.index("react-entry-point")
    assert "data-clock=" in document


@pytest.mark.parametrize("address", [f"/kecamatan/{TIMUR}", f"/kecamatan/{TIMUR}/", f"/kecamatan//{TIMUR}"])
def test_the_document_of_another_kecamatan_holds_no_report(tmp_path: Path, address: str) -> None:
    answer = get_as_camat(tmp_path, address)
    assert (answer.status_code, "/laporan/" in answer.text) == (403, False)


def test_the_document_without_a_kecamatan_has_no_figures(tmp_path: Path) -> None:
    assert "first-figures" not in get_as_camat(tmp_path, "/kecamatan/99").text
