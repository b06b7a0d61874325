"""The foot of the wall: what happened last, and the line that adds up."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall.sections.timers import place_words
from dashboard.ui import labels
from dashboard.ui.format import clock_time, number, span
from data.core.config.city import City
from data.core.report.standing import Kind

SHOWN = 8  # the screen shows as many as fit on its line


def ticker(events: list[dict[str, Any]], city: City, shown: int = SHOWN) -> list[Component]:
    """The latest events, newest first."""
    return [_item(event, city) for event in events[:shown]]


def _item(event: dict[str, Any], city: City) -> Component:
    taken = "" if event["hours"] is None else f", {span(event['hours'])}"
    what = html.B(f"{labels.EVENTS[Kind(event['kind'])]}: {event['service_name']}")
    late = " late" if event["on_time"] is False else ""
    when = html.Time(clock_time(event["occurred_at"], city.zone))
    return html.Div(
        [when, html.Span([what, f", {place_words(event)}{taken}"])],
        className=f"news {event['kind']}{late}",
    )


def reconciliation(line: dict[str, int], *, known: bool) -> str:
    """``214 = 203 di peta + 8 tanpa lokasi + 3 di luar batas``, always all of it; words while unknown."""
    if not known:
        return labels.NOTHING_YET
    parts = ("on_map", "di peta"), ("no_location", labels.UNPLACED), ("outside", labels.OUTSIDE)
    sums = " + ".join(f"{number(line[name])} {words}" for name, words in parts)
    return f"{number(line['open'])} belum selesai = {sums}"
