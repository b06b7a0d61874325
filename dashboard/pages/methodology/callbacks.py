"""The page: formulas in its layout, which carries no data, and examples that come by callback."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool

from dashboard.pages.methodology import labels as methodology_labels
from dashboard.pages.methodology.sections import board_examples, week_examples
from dashboard.pages.methodology.sections.week_examples import LastWeek
from dashboard.pages.methodology.sections.worked_example import Board
from dashboard.ui import labels
from dashboard.ui.badges import mark
from dashboard.ui.format import moment_words
from dashboard.web.context import Site
from data.core.access import Act

PATH = "/cara-hitung"
PAGE, STANDING, AIMED = "formulas", "formulas-standing", "formulas-aimed"


def example_id(anchor: str) -> str:
    """The id of the box that holds a section's example."""
    return f"example-{anchor}"


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(methodology_labels.TITLE),
                    html.P(methodology_labels.LEAD, className="lead"),
                    html.P(methodology_labels.LOADING, id=STANDING, className="standing", role="status"),
                ]
            ),
            html.Details(
                [html.Summary(methodology_labels.CONTENTS), _contents()], className="contents folded"
            ),
            html.Div(_contents(), className="contents beside"),
            html.Main([_section(section) for section in methodology_labels.sections()]),
            dcc.Store(id=AIMED),
        ],
        id=PAGE,
        className="office formulas",
    )


def _contents() -> Component:
    """The list of figures; a phone folds it, a wide screen shows it beside the text."""
    return html.Nav(
        [html.A(section.title, href=f"#{section.anchor}") for section in methodology_labels.sections()]
    )


def _section(section: methodology_labels.Section) -> Component:
    return html.Section(
        [
            html.H2(html.A(section.title, href=f"#{section.anchor}")),
            html.P(section.formula, className="formula"),
            *[html.P(part) for part in section.prose],
            html.Aside(
                [
                    html.H3(methodology_labels.EXAMPLE),
                    html.Div(methodology_labels.LOADING, id=example_id(section.anchor)),
                ],
                className="example",
            ),
        ],
        id=section.anchor,
    )


def register(app: Dash, site: Site) -> None:
    """Gives one app the callbacks that fill the examples; those of the week read the store and come later."""
    week = LastWeek(site.live)
    boards = {anchor: Output(example_id(anchor), "children") for anchor in board_examples.EXAMPLES}
    weeks = {anchor: Output(example_id(anchor), "children") for anchor in week_examples.EXAMPLES}

    @app.callback(output={STANDING: Output(STANDING, "children"), **boards}, inputs=[Input(PAGE, "id")])
    def fill_board(_page: str) -> dict[str, Any]:
        if not site.gate.allows(Act.SEE_WALL):
            return {STANDING: labels.EXAMPLE_NOT_YOURS, **dict.fromkeys(boards, labels.EXAMPLE_NOT_YOURS)}
        return board_figures(site)

    @app.callback(output=weeks, inputs=[Input(PAGE, "id")])
    async def fill_week(_page: str) -> dict[str, Any]:
        if not site.gate.allows(Act.SEE_WALL):
            return dict.fromkeys(weeks, labels.EXAMPLE_NOT_YOURS)
        return await run_in_threadpool(week_figures, week)

    app.clientside_callback(
        ClientsideFunction("office", "aim"),
        Output(AIMED, "data"),
        Input(STANDING, "children"),
        Input(example_id("arus"), "children"),
    )


def board_figures(site: Site) -> dict[str, Any]:
    """The examples of the latest snapshot by anchor, and under ``STANDING`` which one it is."""
    held = site.live.current()
    if held is None:
        return {STANDING: labels.NO_DATA, **dict.fromkeys(board_examples.EXAMPLES, labels.NO_DATA)}
    board = Board(held.snapshot, site.city)
    made = {anchor: example(board) for anchor, example in board_examples.EXAMPLES.items()}
    return {STANDING: _standing(board), **made}


def week_figures(week: LastWeek) -> dict[str, Any]:
    """The examples of the last week by anchor."""
    held = week.now()
    if held is None:
        return dict.fromkeys(week_examples.EXAMPLES, labels.NO_DATA)
    return {anchor: example(held) for anchor, example in week_examples.EXAMPLES.items()}


def _standing(board: Board) -> list[Any]:
    since = board.snapshot.data_as_of
    said = f"Data per {moment_words(since, board.city.zone)}" if since else labels.NO_DATA
    stale = [html.Span("tidak mutakhir", className="stale")] if board.snapshot.stale else []
    return [*mark(board.snapshot), html.Span(said), *stale]
