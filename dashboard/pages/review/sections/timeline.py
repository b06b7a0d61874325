"""The section of the timeline, which the browser draws from ``/api/v1/replay``."""

from datetime import datetime
from typing import NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.query import local_iso
from dashboard.pages.review.view import ReviewView, SectionHead

DEFAULT_STEPS = 24


class TimelineForm(NamedTuple):
    """What the browser begins with: the busiest night."""

    head: SectionHead
    since: str
    until: str
    zone: str
    has_inset: bool
    steps: int = DEFAULT_STEPS


def replay_section(view: ReviewView) -> TimelineForm:
    """Return the form of the timeline; it begins with the busiest night."""
    since, until = (
        local_iso(datetime.fromisoformat(text), view.city.zone) for text in view.review_report["night"]
    )
    head = SectionHead("replay", "rekonsiliasi", "Mesin waktu", labels.TIMELINE_NOTE)
    return TimelineForm(head, since, until, view.city.timezone, bool(view.city.areas.inset))
