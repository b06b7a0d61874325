"""What a source changes beside a report's status: place, category, deadline, closing time, details."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.report.stopwatch import PolicyClock, recompute_clock, with_verdicts
from data.core.report.told import current_evidence
from data.core.status import Status

DETAIL_FIELDS = (
    "service_name", "description", "status_notes", "updated_datetime", "address", "area_name",
    "parent_name", "media_url", "evidence_url", "rating", "issues",
)  # fmt: skip


def details_of(record: ServiceRequest) -> dict[str, Any]:
    """The descriptive fields that no count depends on, empty ones left out."""
    values = {name: getattr(record, name) for name in DETAIL_FIELDS}
    return {name: value for name, value in values.items() if value not in (None, ())}


def with_current_evidence(known_report: KnownReport, record: ServiceRequest) -> Standing:
    """The standing with what the row shows of the work and its reporter, before a step is judged by it."""
    reporter = record.reporter or known_report.standing.reporter
    return known_report.standing.copy_with(evidence=current_evidence(record, known_report), reporter=reporter)


def correction_events(
    record: ServiceRequest,
    place: Place,
    target: Target,
    standing: Standing,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> Iterator[Event]:
    """Changes beside the status, one event each; they happened, as far as we know, when we learnt them."""
    for kind, values in (
        (EventKind.MOVED, _location_values(record, place)),
        (EventKind.RECATEGORISED, _category_values(record, target, standing, timekeeper)),
        (EventKind.AMENDED, _restated_values(record, target, standing, timekeeper)),
    ):
        updated = with_verdicts(standing, **values)
        if updated != standing:
            standing = updated
            yield Event(kind, learnt_at, learnt_at, standing)


def attach_details(
    events: list[Event],
    details: dict[str, Any],
    known_report: KnownReport,
    current: Standing,
    learnt_at: datetime,
) -> list[Event]:
    """Notes changed descriptive fields on the last event, or on one of their own if nothing else changed.

    :param told: the fields as the row tells them
    """
    amended = {name: value for name, value in details.items() if known_report.details.get(name) != value}
    if events:
        return [*events[:-1], replace(events[-1], amended=amended)]
    if amended or current != known_report.standing:
        return [Event(EventKind.AMENDED, learnt_at, learnt_at, current, amended)]
    return []


def _location_values(record: ServiceRequest, place: Place) -> dict[str, Any]:
    area_values = {"area_code": place.area_code, "placement": place.placement}
    return {**area_values, "lat": record.lat, "long": record.long}


def _category_values(
    record: ServiceRequest, target: Target, standing: Standing, timekeeper: PolicyClock
) -> dict[str, Any]:
    """Another category is judged from the original filing, by the policy of that day."""
    if record.service_code == standing.service_code:
        return {}
    recategorised = standing.copy_with(service_code=record.service_code)
    return {"service_code": record.service_code, **recompute_clock(recategorised, target, timekeeper)}


def _restated_values(
    record: ServiceRequest, target: Target, standing: Standing, timekeeper: PolicyClock
) -> dict[str, Any]:
    """What the source itself restates: filing time, its own deadline, its closing time, the holder."""
    values: dict[str, Any] = {"requested_datetime": record.requested_datetime}
    if record.agency_responsible:
        values["agency_responsible"] = record.agency_responsible
    if target.basis == "source" or record.requested_datetime != standing.requested_datetime:
        values |= recompute_clock(standing, target, timekeeper)
    if record.closed_datetime and standing.status == Status.CLOSED and not record.history:
        values |= {"closed_datetime": record.closed_datetime, "closed_basis": "source"}
    return values
