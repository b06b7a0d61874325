"""Icons of lateness: a shape each, so that colour is never the only difference.

The style sheet draws the shapes; they come from no font, since a wall PC may have none that holds them.
"""

from dash import html
from dash.development.base_component import Component

from data.core.clock.sla import SlaState

STATE_LABELS = {
    SlaState.VERY_LATE: "sangat terlambat",
    SlaState.LATE: "terlambat",
    SlaState.APPROACHING: "mendekati batas",
    SlaState.ON_TIME: "dalam batas waktu",
    SlaState.NO_TARGET: "tanpa batas waktu",
}


def status_icon(state: str) -> Component:
    """Return the icon of an SLA state: arrow, triangle, diamond, disc or ring, by falling lateness."""
    return html.I(className=f"status-icon {state}", title=STATE_LABELS[SlaState(state)], role="img")
