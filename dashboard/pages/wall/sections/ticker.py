"""The wall's footer: the latest events, and the reconciliation of open reports."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall.sections.timers import place_label
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_time, number, span
from dashboard.ui.kept_components import keep
from data.core.config.city import City
from data.core.report.standing import EventKind
from data.core.snapshot.rows import EventRow
from data.lib.translation import current_language, gettext

EVENT_LIMIT = 8  # the screen shows as many as fit on its line
KEPT_ITEMS = 100  # of several views


def ticker_items(events: list[EventRow], city: City, limit: int = EVENT_LIMIT) -> list[Component]:
    """Return the latest events, the newest first."""
    language = current_language()
    return [_kept_item(tuple(event.items()), city.zone, language) for event in events[:limit]]


@lru_cache(KEPT_ITEMS)
def _kept_item(values: tuple[tuple[str, Any], ...], zone: ZoneInfo, _language: str) -> Component:
    return keep(_item(cast(EventRow, dict(values)), zone))


def _item(event: EventRow, zone: ZoneInfo) -> Component:
    duration = "" if event["hours"] is None else f", {span(event['hours'])}"
    event_label = html.B(f"{ui_labels.EVENTS[EventKind(event['kind'])]}: {event['service_name']}")
    late_class = " late" if event["on_time"] is False else ""
    event_time = html.Time(format_time(event["occurred_at"], zone))
    return html.Div(
        [event_time, html.Span([event_label, f", {place_label(event)}{duration}"])],
        className=f"news {event['kind']}{late_class}",
    )


def reconciliation_text(counts: Mapping[str, Any], *, has_data: bool) -> str:
    """Return ``214 unresolved = 203 on the map + 8 without a place + 3 outside``, zeros included."""
    if not has_data:
        return str(ui_labels.NOTHING_YET)
    parts = (
        ("on_map", gettext("on the map")),
        ("no_location", ui_labels.UNPLACED),
        ("outside", ui_labels.OUTSIDE),
    )
    summands = " + ".join(f"{number(counts[name])} {label}" for name, label in parts)
    unresolved = gettext("{count} unresolved").format(count=number(counts["open"]))
    return f"{unresolved} = {summands}"
