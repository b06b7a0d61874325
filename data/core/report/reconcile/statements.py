"""What a row states: where it says nothing, or nothing that is known, what the source said before stays.

A closing date states that a report is closed, unless the row has a known word for an open state: that is more
reliable than a leftover date. A report that was reopened after that date is not closed by it again.
"""

from dataclasses import dataclass, replace
from typing import Any

from data.core.quick_frozen import quick
from data.core.report.points import LatLong, is_noise
from data.core.report.reconcile.notes import RowNotes
from data.core.report.reconcile.source_values import last_source_values
from data.core.report.record import Place, Placement, ServiceRequest
from data.core.report.standing import KnownReport
from data.core.report.uncertainty import STATED_BASES, TO_LAST_SECOND, is_closed_before_filing
from data.core.status import RESOLVED_STATUS, UNKNOWN_STATUS, Status, status_of


@quick
@dataclass(frozen=True, slots=True)
class Statement:
    """A row with the place that it gives, both without gaps where something is known."""

    record: ServiceRequest
    place: Place

    def with_values(self, **values: Any) -> "Statement":
        """Return the statement with other values of its record."""
        return replace(self, record=self.record.model_copy(update=values)) if values else self


def is_status_stated(record: ServiceRequest) -> bool:
    """Return whether the row has a known word for its status."""
    return record.status_description != UNKNOWN_STATUS and "status_description" not in record.unstated


def states_closing(record: ServiceRequest) -> bool:
    """Return whether the row has a usable closing date, and no known word for an open state."""
    if record.closed_datetime is None or is_closed_before_filing(record):
        return False
    return not is_status_stated(record) or record.status is Status.CLOSED


def first_statement(record: ServiceRequest, place: Place) -> Statement:
    """Return the statement of the first row of a report."""
    statement = Statement(record, place)
    is_closed = states_closing(record) and record.status is Status.OPEN
    return statement.with_values(status_description=RESOLVED_STATUS) if is_closed else statement


def next_statement(
    record: ServiceRequest, place: Place, known_report: KnownReport, notes: RowNotes
) -> Statement:
    """Return the statement of a further row."""
    _note_blank_times(record, known_report, notes)
    values = {
        **_category(record, known_report, notes),
        **_status(record, known_report, notes),
        **_filing(record, known_report),
    }
    return _located(Statement(record, place).with_values(**values), known_report, notes)


def _category(record: ServiceRequest, known_report: KnownReport, notes: RowNotes) -> dict[str, Any]:
    known_code = last_source_values(known_report)["service_code"]
    if "service_code" not in record.unstated or known_code == record.service_code:
        return {}
    _note(record, "service_code", notes)
    return {"service_code": known_code}


def _status(record: ServiceRequest, known_report: KnownReport, notes: RowNotes) -> dict[str, Any]:
    if is_status_stated(record):
        return {}
    known_status = last_source_values(known_report)["status_description"]
    if states_closing(record) and not _is_leftover(record, known_report):
        if status_of(str(known_status)) is Status.OPEN:
            return {"status_description": RESOLVED_STATUS}
        _note(record, "status_description", notes)
        return {"status_description": known_status}
    is_known_open = status_of(str(known_status)) is Status.OPEN
    if is_known_open and "status_description" not in record.blank:
        return {"status_description": UNKNOWN_STATUS}  # an unknown word is news of an open report
    if known_status != UNKNOWN_STATUS:
        _note(record, "status_description", notes)
    return {"status_description": known_status}


def _filing(record: ServiceRequest, known_report: KnownReport) -> dict[str, Any]:
    """Return the known moment of a filing of which the row says only the same day."""
    filed, known = record.requested_datetime, known_report.standing.requested_datetime
    if "requested_datetime" not in record.date_only or not filed < known <= filed + TO_LAST_SECOND:
        return {}
    date_only = tuple(name for name in record.date_only if name != "requested_datetime")
    return {"requested_datetime": known, "date_only": date_only}


def _is_leftover(record: ServiceRequest, known_report: KnownReport) -> bool:
    """Return whether the row's closing date is one from before a reopening."""
    standing, closed_at = known_report.standing, record.closed_datetime
    is_reopened = standing.reopened > 0 and standing.status == Status.OPEN
    return is_reopened and closed_at is not None and closed_at <= known_report.status_at


def _note(record: ServiceRequest, name: str, notes: RowNotes) -> None:
    if name in record.blank:
        notes.blank(name)
    else:
        notes.unknown(name)


def _note_blank_times(record: ServiceRequest, known_report: KnownReport, notes: RowNotes) -> None:
    """Note a deadline or a closing of which the source gave the time before."""
    standing = known_report.standing
    if record.expected_datetime is None and standing.expected_basis == "source":
        notes.blank("expected_datetime")
    is_closing_known = standing.closed_basis in STATED_BASES and not known_report.is_followed_up
    is_open = is_status_stated(record) and record.status is Status.OPEN
    if record.closed_datetime is None and is_closing_known and not record.history and not is_open:
        notes.blank("closed_datetime")


def _located(statement: Statement, known_report: KnownReport, notes: RowNotes) -> Statement:
    """Return the statement at the known place, unless it has a point, or a name that is another one."""
    last_values = last_source_values(known_report)
    place = Place(placement=last_values["placement"], area_code=last_values["area_code"])
    if place.placement == Placement.NONE and place.area_code is None:
        return statement
    if statement.record.lat is not None:
        known_point = None if last_values["lat"] is None else (last_values["lat"], last_values["long"])
        return _without_noise(statement, place, known_point)
    if _names_another_area(statement, known_report):
        return statement
    if (statement.place, last_values["lat"]) == (place, None):
        return statement
    if last_values["lat"] is not None:
        notes.blank("lat")
    elif statement.record.area_name is None:
        notes.blank("area_name")
    else:
        notes.unknown("area_name")
    located = statement.with_values(lat=last_values["lat"], long=last_values["long"])
    return replace(located, place=place)


def _without_noise(statement: Statement, place: Place, known_point: LatLong | None) -> Statement:
    """Return the statement at the known point, if its own differs from it in the last digits only."""
    record = statement.record
    if known_point is None or record.lat is None or record.long is None:
        return statement
    if (record.lat, record.long) == known_point or not is_noise(known_point, (record.lat, record.long)):
        return statement
    if {place.placement, statement.place.placement} != {Placement.POINT}:
        return statement
    return replace(statement.with_values(lat=known_point[0], long=known_point[1]), place=place)


def _names_another_area(statement: Statement, known_report: KnownReport) -> bool:
    """Return whether the row names a known area by another name than the one that is known."""
    if statement.place.area_code is None:
        return False
    has_point = last_source_values(known_report)["lat"] is not None
    for name in ("area_name", "parent_name"):
        value, known_name = getattr(statement.record, name), known_report.details.get(name)
        if value and value != known_name and (known_name or not has_point):
            return True
    return False
