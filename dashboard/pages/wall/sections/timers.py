"""Deadlines: late reports in pages, and the next deadlines. The browser counts down."""

from functools import lru_cache
from typing import Any, cast

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_time, milliseconds, number
from dashboard.ui.kept_components import keep
from dashboard.ui.status_icons import status_icon
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.config.city import City
from data.core.report.record import Placement
from data.core.snapshot.rows import EventRow, PlaceRow, TimerRow
from data.lib.translation import current_language, gettext, ngettext

ROW_LIMIT = 11  # late and upcoming ones together; with few late ones, more upcoming ones show
LATE_ROW_LIMIT = 5
KEPT_ROWS = 1_000  # of several views


def split_late(timers: list[TimerRow]) -> tuple[list[TimerRow], list[TimerRow]]:
    """Return the late timers, and the others."""
    late = [timer for timer in timers if timer["state"] in OVERDUE_STATES]
    return late, [timer for timer in timers if timer["state"] not in OVERDUE_STATES]


def late_heading(late: list[TimerRow], total: int) -> list[Component]:
    """Return the heading of the late list; the browser adds the number of the page."""
    summary = ngettext("{count} report", "{count} reports", total) if total else gettext("none")
    if total > len(late):
        summary = gettext("{shown} longest of {count}").format(shown=number(len(late)), count=number(total))
    notes = [html.B(className="frozen"), html.Span(className="page"), html.Span(summary)]
    return heading([status_icon("late"), gettext("Past their deadline")], notes)


def heading(title: Any, note: Any) -> list[Component]:
    """Return the heading of a list, with a note at its right."""
    return [html.Span(title), html.Span(note, className="head-note")]


def next_heading(approaching: int) -> list[Component]:
    """Return the heading of the upcoming list."""
    count_note = gettext("{count} approaching").format(count=number(approaching))
    return heading(gettext("Next deadlines"), count_note if approaching else gettext("none approaching"))


def late_rows(late: list[TimerRow]) -> list[Component]:
    """Return all late timers in pages that the browser turns, since nobody scrolls a wall."""
    return [_row(timer, page=i // LATE_ROW_LIMIT) for i, timer in enumerate(late)]


def upcoming_rows(upcoming: list[TimerRow], limit: int) -> list[Component]:
    """Return the next deadlines."""
    return [_row(timer) for timer in upcoming[:limit]]


def row_counts(late_count: int) -> tuple[int, int]:
    """Return the rows of a page of late timers, and the rows left for upcoming ones."""
    late_rows_count = min(LATE_ROW_LIMIT, late_count)
    return late_rows_count, ROW_LIMIT - late_rows_count


def list_props(children: list[Component], row_count: int) -> dict[str, Any]:
    """Return the properties of a list: its rows, and their share of the panel's height."""
    height = {"flexGrow": row_count, "gridTemplateRows": f"repeat({row_count}, minmax(0, 1fr))"}
    return {"children": children, "style": height}


def event_rows(events: list[EventRow], city: City) -> list[Component]:
    """Return the latest events, for a city whose reports have no deadlines."""
    return [_event_row(event, city) for event in events[:ROW_LIMIT]]


def _event_row(event: EventRow, city: City) -> Component:
    description = html.Div(
        [html.B(event["service_name"]), html.Span(place_label(event))], className="timer-what"
    )
    time_cell = html.Div(html.B(format_time(event["occurred_at"], city.zone)), className="timer-when")
    return html.Div(
        [status_icon(SlaState.NO_TARGET), description, time_cell],
        className="timer no_target",
        **_page_attribute(0),
    )


def place_label(report: PlaceRow) -> str:
    """Return ``Calaca · Wenang``; one name if both are in one, the parent alone if the area is hidden."""
    area, parent = report["area_name"], report["parent_name"]
    if area and parent and area.startswith(parent):
        return str(area)
    if area or parent:
        return " · ".join(name for name in (area, parent) if name)
    return str(ui_labels.OUTSIDE) if report["placement"] == Placement.OUTSIDE else str(ui_labels.UNPLACED)


def _row(timer: TimerRow, page: int = 0) -> Component:
    return _kept_row(tuple(timer.items()), page, current_language())


@lru_cache(KEPT_ROWS)
def _kept_row(values: tuple[tuple[str, Any], ...], page: int, _language: str) -> Component:
    return keep(_new_row(cast(TimerRow, dict(values)), page))


def _new_row(timer: TimerRow, page: int) -> Component:
    moments: dict[str, Any] = {
        "data-filed": milliseconds(timer["requested_datetime"]),
        "data-due": milliseconds(timer["expected_datetime"]),
    }
    if timer["approaching_at"]:
        moments["data-approaching"] = milliseconds(timer["approaching_at"])
    if timer["stopped_at"]:
        moments["data-stopped"] = milliseconds(timer["stopped_at"])
    return html.Div(
        [
            status_icon(timer["state"]),
            html.Div(
                [html.B(timer["service_name"]), html.Span(_timer_details(timer))],
                className="timer-what",
            ),
            html.Div([html.B(className="left"), html.I(className="used")], className="timer-left", **moments),
        ],
        className=f"timer {timer['state']}",
        key=timer["service_request_id"],
        **_page_attribute(page),
    )


def _timer_details(timer: TimerRow) -> str:
    """Return the place, and whether the clock is stopped or the deadline an estimate."""
    stopped = [str(ui_labels.STOPPED)] if timer["stopped_at"] else []
    estimate = [str(ui_labels.ESTIMATE)] if timer["provisional"] else []
    return " · ".join([*stopped, *estimate, place_label(timer)])


def _page_attribute(page: int) -> dict[str, Any]:
    return {"data-page": page}
