"""The page: formulas in its layout, which carries no data, and examples that come by callback."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool

from dashboard.pages.methodology import labels as methodology_labels
from dashboard.pages.methodology.sections import board_examples, week_examples
from dashboard.pages.methodology.sections.week_examples import LastWeek
from dashboard.pages.methodology.sections.worked_example import BoardData
from dashboard.ui import labels
from dashboard.ui.badges import badges
from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from data.core.access import Permission

PATH = "/cara-hitung"
PAGE, STATUS_LINE, SCROLL_TARGET = "formulas", "formulas-standing", "formulas-aimed"


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
                    html.P(methodology_labels.LOADING, id=STATUS_LINE, className="standing", role="status"),
                ]
            ),
            html.Details(
                [html.Summary(methodology_labels.CONTENTS), _contents()], className="contents folded"
            ),
            html.Div(_contents(), className="contents beside"),
            html.Main([_section(section) for section in methodology_labels.sections()]),
            dcc.Store(id=SCROLL_TARGET),
        ],
        id=PAGE,
        className="office formulas",
    )


def _contents() -> Component:
    """The list of figures; a phone folds it, a wide screen shows it beside the text."""
    return html.Nav(
        [html.A(section.title, href=f"#{section.anchor}") for section in methodology_labels.sections()]
    )


def _section(section: methodology_labels.FormulaSection) -> Component:
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


def register(app: Dash, context: WebContext) -> None:
    """Gives one app the callbacks that fill the examples; those of the week read the store and come later."""
    week = LastWeek(context.live_board)
    boards = {anchor: Output(example_id(anchor), "children") for anchor in board_examples.EXAMPLES}
    weeks = {anchor: Output(example_id(anchor), "children") for anchor in week_examples.EXAMPLES}

    @app.callback(output={STATUS_LINE: Output(STATUS_LINE, "children"), **boards}, inputs=[Input(PAGE, "id")])
    def fill_board(_page: str) -> dict[str, Any]:
        if not context.authorizer.is_allowed(Permission.VIEW_WALL):
            return {STATUS_LINE: labels.EXAMPLE_FORBIDDEN, **dict.fromkeys(boards, labels.EXAMPLE_FORBIDDEN)}
        return board_content(context)

    @app.callback(output=weeks, inputs=[Input(PAGE, "id")])
    async def fill_week(_page: str) -> dict[str, Any]:
        if not context.authorizer.is_allowed(Permission.VIEW_WALL):
            return dict.fromkeys(weeks, labels.EXAMPLE_FORBIDDEN)
        return await run_in_threadpool(week_content, week)

    app.clientside_callback(
        ClientsideFunction("office", "aim"),
        Output(SCROLL_TARGET, "data"),
        Input(STATUS_LINE, "children"),
        Input(example_id("arus"), "children"),
    )


def board_content(context: WebContext) -> dict[str, Any]:
    """The examples of the latest snapshot by anchor, and under ``STANDING`` which one it is."""
    live_snapshot = context.live_board.current()
    if live_snapshot is None:
        return {STATUS_LINE: labels.NO_DATA, **dict.fromkeys(board_examples.EXAMPLES, labels.NO_DATA)}
    board = BoardData(live_snapshot.snapshot, context.city)
    examples = {anchor: example(board) for anchor, example in board_examples.EXAMPLES.items()}
    return {STATUS_LINE: _status_line(board), **examples}


def week_content(week: LastWeek) -> dict[str, Any]:
    """The examples of the last week by anchor."""
    week_data = week.current()
    if week_data is None:
        return dict.fromkeys(week_examples.EXAMPLES, labels.NO_DATA)
    return {anchor: example(week_data) for anchor, example in week_examples.EXAMPLES.items()}


def _status_line(board: BoardData) -> list[Any]:
    since = board.snapshot.data_as_of
    summary = f"Data per {format_moment(since, board.city.zone)}" if since else labels.NO_DATA
    stale_note = [html.Span("tidak mutakhir", className="stale")] if board.snapshot.stale else []
    return [*badges(board.snapshot), html.Span(summary), *stale_note]
