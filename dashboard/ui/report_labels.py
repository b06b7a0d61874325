"""Labels of one report: its state, assignee, place, actions and follow-ups."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from dashboard.ui import labels
from dashboard.ui.format import current_locale
from data.core.access import Role
from data.core.case_file.case_file import CaseEvent
from data.core.follow_up.records import FollowUp
from data.core.follow_up.workflow import ActionType
from data.core.history.places import NO_AREA
from data.core.report.record import Placement
from data.core.report.standing import EventKind
from data.lib.translation import LazyText, gettext, lazy_gettext, ngettext

STATUS_LABELS: Mapping[str, LazyText] = {
    "menunggu": lazy_gettext("Waiting"),
    "koordinasi": lazy_gettext("Coordination"),
    "disposisi": lazy_gettext("Assigned"),
    "proses": lazy_gettext("In progress"),
    "salah_wilayah": lazy_gettext("Wrong area"),
    "menunggu_pelapor": lazy_gettext("Waiting for the reporter"),
    "diteruskan": lazy_gettext("Referred to another agency"),
    "tidak_dikenal": lazy_gettext("Unknown status"),
    "selesai": lazy_gettext("Resolved"),
    "ditolak": lazy_gettext("Rejected"),
    "duplikat": lazy_gettext("Duplicate"),
}
INDICATOR_LABELS = {
    "closed_quickly": lazy_gettext("Resolved within a few minutes of being filed"),
    "burst": lazy_gettext("Many resolved in a short time"),
    "burst_before_review": lazy_gettext("Many resolved shortly before the end of the period"),
    "closed_without_evidence": lazy_gettext("Resolved without evidence"),
    "recategorised_late": lazy_gettext("Category changed after the deadline had passed"),
    "rescheduled_late": lazy_gettext("Deadline moved by the source after it had passed"),
    "reopened_soon": lazy_gettext("Reopened soon after it was resolved"),
    "recategorised_later": lazy_gettext("A change of category put the deadline later"),
    "joined_late": lazy_gettext("Joined with another report after the deadline had passed"),
    "asked_late": lazy_gettext("Reporter asked when the deadline was near or had passed"),
    "one_reporter": lazy_gettext("One reporter with many reports in one day"),
}

ASSIGNEE_LABELS = {
    "kecamatan": lazy_gettext("Kecamatan"),
    "instansi luar": lazy_gettext("Agency outside the city"),
    "pelapor": lazy_gettext("Reporter"),
}
TREND_LABELS = {
    "better": lazy_gettext("improving"),
    "same": lazy_gettext("no clear difference"),
    "worse": lazy_gettext("declining"),
}
BACK_HOME = lazy_gettext("To my page")
NO_AREA_NAME = lazy_gettext("without kelurahan")
SENSITIVE = lazy_gettext("Text and point are not shown.")


def assignee_label(code: str) -> str:
    """Return an assignee's label; another agency's name as it is."""
    return str(ASSIGNEE_LABELS.get(code, code))


def status_label(code: str) -> str:
    """Return a status description's label; an unmapped one as it is."""
    return str(STATUS_LABELS.get(code, code))


def area_label(name: Any, placement: str) -> str:
    """Return the kelurahan's name, or why there is none."""
    if isinstance(name, str) and name != NO_AREA:
        return name
    return str(labels.OUTSIDE if placement == Placement.OUTSIDE else NO_AREA_NAME)


def short_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``24 Nov 12.40`` in the city's zone."""
    return format_datetime(moment.astimezone(zone), "d MMM HH.mm", locale=current_locale())


