"""The callbacks that fill the examples from the live data."""

from collections.abc import Iterable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, html

from dashboard.pages.methodology import ids
from dashboard.pages.methodology.sections import board_examples, week_examples
from dashboard.pages.methodology.sections.week_examples import LastWeek
from dashboard.pages.methodology.sections.worked_example import BoardData
from dashboard.ui import labels as ui_labels
from dashboard.ui.badges import badges
from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from data.core.access import Permission


def register_callbacks(app: Dash, context: WebContext) -> None:
    """Register the callbacks that fill the examples; those of the last week read the store and come later."""
    week = LastWeek(context.live_board)
    board_outputs, week_outputs = _outputs(board_examples.EXAMPLES), _outputs(week_examples.EXAMPLES)

    @app.callback(
        output={ids.STATUS_LINE: Output(ids.STATUS_LINE, "children"), **board_outputs},
        inputs=[Input(ids.PAGE, "id")],
    )
    def fill_board(_page: str) -> dict[str, Any]:
        if not context.authorizer.is_allowed(Permission.VIEW_WALL):
            return dict.fromkeys((ids.STATUS_LINE, *board_outputs), ui_labels.EXAMPLE_FORBIDDEN)
        return board_content(context)

    @app.callback(output=week_outputs, inputs=[Input(ids.PAGE, "id")])
    def fill_week(_page: str) -> dict[str, Any]:
        if not context.authorizer.is_allowed(Permission.VIEW_WALL):
            return dict.fromkeys(week_outputs, ui_labels.EXAMPLE_FORBIDDEN)
        return week_content(week)

    app.clientside_callback(
        ClientsideFunction("office", "scrollToAnchor"),
        Output(ids.SCROLL_TARGET, "data"),
        Input(ids.STATUS_LINE, "children"),
        Input(ids.example_id("arus"), "children"),
    )


def _outputs(examples: Iterable[str]) -> dict[str, Output]:
    return {anchor: Output(ids.example_id(anchor), "children") for anchor in examples}


def board_content(context: WebContext) -> dict[str, Any]:
    """Return the examples of the latest snapshot by anchor, and under ``STATUS_LINE`` which one it is."""
    live_snapshot = context.live_board.current()
    if live_snapshot is None:
        return dict.fromkeys((ids.STATUS_LINE, *board_examples.EXAMPLES), ui_labels.NO_DATA)
    board = BoardData(live_snapshot.snapshot, context.city)
    examples = {anchor: example(board) for anchor, example in board_examples.EXAMPLES.items()}
    return {ids.STATUS_LINE: _status_line(board), **examples}


def week_content(week: LastWeek) -> dict[str, Any]:
    """Return the examples of the last week by anchor."""
    week_data = week.current()
    if week_data is None:
        return dict.fromkeys(week_examples.EXAMPLES, ui_labels.NO_DATA)
    return {anchor: example(week_data) for anchor, example in week_examples.EXAMPLES.items()}


def _status_line(board: BoardData) -> list[Any]:
    since = board.snapshot.data_as_of
    summary = f"Data per {format_moment(since, board.city.zone)}" if since else ui_labels.NO_DATA
    stale_note = [html.Span("tidak mutakhir", className="stale")] if board.snapshot.stale else []
    return [*badges(board.snapshot), html.Span(summary), *stale_note]
