"""Icons of lateness: a shape each, so that colour is never the only difference.

The style sheet draws the shapes; they come from no font, since a wall PC may have none that holds them.
"""

from dash import html
from dash.development.base_component import Component

from data.core.clock.sla import SlaState
from data.lib.translation import lazy_gettext

STATE_LABELS = {
    SlaState.VERY_LATE: lazy_gettext("very late"),
    SlaState.LATE: lazy_gettext("late"),
    SlaState.APPROACHING: lazy_gettext("approaching"),
    SlaState.ON_TIME: lazy_gettext("within the deadline"),
    SlaState.NO_TARGET: lazy_gettext("no deadline"),
}


def status_icon(state: str) -> Component:
    """Return the icon of an SLA state: arrow, triangle, diamond, disc or ring, by falling lateness."""
    return html.I(className=f"status-icon {state}", title=str(STATE_LABELS[SlaState(state)]), role="img")
