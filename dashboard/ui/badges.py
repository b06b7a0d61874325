"""Badges beside a title: practice data, history, a clock that is not to be trusted."""

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from data.core.snapshot.snapshot import Snapshot


def badges(snapshot: Snapshot) -> list[Component]:
    """Return badges for practice data and for a past moment."""
    practice = [html.Span(str(labels.PRACTICE), className="practice")] if snapshot.simulated else []
    archive = [html.Span(str(labels.ARCHIVE), className="practice archive")] if snapshot.historical else []
    return [*practice, *archive]


def clock_badge(fault: str) -> Component:
    """Return the warning of a clock that is not to be trusted.

    :param fault: which clock it is, and what is still valid
    """
    return html.Span(fault, className="stale", role="alert")
