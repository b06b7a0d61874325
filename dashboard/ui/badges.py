"""Badges beside a title: practice data, history."""

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from data.core.snapshot.snapshot import Snapshot


def badges(snapshot: Snapshot) -> list[Component]:
    """What must not be overlooked: practice data, and a moment that is not the present one."""
    practice = [html.Span(labels.PRACTICE, className="practice")] if snapshot.simulated else []
    archive = [html.Span(labels.ARCHIVE, className="practice archive")] if snapshot.historical else []
    return [*practice, *archive]
