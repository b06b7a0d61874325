"""The page: a skeleton filled, and kept fresh part by part, by callbacks that ask the gate first."""

from typing import Any

from dash import MATCH, ClientsideFunction, Dash, Input, Output, State, no_update
from starlette.concurrency import run_in_threadpool

from dashboard.pages.kecamatan import ids, view
from dashboard.pages.kecamatan.layout import layout
from dashboard.web.context import Site
from dashboard.web.dash_pages import ADDRESS
from data.core.access import Act

PATH = view.PATH

__all__ = ["PATH", "code_of", "layout", "register"]


def code_of(address: str | None) -> str:
    """The kecamatan's code in an address; empty where there is none."""
    return (address or "").removeprefix(PATH).strip("/") if (address or "").startswith(PATH) else ""


def _require(site: Site, address: str | None) -> None:
    """Whoever asks may read this kecamatan; without a code, at least one of them.

    :raises RefusedError: if not
    """
    code = code_of(address)
    if code or not view.allowed(site):
        site.gate.require(Act.READ, code or None)


def register(app: Dash, site: Site) -> None:
    """Gives one app the callbacks of this page."""
    parts = {name: Output(name, "children") for name in view.CHILDREN}
    parts |= {name: Output(name, "data") for name in (ids.PICKED, ids.SHOWN, ids.CLOCK)}
    listed = {name: Output(name, "children") for name in (ids.LIST, ids.COUNT, ids.GRID_BOX)}
    listed |= {view.BOX_STYLE: Output(ids.GRID_BOX, "style"), ids.LISTED: Output(ids.LISTED, "data")}

    @app.callback(
        output=parts,
        inputs=[Input(ids.BEAT, "n_intervals"), Input(ADDRESS, "pathname"), State(ids.SHOWN, "data")],
    )
    async def fill(_beat: int | None, address: str, shown: Any) -> dict[str, Any]:
        _require(site, address)
        return await run_in_threadpool(view.filled, site, code_of(address), shown)

    @app.callback(
        output=listed,
        inputs=[
            Input(ids.PICKING, "data"),
            Input(ids.SHOWN, "data"),
            State(ADDRESS, "pathname"),
            State(ids.LISTED, "data"),
        ],
    )
    def fill_list(picking: Any, _shown: Any, address: str, listed: Any) -> dict[str, Any]:
        _require(site, address)
        return view.listed(site, code_of(address), picking, listed)

    @app.callback(
        Output(ids.grid_id(MATCH), "getRowsResponse"),
        Input(ids.grid_id(MATCH), "getRowsRequest"),
        State(ids.PICKING, "data"),
        State(ADDRESS, "pathname"),
    )
    def fill_grid(request: dict[str, Any] | None, picking: Any, address: str) -> Any:
        _require(site, address)
        if request is None:
            return no_update
        return view.grid_rows(site, code_of(address), picking, request)

    @app.callback(
        Output(ids.EFFECT, "children"),
        Input(ids.PICKED, "data"),
        Input(ids.SHOWN, "data"),
        State(ADDRESS, "pathname"),
    )
    def fill_effect(chosen: Any, _shown: Any, address: str) -> Any:
        _require(site, address)
        return view.effect_of(site, code_of(address), chosen)

    _in_the_browser(app)


def _in_the_browser(app: Dash) -> None:
    """What ``assets/kecamatan.js`` does: the choices, the server's time, the grid's refresh."""
    app.clientside_callback(
        ClientsideFunction("camat", "begin"),
        Output(ids.PICKING, "data"),
        Input(ADDRESS, "pathname"),
    )
    app.clientside_callback(
        ClientsideFunction("camat", "drawn"),
        Output(ids.DRAWN, "data"),
        Input(ids.CLOCK, "data"),
        Input(ids.LISTED, "data"),
        Input(ids.PICKING, "data"),
    )
