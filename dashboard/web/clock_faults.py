"""What walls and office pages say about a clock that is not to be trusted."""

from dash.development.base_component import Component

from dashboard.ui.badges import badges, clock_badge
from dashboard.ui.clock_labels import clock_fault_text
from dashboard.web.context import WebContext
from data.core.snapshot.snapshot import Snapshot


def clock_fault(context: WebContext) -> str:
    """Return what screens say about a clock that is not to be trusted now; empty if all are."""
    fault = context.live_board.clock_watch.fault()
    return clock_fault_text(fault, context.city.zone) if fault else ""


def clock_badges(context: WebContext) -> list[Component]:
    """Return the warning of a clock that is not to be trusted, if there is one."""
    fault = clock_fault(context)
    return [clock_badge(fault)] if fault else []


def status_badges(context: WebContext, snapshot: Snapshot) -> list[Component]:
    """Return the badges that an office page shows beside the age of its data."""
    return [*badges(snapshot), *clock_badges(context)]
