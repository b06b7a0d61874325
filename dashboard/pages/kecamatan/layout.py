"""The page's layout. It carries no data: Dash sends layouts to any browser that asks."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import ids, labels
from dashboard.ui import labels as ui_labels
from data.lib.translation import lazy_gettext

PATH = "/kecamatan/"  # followed by a code
REFRESH_MS = 10_000
_: Callable[[str], Any] = lazy_gettext  # Dash sends it as a text, though its types know none such
NO_FIGURES: Mapping[str, Any] = {}
STORES = (
    ids.CLOCK,
    ids.FILTER_STATE,
    ids.WHAT_IF_SELECTION,
    ids.SHOWN_DIGESTS,
    ids.LIST_STATE,
    ids.RENDERED,
)


def layout() -> Component:
    """Return the page without data."""
    return html.Div(
        [
            _header(),
            html.Main(
                [html.Div([_first_five_section(), _backlog_section()], className="work"), _side_column()],
                className="columns",
            ),
            *[dcc.Store(id=name) for name in STORES],
            dcc.Interval(id=ids.REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=ids.PAGE,
        className="office kecamatan-page",
    )


def first_figures(figures: Mapping[str, Any], clock: Mapping[str, Any]) -> Component:
    """Return what the document shows until Dash has drawn the page: its head and the first five.

    :param figures: what the callbacks would fill in, by component id
    :param clock: the server's time, for countdowns
    """
    work = html.Div(_first_five_section(figures), className="work")
    attributes: dict[str, Any] = {"data-clock": orjson.dumps(dict(clock)).decode()}
    return html.Div(
        [_header(figures), html.Main(work, className="columns")],
        className="office kecamatan-page first-figures",
        **attributes,
    )


def _header(figures: Mapping[str, Any] = NO_FIGURES) -> Component:
    sections = [
        ("#lima", _("First five")),
        ("#tunggakan", _("Backlog")),
        ("#keadaan", _("State")),
        ("#rekap", _("Recap")),
    ]
    return html.Header(
        [
            html.H1(figures.get(ids.TITLE, labels.TITLE), id=ids.TITLE),
            html.P(
                figures.get(ids.STATUS_LINE, ui_labels.LOADING),
                id=ids.STATUS_LINE,
                className="standing",
                role="status",
            ),
            html.Div(figures.get(ids.BANNER), id=ids.BANNER, className="old-data", role="alert"),
            html.Div(figures.get(ids.TILES), id=ids.TILES, className="counts"),
            html.Nav(
                [html.A(name, href=anchor) for anchor, name in sections],
                className="jump",
                **_aria_label(_("Parts of the page")),
            ),
        ]
    )


def _aria_label(label: Any) -> dict[str, Any]:
    return {"aria-label": label}


def _first_five_section(figures: Mapping[str, Any] = NO_FIGURES) -> Component:
    return html.Section(
        [
            _section_heading(_("First five today"), "lima-pertama"),
            html.P(figures.get(ids.FIVE_NOTE), id=ids.FIVE_NOTE, className="note"),
            html.Ol(figures.get(ids.FIVE), id=ids.FIVE, className="five"),
        ],
        id="lima",
    )


def _section_heading(title: Any, anchor: str = "") -> Component:
    """Return a heading, with a link to the formula of its figures."""
    how = html.A(_("how it is counted"), href=f"/cara-hitung#{anchor}", className="how")
    return html.Div([html.H2(title), *([how] if anchor else [])], className="head")


def _backlog_section() -> Component:
    switch_attributes: dict[str, Any] = {"role": "group", **_aria_label(_("Kind of view"))}
    views = [
        html.Button(name, type="button", **_view_attributes(view))
        for view, name in (("list", _("List")), ("table", _("Table")))
    ]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(_("The whole backlog")),
                    html.Div(views, className="views", **switch_attributes),
                ],
                className="head",
            ),
            html.Div(id=ids.FILTERS, className="filters"),
            html.P(id=ids.COUNT, className="count-line", role="status"),
            html.Div(id=ids.GRID_BOX, className="grid-box"),
            html.Ul(id=ids.LIST, className="list"),
        ],
        id="tunggakan",
    )  # fmt: skip


def _view_attributes(view: str) -> dict[str, Any]:
    return {"data-set": f'{{"view":"{view}"}}', "aria-pressed": "false"}


def _side_column() -> Component:
    return html.Div(
        [
            html.Section(
                [
                    _section_heading(_("State of the kecamatan"), "tren"),
                    html.Div(id=ids.COMPARISON),
                ],
                id="keadaan",
            ),
            html.Section(
                [
                    _section_heading(_("Where the reports are"), "pemegang"),
                    html.Div(id=ids.ASSIGNEES),
                ]
            ),
            html.Section(
                [
                    _section_heading(_("If these were resolved"), "bila-diselesaikan"),
                    _what_if_choices(),
                    html.Div(id=ids.WHAT_IF_EFFECT),
                ]
            ),
            html.Section([html.H2(_("Recap for WhatsApp")), *_recap_sections()], id="rekap"),
        ],
        className="side",
    )


def _what_if_choices() -> Component:
    return html.Fieldset(
        [
            html.Legend(_("Reports taken as resolved now")),
            html.Div(id=ids.WHAT_IF_CHOICES),
        ],
        className="picks",
    )  # fmt: skip


def _recap_sections() -> list[Component]:
    """Return the places of the two messages."""
    recap_titles = (
        (ids.MORNING_RECAP, _("Morning recap")),
        (ids.REVIEW_RECAP, _("Recap before the review")),
    )
    return [html.Div([html.H3(name), html.Div(id=part)], className="recap") for part, name in recap_titles]
