"""Values that a source gave last of a report that is followed up here, so that repeating them undoes nothing.

The source of a report does not know of the follow-up here and repeats the old state with every pull. What it
gave when the first action was taken is stored among the report's details, under :data:`SOURCE_VALUES_KEY`;
only where a row differs from it does the source report a change, and that change is applied. After a report
was closed here before its source closed it, only a reopening is a change: that the source starts work on it,
or closes it too, takes no credit away.
"""

from typing import Any

from data.core.report.record import Place, ServiceRequest
from data.core.report.standing import SOURCE_VALUES_KEY, KnownReport, Standing
from data.core.status import Status, status_of

_RESTORED_FIELDS = ("service_code", "status_description", "agency_responsible")
_LOCATION_FIELDS = ("lat", "long", "area_code", "placement")
_SOURCE_FIELDS = (*_RESTORED_FIELDS, "evidence", *_LOCATION_FIELDS)


def initial_source_values(known_report: KnownReport) -> dict[str, Any]:
    """Return the details to store with the first action on a report; empty with every later action."""
    if SOURCE_VALUES_KEY in known_report.details:
        return {}
    return {SOURCE_VALUES_KEY: source_values_of_standing(known_report.standing)}


def last_source_values(known_report: KnownReport) -> dict[str, Any]:
    """Return what the source said last of a report, for where its row says nothing."""
    stored: dict[str, Any] | None = known_report.details.get(SOURCE_VALUES_KEY)
    return source_values_of_standing(known_report.standing) if stored is None else stored


def updated_source_values(record: ServiceRequest, place: Place, known_report: KnownReport) -> dict[str, Any]:
    """Return the details to store with a row of a followed-up report; empty for any other report."""
    if not known_report.is_followed_up:
        return {}
    return {SOURCE_VALUES_KEY: source_values_of_row(record, place)}


def source_values_of_standing(standing: Standing) -> dict[str, Any]:
    """Return the source's values of a report that was not followed up yet."""
    return {name: getattr(standing, name) for name in _SOURCE_FIELDS}


def source_values_of_row(record: ServiceRequest, place: Place) -> dict[str, Any]:
    """Return the source's values that a row gives."""
    return {
        "service_code": record.service_code,
        "status_description": record.status_description,
        "agency_responsible": record.agency_responsible,
        "evidence": bool(record.evidence_url),
        "lat": record.lat,
        "long": record.long,
        "area_code": place.area_code,
        "placement": place.placement,
    }


def drop_repeated_values(
    record: ServiceRequest, place: Place, known_report: KnownReport
) -> tuple[ServiceRequest, Place]:
    """Return the row and its place, with the known values where the source only repeats its own."""
    if not known_report.is_followed_up:
        return record, place
    repeated_fields = _repeated_fields(record, place, known_report)
    standing = known_report.standing
    restored_values = {name: getattr(standing, name) for name in _RESTORED_FIELDS if name in repeated_fields}
    if "status_description" in repeated_fields:
        restored_values |= {"closed_datetime": None, "history": ()}
    if repeated_fields.issuperset(_LOCATION_FIELDS):
        restored_values |= {"lat": standing.lat, "long": standing.long}
        place = Place(placement=standing.placement, area_code=standing.area_code)
    return record.model_copy(update=restored_values), place


def _repeated_fields(record: ServiceRequest, place: Place, known_report: KnownReport) -> set[str]:
    last_values = known_report.details[SOURCE_VALUES_KEY]
    row_values = source_values_of_row(record, place)
    repeated = {name for name, value in row_values.items() if last_values.get(name) == value}
    was_open_there = status_of(str(last_values["status_description"])) is Status.OPEN
    if known_report.standing.status == Status.CLOSED and was_open_there:
        repeated.add("status_description")
    return repeated


def current_evidence(record: ServiceRequest, known_report: KnownReport) -> bool:
    """Return whether there is evidence: a row without any says nothing, but for a report that it reopens."""
    last_values, row_evidence = known_report.details.get(SOURCE_VALUES_KEY), bool(record.evidence_url)
    if last_values is not None and last_values.get("evidence") == row_evidence:
        return known_report.standing.evidence
    is_reopening = known_report.standing.status == Status.CLOSED and record.status is Status.OPEN
    return row_evidence or (known_report.standing.evidence and not is_reopening)