# Label of the action and of its button, and what the action does.
ACTIONS: Mapping[ActionType, tuple[LazyText, LazyText]] = {
    ActionType.RESOLVE: (
        lazy_gettext("Resolve"),
        lazy_gettext("Closes the report, with photos from before and after the work."),
    ),
    ActionType.START_WORK: (lazy_gettext("Start work"), lazy_gettext("Says that the work is being done.")),
    ActionType.ASSIGN: (
        lazy_gettext("Assign"),
        lazy_gettext("Gives the report to the agency that is responsible."),
    ),
    ActionType.COORDINATE: (
        lazy_gettext("Coordinate"),
        lazy_gettext("Says that the report is being coordinated."),
    ),
    ActionType.ASK_REPORTER: (
        lazy_gettext("Ask the reporter"),
        lazy_gettext("Asks for details; the clock is paused until the reporter answers."),
    ),
    ActionType.DISPUTE_AREA: (
        lazy_gettext("Not our area"),
        lazy_gettext(
            "Right of reply: it holds once the Command Center approves it; until then the clock runs."
        ),
    ),
    ActionType.MARK_DUPLICATE: (
        lazy_gettext("Join duplicate reports"),
        lazy_gettext("Counts this report together with another of the same matter."),
    ),
    ActionType.RECATEGORISE: (
        lazy_gettext("Change the category"),
        lazy_gettext(
            "The deadline is counted again from the filing; only the Command Center sets a later one."
        ),
    ),
    ActionType.ADD_NOTE: (
        lazy_gettext("Add a note"),
        lazy_gettext("Adds a note and leaves the state of the report as it is."),
    ),
    ActionType.REFER: (
        lazy_gettext("Refer to another agency"),
        lazy_gettext("Gives the report to an agency outside the city; the clock of the kecamatan is paused."),
    ),
    ActionType.REJECT: (
        lazy_gettext("Reject the report"),
        lazy_gettext("Closes the report without work, with a reason."),
    ),
    ActionType.WITHDRAW: (
        lazy_gettext("Withdraw the report"),
        lazy_gettext("Closes a report that its source no longer has, after a check."),
    ),
    ActionType.APPROVE_TRANSFER: (
        lazy_gettext("Approve the transfer"),
        lazy_gettext("Moves the report to the right kelurahan."),
    ),
    ActionType.REJECT_TRANSFER: (
        lazy_gettext("Return to the kecamatan"),
        lazy_gettext("Declines the dispute; the report goes back to its state before."),
    ),
    ActionType.REOPEN: (
        lazy_gettext("Reopen"),
        lazy_gettext("Revokes the resolution; the resolution clock runs on."),
    ),
    ActionType.CONFIRM_RESOLUTION: (
        lazy_gettext("Leave resolved"),
        lazy_gettext("Says that the work was checked and is really done."),
    ),
    ActionType.ANSWER_QUESTION: (lazy_gettext("Answer"), lazy_gettext("Answers an officer's question.")),
    ActionType.RATE: (lazy_gettext("Rate"), lazy_gettext("Gives one to five stars.")),
}


EVENT_LABELS = {
    EventKind.RECEIVED: lazy_gettext("Report filed"),
    EventKind.STATUS: lazy_gettext("Status changed"),
    EventKind.CLOSED: lazy_gettext("Resolved"),
    EventKind.WITHDRAWN: lazy_gettext("Discontinued"),
    EventKind.REOPENED: lazy_gettext("Reopened"),
    EventKind.MOVED: lazy_gettext("Location updated"),
    EventKind.RECATEGORISED: lazy_gettext("Category changed"),
    EventKind.AMENDED: lazy_gettext("Details updated"),
    EventKind.RESCHEDULED: lazy_gettext("Deadline moved by the source after it had passed"),
}


def event_label(event: CaseEvent, follow_up: FollowUp | None) -> str:
    """Return an event's label, with the account of a follow-up made here; a reporter is not named."""
    if follow_up is None:
        return str(EVENT_LABELS.get(EventKind(event.kind), event.kind))
    label, author = ACTIONS[ActionType(follow_up.move)][0], follow_up.who
    if follow_up.role == Role.REPORTER:
        author = gettext("the reporter")
    if not follow_up.stars:
        return gettext("{action} (by {author})").format(action=label, author=author)
    stars = ngettext("{count} star", "{count} stars", follow_up.stars)
    return gettext("{action}: {stars} (by {author})").format(action=label, stars=stars, author=author)
