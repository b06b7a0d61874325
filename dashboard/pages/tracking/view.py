"""What a reporter sees of their report: status, deadline and history, without the names of accounts."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.pages.tracking import labels
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment
from dashboard.ui.locations import location_text
from dashboard.web.context import WebContext
from data.core.access import Role
from data.core.follow_up.records import FollowUp
from data.core.follow_up.workflow import ACTION_RULES, ActionType, allowed_actions
from data.core.status import Status
from data.services.follow_up import ReportDetail


@dataclass(frozen=True)
class HistoryEntry:
    """One action of the history; without its note if that is internal."""

    label: str
    time: str
    note: str = ""


@dataclass(frozen=True)
class ReceiptDetail:
    """One report, as texts.

    :param url: address of the page, to which its forms are sent
    :param change: change number that the forms have seen
    :param question: what the offices asked last; None where nothing waits for an answer
    :param can_rate: whether the workflow takes a rating now
    :param rating: the stars that were given; None for none
    :param photo_urls: of the evidence
    """

    number: str
    key: str
    url: str
    submission_id: str
    change: int
    category: str
    status: str
    lines: list[str]
    history: list[HistoryEntry]
    question: str | None
    can_rate: bool
    rating: int | None
    photo_urls: list[str]


def receipt_detail(
    context: WebContext, report: ReportDetail, key: str, url: str, submission_id: str
) -> ReceiptDetail:
    """Return what the page shows of a report.

    :param key: of the receipt
    :param submission_id: of the page's forms, so that one sent twice is stored once
    """
    actions = allowed_actions(report.standing.status_description, Role.REPORTER)
    return ReceiptDetail(
        number=report.key[1],
        key=key,
        url=url,
        submission_id=submission_id,
        change=report.change,
        category=context.city.get_category(report.standing.service_code).name,
        status=report_labels.status_label(report.standing.status_description),
        lines=list(_lines(context, report)),
        history=_history(context, report),
        question=_question(report) if ActionType.ANSWER_QUESTION in actions else None,
        can_rate=ActionType.RATE in actions,
        rating=report.details.get("rating"),
        photo_urls=[
            f"{url}/foto/{picture.picture_id}" for picture in report.pictures if picture.purpose == "after"
        ],
    )


def _lines(context: WebContext, report: ReportDetail) -> Iterator[str]:
    standing, zone = report.standing, context.city.zone
    yield location_text(context, standing.service_code, standing.area_code, standing.placement)
    yield labels.FILED_AT.format(time=format_moment(standing.requested_datetime, zone))
    if standing.status == Status.OPEN and standing.expected_datetime:
        yield f"{labels.DUE} {format_moment(standing.expected_datetime, zone)}"
    if report.details.get("joined_to"):
        yield str(labels.JOINED)


def _history(context: WebContext, report: ReportDetail) -> list[HistoryEntry]:
    """Return the actions that a reporter may see, the latest first."""
    visible = [follow_up for follow_up in report.follow_ups if follow_up.move in labels.HISTORY_LABELS]
    return [_history_entry(context, follow_up) for follow_up in reversed(visible)]


def _history_entry(context: WebContext, follow_up: FollowUp) -> HistoryEntry:
    label = labels.HISTORY_LABELS[follow_up.move].format(
        agency=follow_up.agency or "", stars=follow_up.stars or ""
    )
    rule = ACTION_RULES[ActionType(follow_up.move)]
    note_visible = rule.visible_to_reporter or follow_up.role == Role.REPORTER
    time = format_moment(follow_up.at, context.city.zone)
    return HistoryEntry(label, time, follow_up.note or "" if note_visible else "")


def _question(report: ReportDetail) -> str:
    questions = [
        follow_up.note for follow_up in report.follow_ups if follow_up.move == ActionType.ASK_REPORTER
    ]
    return (questions[-1] if questions else "") or ""
