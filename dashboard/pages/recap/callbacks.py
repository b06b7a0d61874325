"""The page: a skeleton without data; one callback fills what is chosen, another the figures."""

from typing import Any
from urllib.parse import parse_qsl

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool

from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap.sections import parts, query_form
from dashboard.pages.recap.service import Desk, NothingYetError
from dashboard.ui import labels
from dashboard.ui.badges import mark
from dashboard.web.context import Site
from dashboard.web.dash_pages import ADDRESS

PATH, TITLE = "/rekap", recap_labels.TITLE
PAGE, CHOICE, STANDING, FIGURES, BEAT = (
    "recap",
    "recap-choice",
    "recap-standing",
    "recap-figures",
    "recap-beat",
)
EVERY_MS = 60_000


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(recap_labels.TITLE),
                    html.P(recap_labels.LEAD, className="lead"),
                    html.Div(id=CHOICE),
                ]
            ),
            html.P("Memuat …", id=STANDING, className="standing", role="status"),
            html.Main(id=FIGURES),
            dcc.Interval(id=BEAT, interval=EVERY_MS),
        ],
        id=PAGE,
        className="office recap",
    )


def register(app: Dash, site: Site) -> None:
    """Gives one app the callbacks of the page."""
    desk = Desk(site)

    @app.callback(Output(CHOICE, "children"), Input(ADDRESS, "search"))
    def choose(search: str | None) -> list[Component]:
        return chosen(desk, search)

    @app.callback(
        output={STANDING: Output(STANDING, "children"), FIGURES: Output(FIGURES, "children")},
        inputs=[Input(ADDRESS, "search"), Input(BEAT, "n_intervals")],
    )
    async def fill(search: str | None, _beat: int | None) -> dict[str, Any]:
        return await run_in_threadpool(figures, desk, search)


def _query(search: object) -> dict[str, str]:
    """What an address asks for; whatever else a browser may send asks for nothing."""
    return dict(parse_qsl(search.lstrip("?"))) if isinstance(search, str) else {}


def chosen(desk: Desk, search: str | None) -> list[Component]:
    """What can be chosen, and what is. A wrong address offers the usual one."""
    try:
        request = desk.take(_query(search))
    except NothingYetError:
        return []
    except ValueError:
        request = desk.take({})
    return query_form.controls(desk, request)


def figures(desk: Desk, search: str | None) -> dict[str, Any]:
    """The recap that an address asks for."""
    try:
        request = desk.take(_query(search))
        view = desk.view(request)
    except NothingYetError:
        return {STANDING: labels.NO_DATA, FIGURES: []}
    except ValueError as error:
        return {STANDING: html.Span(str(error), className="stale"), FIGURES: []}
    held = desk.site.live.current()
    marks = mark(held.snapshot) if held else []
    return {STANDING: [*marks, *parts.standing(view)], FIGURES: parts.sections(view)}
