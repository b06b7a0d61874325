"""The callbacks that fill the page and keep it fresh; each checks access to the kecamatan first."""

from typing import Any

from dash import MATCH, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from dashboard.pages.kecamatan import ids, view
from dashboard.pages.kecamatan.layout import PATH
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID
from data.core.access import Permission


def register_callbacks(app: Dash, context: WebContext) -> None:
    """Register the callbacks of the page."""
    _register_sections(app, context)
    _register_list(app, context)
    _register_grid(app, context)
    _register_what_if(app, context)
    _register_clientside(app)


def code_from_path(path: str | None) -> str:
    """Return the kecamatan's code in an address; empty where there is none."""
    return (path or "").removeprefix(PATH).strip("/") if (path or "").startswith(PATH) else ""


def require_access(context: WebContext, path: str | None) -> None:
    """Check that the principal may read the kecamatan of an address, or any if it names none.

    :raises PermissionDeniedError: if not
    """
    code = code_from_path(path)
    if code or not view.readable_kecamatan(context):
        context.authorizer.require(Permission.VIEW_REPORTS, code or None)


def first_figures(context: WebContext, path: str) -> Component | None:
    """Return what the document of an address shows before Dash has loaded.

    :raises PermissionDeniedError: the principal may not read the kecamatan
    """
    require_access(context, path)
    return view.first_figures(context, code_from_path(path))


def _register_sections(app: Dash, context: WebContext) -> None:
    outputs = {name: Output(name, "children") for name in view.SECTION_IDS}
    outputs |= {name: Output(name, "data") for name in (ids.WHAT_IF_SELECTION, ids.SHOWN_DIGESTS, ids.CLOCK)}

    @app.callback(
        output=outputs,
        inputs=[
            Input(ids.REFRESH_TIMER, "n_intervals"),
            Input(LOCATION_ID, "pathname"),
            State(ids.SHOWN_DIGESTS, "data"),
        ],
    )
    def fill(_beat: int | None, path: str, client_digests: Any) -> dict[str, Any]:
        require_access(context, path)
        return view.page_updates(context, code_from_path(path), client_digests)


def _register_list(app: Dash, context: WebContext) -> None:
    outputs = {name: Output(name, "children") for name in (ids.LIST, ids.COUNT, ids.GRID_BOX)}
    outputs |= {
        view.GRID_BOX_STYLE: Output(ids.GRID_BOX, "style"),
        ids.LIST_STATE: Output(ids.LIST_STATE, "data"),
    }

    @app.callback(
        output=outputs,
        inputs=[
            Input(ids.FILTER_STATE, "data"),
            Input(ids.SHOWN_DIGESTS, "data"),
            State(LOCATION_ID, "pathname"),
            State(ids.LIST_STATE, "data"),
        ],
    )
    def fill_list(filters: Any, _digests: Any, path: str, client_state: Any) -> dict[str, Any]:
        require_access(context, path)
        return view.list_update(context, code_from_path(path), filters, client_state)


def _register_grid(app: Dash, context: WebContext) -> None:
    @app.callback(
        Output(ids.grid_id(MATCH), "getRowsResponse"),
        Input(ids.grid_id(MATCH), "getRowsRequest"),
        State(ids.FILTER_STATE, "data"),
        State(LOCATION_ID, "pathname"),
    )
    def fill_grid(request: dict[str, Any] | None, filters: Any, path: str) -> Any:
        require_access(context, path)
        if request is None:
            return no_update
        return view.grid_rows(context, code_from_path(path), filters, request)


def _register_what_if(app: Dash, context: WebContext) -> None:
    @app.callback(
        Output(ids.WHAT_IF_EFFECT, "children"),
        Input(ids.WHAT_IF_SELECTION, "data"),
        Input(ids.SHOWN_DIGESTS, "data"),
        State(LOCATION_ID, "pathname"),
    )
    def fill_effect(selected_keys: Any, _digests: Any, path: str) -> Any:
        require_access(context, path)
        return view.what_if_effect(context, code_from_path(path), selected_keys)


def _register_clientside(app: Dash) -> None:
    """Register what ``static/kecamatan.js`` does: the choices, the server's time, the grid's refresh."""
    app.clientside_callback(
        ClientsideFunction("kecamatan", "restoreFilters"),
        Output(ids.FILTER_STATE, "data"),
        Input(LOCATION_ID, "pathname"),
    )
    app.clientside_callback(
        ClientsideFunction("kecamatan", "afterRender"),
        Output(ids.RENDERED, "data"),
        Input(ids.CLOCK, "data"),
        Input(ids.LIST_STATE, "data"),
        Input(ids.FILTER_STATE, "data"),
    )
