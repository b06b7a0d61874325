"""What a source changes beside a report's status: place, category, deadline, closing time, details."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, Kind, Known, Standing
from data.core.report.stopwatch import Keeper, judged, retimed
from data.core.report.told import evidence_of
from data.core.status import Status

DETAILS = (
    "service_name", "description", "status_notes", "updated_datetime", "address", "area_name",
    "parent_name", "media_url", "evidence_url", "rating", "issues",
)  # fmt: skip


def details_of(record: ServiceRequest) -> dict[str, Any]:
    """The descriptive fields that no count depends on, empty ones left out."""
    values = {name: getattr(record, name) for name in DETAILS}
    return {name: value for name, value in values.items() if value not in (None, ())}


def with_evidence(known: Known, record: ServiceRequest) -> Standing:
    """The standing with what the row shows of the work and its reporter, before a step is judged by it."""
    reporter = record.reporter or known.standing.reporter
    return known.standing.but(evidence=evidence_of(record, known), reporter=reporter)


def corrections(
    record: ServiceRequest,
    place: Place,
    target: Target,
    standing: Standing,
    learnt_at: datetime,
    keeper: Keeper,
) -> Iterator[Event]:
    """Changes beside the status, one event each; they happened, as far as we know, when we learnt them."""
    for kind, values in (
        (Kind.MOVED, _moved(record, place)),
        (Kind.RECATEGORISED, _recategorised(record, target, standing, keeper)),
        (Kind.AMENDED, _amended(record, target, standing, keeper)),
    ):
        changed = judged(standing, **values)
        if changed != standing:
            standing = changed
            yield Event(kind, learnt_at, learnt_at, standing)


def with_details(
    events: list[Event],
    told: dict[str, Any],
    known: Known,
    shown: Standing,
    learnt_at: datetime,
) -> list[Event]:
    """Notes changed descriptive fields on the last event, or on one of their own if nothing else changed.

    :param told: the fields as the row tells them
    """
    amended = {k: v for k, v in told.items() if known.details.get(k) != v}
    if events:
        return [*events[:-1], replace(events[-1], amended=amended)]
    if amended or shown != known.standing:
        return [Event(Kind.AMENDED, learnt_at, learnt_at, shown, amended)]
    return []


def _moved(record: ServiceRequest, place: Place) -> dict[str, Any]:
    where = {"area_code": place.area_code, "placement": place.placement}
    return {**where, "lat": record.lat, "long": record.long}


def _recategorised(
    record: ServiceRequest, target: Target, standing: Standing, keeper: Keeper
) -> dict[str, Any]:
    """Another category is judged from the original filing, by the policy of that day."""
    if record.service_code == standing.service_code:
        return {}
    moved = standing.but(service_code=record.service_code)
    return {"service_code": record.service_code, **retimed(moved, target, keeper)}


def _amended(record: ServiceRequest, target: Target, standing: Standing, keeper: Keeper) -> dict[str, Any]:
    """What the source itself restates: filing time, its own deadline, its closing time, the holder."""
    values: dict[str, Any] = {"requested_datetime": record.requested_datetime}
    if record.agency_responsible:
        values["agency_responsible"] = record.agency_responsible
    if target.basis == "source" or record.requested_datetime != standing.requested_datetime:
        values |= retimed(standing, target, keeper)
    if record.closed_datetime and standing.status == Status.CLOSED and not record.history:
        values |= {"closed_datetime": record.closed_datetime, "closed_basis": "source"}
    return values
