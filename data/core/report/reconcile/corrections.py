"""Changes of a source beside the status: place, category, deadline, agency, filing and closing time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from data.core.report.record import Place, ServiceRequest, Target
from data.core.report.standing import Event, EventKind, Standing
from data.core.report.stopwatch import PolicyClock, recompute_clock, with_verdicts
from data.core.status import Status


def correction_events(
    record: ServiceRequest,
    place: Place,
    target: Target,
    standing: Standing,
    learnt_at: datetime,
    timekeeper: PolicyClock,
) -> Iterator[Event]:
    """Yield one event for each kind of change. When it happened is not known: it is dated ``learnt_at``."""
    for kind, values in (
        (EventKind.MOVED, _location_values(record, place)),
        (EventKind.RECATEGORISED, _category_values(record, target, standing, timekeeper)),
        (EventKind.AMENDED, _restated_values(record, target, standing, timekeeper)),
    ):
        updated = with_verdicts(standing, **values)
        if updated != standing:
            standing = updated
            yield Event(kind, learnt_at, learnt_at, standing)


def _location_values(record: ServiceRequest, place: Place) -> dict[str, Any]:
    area_values = {"area_code": place.area_code, "placement": place.placement}
    return {**area_values, "lat": record.lat, "long": record.long}


def _category_values(
    record: ServiceRequest, target: Target, standing: Standing, timekeeper: PolicyClock
) -> dict[str, Any]:
    """Return the fields of another category: judged from the filing on, by the policy of that day."""
    if record.service_code == standing.service_code:
        return {}
    recategorised = standing.copy_with(service_code=record.service_code)
    return {"service_code": record.service_code, **recompute_clock(recategorised, target, timekeeper)}


def _restated_values(
    record: ServiceRequest, target: Target, standing: Standing, timekeeper: PolicyClock
) -> dict[str, Any]:
    """Return what the source restates: filing time, its own deadline, its closing time, the agency."""
    values: dict[str, Any] = {"requested_datetime": record.requested_datetime}
    if record.agency_responsible:
        values["agency_responsible"] = record.agency_responsible
    if target.basis == "source" or record.requested_datetime != standing.requested_datetime:
        values |= recompute_clock(standing, target, timekeeper)
    if record.closed_datetime and standing.status == Status.CLOSED and not record.history:
        values |= {"closed_datetime": record.closed_datetime, "closed_basis": "source"}
    return values
