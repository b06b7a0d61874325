"""The examples of the page, by the anchor of their formula, and the state of the data they come from."""

from typing import NamedTuple

from dashboard.pages.methodology.sections import board_examples, week_examples
from dashboard.pages.methodology.sections.week_examples import LastWeek
from dashboard.pages.methodology.sections.worked_example import BoardData, ExampleLine
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.lib.translation import gettext
from data.services.live_board import LiveBoard
from data.services.store_reading import StoreUnavailableError

ExampleBoxes = dict[str, list[ExampleLine] | str]  # a text where there is no example


class DataState(NamedTuple):
    """What stands below the title; ``badges``: texts with their class."""

    text: str
    badges: list[tuple[str, str]]
    is_stale: bool = False


def status_line(context: WebContext) -> DataState:
    """Return of which moment the examples are."""
    live_snapshot = context.live_board.current()
    if not context.authorizer.is_allowed(Permission.VIEW_WALL):
        return DataState(str(ui_labels.EXAMPLE_FORBIDDEN), [])
    if live_snapshot is None:
        return DataState(str(ui_labels.NO_DATA), [])
    snapshot = live_snapshot.snapshot
    since, practice = (
        snapshot.data_as_of,
        [(str(ui_labels.PRACTICE), "practice")] if snapshot.simulated else [],
    )
    text = str(ui_labels.NO_DATA)
    if since:
        text = gettext("Data as of {moment}").format(moment=format_moment(since, context.city.zone))
    return DataState(text, practice, snapshot.stale)


def forbidden_boxes() -> ExampleBoxes:
    """Return why there are no examples for those who may not see the wall."""
    anchors = (*board_examples.EXAMPLES, *week_examples.EXAMPLES)
    return dict.fromkeys(anchors, str(ui_labels.EXAMPLE_FORBIDDEN))


def board_boxes(context: WebContext) -> ExampleBoxes:
    """Return the examples of the latest snapshot."""
    live_snapshot = context.live_board.current()
    if live_snapshot is None:
        return dict.fromkeys(board_examples.EXAMPLES, str(ui_labels.NO_DATA))
    board = BoardData(live_snapshot.snapshot, context.city)
    return {anchor: example(board) for anchor, example in board_examples.EXAMPLES.items()}


def week_boxes(live: LiveBoard) -> ExampleBoxes:
    """Return the examples of the last week; they read the store."""
    try:
        week = LastWeek(live).current()
    except StoreUnavailableError:
        week = None
    if week is None:
        return dict.fromkeys(week_examples.EXAMPLES, str(ui_labels.NO_DATA))
    return {anchor: example(week) for anchor, example in week_examples.EXAMPLES.items()}
