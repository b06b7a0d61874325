"""What a source told last of a report that is followed up here, so that its echo undoes nothing.

A report from outside can be followed up on this board. Its source does not know of that and goes on telling
the old state with every pull. What it told when the first move was made here is kept under
:data:`TOLD`; only where a row says something *else* than that, the source has news, and its news count.
Of a report that was closed here before its source closed it, only a reopening is news: that the source has
got as far as working on it, or has closed it too, takes nobody's credit back.
"""

from typing import Any

from data.core.report.record import Place, ServiceRequest
from data.core.report.standing import KnownReport, Standing
from data.core.status import Status, status_of

SOURCE_VALUES_KEY = "told"
_STATUS_FIELDS = ("service_code", "status_description", "agency_responsible", "evidence")
_LOCATION_FIELDS = ("lat", "long", "area_code", "placement")


def source_values_of_standing(standing: Standing) -> dict[str, Any]:
    """What the source has told of a report that nobody has acted on here yet."""
    return {name: getattr(standing, name) for name in (*_STATUS_FIELDS, *_LOCATION_FIELDS)}


def source_values_of_row(record: ServiceRequest, place: Place) -> dict[str, Any]:
    """What a row tells."""
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


def updated_source_values(record: ServiceRequest, place: Place, known_report: KnownReport) -> dict[str, Any]:
    """What the source has told now, to be kept, of a report that is followed up here; else nothing."""
    return (
        {SOURCE_VALUES_KEY: source_values_of_row(record, place)}
        if SOURCE_VALUES_KEY in known_report.details
        else {}
    )


def drop_repeated_values(
    record: ServiceRequest, place: Place, known_report: KnownReport
) -> tuple[ServiceRequest, Place]:
    """The row and its place, what the source only repeats put as the report stands here."""
    last_values = known_report.details.get(SOURCE_VALUES_KEY)
    if last_values is None:
        return record, place
    standing, row_values = known_report.standing, source_values_of_row(record, place)
    repeated_fields = {name for name, value in row_values.items() if last_values.get(name) == value}
    if standing.status == Status.CLOSED and status_of(str(last_values["status_description"])) is Status.OPEN:
        repeated_fields.add("status_description")
    restored_values: dict[str, Any] = {
        name: getattr(standing, name) for name in _STATUS_FIELDS[:3] if name in repeated_fields
    }
    if "status_description" in repeated_fields:
        restored_values |= {"closed_datetime": None, "history": ()}
    if not repeated_fields.issuperset(_LOCATION_FIELDS):
        return record.model_copy(update=restored_values), place
    restored_values |= {"lat": standing.lat, "long": standing.long}
    return record.model_copy(update=restored_values), Place(
        placement=standing.placement, area_code=standing.area_code
    )


def current_evidence(record: ServiceRequest, known_report: KnownReport) -> bool:
    """Whether there is evidence of the work: the source's, unless it tells nothing new; then ours."""
    last_values, row_evidence = known_report.details.get(SOURCE_VALUES_KEY), bool(record.evidence_url)
    return (
        known_report.standing.evidence
        if last_values is not None and last_values.get("evidence") == row_evidence
        else row_evidence
    )
