"""Details of a report: its descriptive fields, and what is remembered for its next row.

No count, clock, ranking or map depends on the descriptive fields. Those that are remembered have names of
their own (``*_KEY``) and are stored, and so in the history, like the others.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from data.core.report.reconcile.source_values import updated_source_values
from data.core.report.record import Place, ServiceRequest
from data.core.report.standing import KnownReport
from data.core.report.uncertainty import NO_SLACK, Slack

FIRST_DEADLINE_KEY = "first_expected_datetime"  # the first deadline of a report whose source moved it
SOURCE_DEADLINE_KEY = "source_expected_datetime"  # the source's present one, if another judges
UNSTATED_KEY = "unstated"  # the codes of which no row has said anything
SLACK_KEY = "deadline_slack"  # seconds by which deadlines may be later: of the resolution, of the response
DATE_ONLY_KEY = "date_only"  # the times of which the source gives only the day

DETAIL_FIELDS = (
    "service_name", "description", "status_notes", "updated_datetime", "address", "area_name",
    "parent_name", "media_url", "evidence_url", "rating", "issues",
)  # fmt: skip

Details = Mapping[str, Any]


def details_of(record: ServiceRequest, place: Place, known_report: KnownReport | None) -> dict[str, Any]:
    """Return the fields that a row gives, and the source's values for a report that is followed up here.

    :param known_report: what was known before the row; None for a new report
    """
    values = {name: getattr(record, name) for name in DETAIL_FIELDS}
    details = {name: value for name, value in values.items() if value not in (None, ())}
    return details if known_report is None else details | updated_source_values(record, place, known_report)


def remembered_details(
    record: ServiceRequest, slack: Slack, known_report: KnownReport | None
) -> dict[str, Any]:
    """Return what is remembered of a row: codes that it does not state, days, and what follows from them."""
    known_details = known_report.details if known_report else {}
    missing = known_details.get(UNSTATED_KEY, ()) if known_report else ("service_code",)
    values = {
        UNSTATED_KEY: tuple(sorted(record.unstated.intersection(missing))),
        DATE_ONLY_KEY: tuple(name for name in record.date_only if name == "requested_datetime"),
        SLACK_KEY: () if slack == NO_SLACK else (_seconds(slack.resolution), _seconds(slack.response)),
    }
    return {name: value for name, value in values.items() if value or name in known_details}


def missing_details(record: ServiceRequest, place: Place, known_report: KnownReport) -> dict[str, Any]:
    """Return the fields of an older row that are not known yet."""
    known_details = known_report.details
    skipped = {*known_details, "updated_datetime", "issues"}
    values = {name: value for name, value in details_of(record, place, None).items() if name not in skipped}
    is_stated = bool(known_details.get(UNSTATED_KEY)) and "service_code" not in record.unstated
    return values | ({UNSTATED_KEY: ()} if is_stated else {})


def known_slack(details: Details) -> Slack:
    """Return how much later a report's deadlines may be."""
    seconds: tuple[int, ...] = details.get(SLACK_KEY, ())
    return Slack(*(timedelta(seconds=value) for value in seconds))


def deadline_details(
    moved_to: datetime | None, first: datetime | None, applied: datetime | None, known_details: Details
) -> dict[str, Any]:
    """Return what is remembered of a deadline that the source moved.

    :param moved_to: the source's deadline now
    :param first: the deadline before
    :param applied: the deadline that judges the report now
    """
    values = {
        FIRST_DEADLINE_KEY: known_details.get(FIRST_DEADLINE_KEY) or first,
        SOURCE_DEADLINE_KEY: None if moved_to == applied else moved_to,
    }
    return {name: value for name, value in values.items() if value or name in known_details}


def _seconds(duration: timedelta) -> int:
    return int(duration.total_seconds())
