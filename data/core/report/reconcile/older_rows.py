"""What an older row adds: values that are not known. It undoes nothing."""

from typing import Any

from data.core.report.reconcile.age import Age
from data.core.report.reconcile.details import UNSTATED_KEY
from data.core.report.reconcile.notes import RowNotes
from data.core.report.reconcile.statements import Statement, is_status_stated, states_closing
from data.core.report.record import Place, Placement, ServiceRequest
from data.core.report.standing import KnownReport, Standing
from data.core.report.uncertainty import STATED_BASES
from data.core.status import UNKNOWN_STATUS, Status

_COMPARED_FIELDS = ("status_description", "service_code", "requested_datetime", "agency_responsible")


def older_statement(statement: Statement, known_report: KnownReport, age: Age, notes: RowNotes) -> Statement:
    """Return a statement of what is known, with what the row adds to it."""
    record, standing = statement.record, known_report.standing
    values = {
        **_known_values(record, standing),
        **_category(record, known_report),
        **_status(record, known_report, age),
        **_closing(record, known_report, age),
    }
    older = _located(statement.with_values(**values), standing)
    _count_differences(statement, older, standing, notes)
    return older


def _known_values(record: ServiceRequest, standing: Standing) -> dict[str, Any]:
    is_deadline_known = standing.expected_basis == "source"
    return {
        "requested_datetime": standing.requested_datetime,
        "agency_responsible": standing.agency_responsible or record.agency_responsible,
        "reporter": standing.reporter or record.reporter,
        "expected_datetime": standing.expected_datetime if is_deadline_known else record.expected_datetime,
        "evidence_url": None if standing.reopened else record.evidence_url,
        "updated_datetime": None,
    }


def _category(record: ServiceRequest, known_report: KnownReport) -> dict[str, Any]:
    is_missing = "service_code" in known_report.details.get(UNSTATED_KEY, ())
    if is_missing and "service_code" not in record.unstated:
        return {}
    return {"service_code": known_report.standing.service_code}


def _status(record: ServiceRequest, known_report: KnownReport, age: Age) -> dict[str, Any]:
    standing = known_report.standing
    is_missing = standing.status_description == UNKNOWN_STATUS and is_status_stated(record)
    if is_missing or _tells_of_closing(record, known_report, age):
        return {}
    return {"status_description": standing.status_description, "history": ()}


def _tells_of_closing(record: ServiceRequest, known_report: KnownReport, age: Age) -> bool:
    """Return whether the row of an older import closes a report that was never closed before.

    Exports of single weeks or months hold a report only once it is closed: nothing newer tells of it.
    """
    standing = known_report.standing
    is_never_closed = standing.status == Status.OPEN and not standing.reopened
    is_own = not known_report.is_followed_up and record.status is Status.CLOSED
    return age is Age.OLDER_IMPORT and is_never_closed and is_own and states_closing(record)


def _closing(record: ServiceRequest, known_report: KnownReport, age: Age) -> dict[str, Any]:
    standing = known_report.standing
    is_missing = standing.status == Status.CLOSED and standing.closed_basis not in STATED_BASES
    is_told = is_missing and record.status is Status.CLOSED and not known_report.is_followed_up
    if is_told or _tells_of_closing(record, known_report, age):
        return {}
    return {"closed_datetime": None}


def _located(statement: Statement, standing: Standing) -> Statement:
    """Return the statement at the known place; at its own if none is known."""
    if standing.area_code is None and standing.placement == Placement.NONE:
        return statement
    place = Place(placement=standing.placement, area_code=standing.area_code)
    located = statement.with_values(lat=standing.lat, long=standing.long)
    return Statement(located.record, place)


def _count_differences(statement: Statement, older: Statement, standing: Standing, notes: RowNotes) -> None:
    """Count the fields that the row would have changed."""
    for name in _COMPARED_FIELDS:
        if getattr(statement.record, name) not in (None, getattr(older.record, name)):
            notes.older(name)
    if statement.place != older.place:
        notes.older("area_code")
    due = statement.record.expected_datetime
    if standing.expected_basis == "source" and due not in (None, standing.expected_datetime):
        notes.older("expected_datetime")
    if statement.record.closed_datetime not in (None, older.record.closed_datetime, standing.closed_datetime):
        notes.older("closed_datetime")
