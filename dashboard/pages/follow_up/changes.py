"""What happened to a report since somebody looked at it, in words."""

from collections.abc import Mapping
from html import escape
from zoneinfo import ZoneInfo

from dashboard.ui.format import moment_words
from dashboard.ui.report_labels import what_was_done
from dashboard.web.context import Site
from data.core.case_file.case_file import Happening
from data.core.follow_up.records import FollowUp
from data.services.follow_up import Looked


def changes_since(site: Site, now: Looked, seen: int) -> str:
    """A list of what was done after change number ``seen``; nothing where nothing was."""
    file = site.live.desk.casefile(*now.key)
    made = {found.change: found for found in now.follow_ups}
    new = [event for event in (file.happenings if file else ()) if event.change > seen]
    lines = "".join(f"<li>{escape(_told(event, made, site.city.zone))}</li>" for event in new)
    return f'<ul class="news">{lines}</ul>' if lines else ""


def _told(event: Happening, made: Mapping[int, FollowUp], zone: ZoneInfo) -> str:
    found = made.get(event.change)
    note = f": {found.note}" if found and found.note else ""
    return f"{moment_words(event.occurred_at, zone)} · {what_was_done(event, found)}{note}"
