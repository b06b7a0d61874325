"""Deadlines: what is late, page by page, and what comes next. The browser ticks; no figure is made here."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from dashboard.ui.format import format_time, milliseconds, number
from dashboard.ui.status_icons import status_icon
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.config.city import City
from data.core.report.record import Placement

ROW_LIMIT = 11  # late and coming ones together; a city with little that is late sees more of what comes
LATE_ROW_LIMIT = 5


def split_late(timers: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The late ones, and those still in time."""
    late = [timer for timer in timers if timer["state"] in OVERDUE_STATES]
    return late, [timer for timer in timers if timer["state"] not in OVERDUE_STATES]


def late_heading(late: list[dict[str, Any]], total: int) -> list[Component]:
    """The heading of the late ones; the browser adds which page is shown."""
    summary = f"{number(total)} laporan" if total else "tidak ada"
    if total > len(late):
        summary = f"{number(len(late))} terlama dari {number(total)}"
    notes = [html.B(className="frozen"), html.Span(className="page"), html.Span(summary)]
    return heading([status_icon("late"), "Melewati batas waktu"], notes)


def heading(title: Any, note: Any) -> list[Component]:
    """A list's heading, with a note at its right."""
    return [html.Span(title), html.Span(note, className="head-note")]


def next_heading(approaching: int) -> list[Component]:
    """The heading of those that come next."""
    note = f"{number(approaching)} mendekati batas" if approaching else "tidak ada yang mendekati batas"
    return heading("Batas waktu berikutnya", note)


def late_rows(late: list[dict[str, Any]]) -> list[Component]:
    """Every late one, in pages that the browser turns: a wall has no scroll, and hides none for good."""
    return [_row(timer, page=i // LATE_ROW_LIMIT) for i, timer in enumerate(late)]


def upcoming_rows(upcoming: list[dict[str, Any]], limit: int) -> list[Component]:
    """The nearest deadlines ahead."""
    return [_row(timer) for timer in upcoming[:limit]]


def row_counts(late_count: int) -> tuple[int, int]:
    """How many rows a page of late ones takes, and how many are left for those that come next."""
    late_shown = min(LATE_ROW_LIMIT, late_count)
    return late_shown, ROW_LIMIT - late_shown


def list_props(children: list[Component], row_count: int) -> dict[str, Any]:
    """A list's properties: its rows, and the share of the panel's height that so many take."""
    height = {"flexGrow": row_count, "gridTemplateRows": f"repeat({row_count}, minmax(0, 1fr))"}
    return {"children": children, "style": height}


def event_rows(events: list[dict[str, Any]], city: City) -> list[Component]:
    """The latest reports, for a city whose reports have no deadlines to watch."""
    return [_event_row(event, city) for event in events[:ROW_LIMIT]]


def _event_row(event: dict[str, Any], city: City) -> Component:
    description = html.Div(
        [html.B(event["service_name"]), html.Span(place_label(event))], className="timer-what"
    )
    time_cell = html.Div(html.B(format_time(event["occurred_at"], city.zone)), className="timer-when")
    return html.Div(
        [status_icon(SlaState.NO_TARGET), description, time_cell],
        className="timer no_target",
        **_page_attribute(0),
    )


def place_label(report: dict[str, Any]) -> str:
    """``Calaca · Wenang``; one name where it says both, the parent alone where the area must not show."""
    area, parent = report["area_name"], report["parent_name"]
    if area and parent and area.startswith(parent):
        return str(area)
    if area or parent:
        return " · ".join(name for name in (area, parent) if name)
    return labels.OUTSIDE if report["placement"] == Placement.OUTSIDE else labels.UNPLACED


def _row(timer: dict[str, Any], page: int = 0) -> Component:
    moments: dict[str, Any] = {
        "data-filed": milliseconds(timer["requested_datetime"]),
        "data-due": milliseconds(timer["expected_datetime"]),
    }
    for name in ("approaching_at", "stopped_at"):
        if timer[name]:
            moments[f"data-{name.removesuffix('_at')}"] = milliseconds(timer[name])
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


def _timer_details(timer: dict[str, Any]) -> str:
    """The place, and what must be known to read the time beside it."""
    stopped = [labels.STOPPED] if timer["stopped_at"] else []
    estimate = [labels.ESTIMATE] if timer["provisional"] else []
    return " · ".join([*stopped, *estimate, place_label(timer)])


def _page_attribute(page: int) -> dict[str, Any]:
    return {"data-page": page}
