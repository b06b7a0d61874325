"""What is stored of a confidential report, whatever kind of source it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from data.core.config.city import CONFIDENTIAL
from data.core.report.record import Placement, ServiceRequest
from data.core.report.standing import Event, EventKind, KnownReport, Standing

WITHHELD_TEXT = "(dirahasiakan)"
CONFIDENTIAL_FIELDS = frozenset((
    "service_request_id", "requested_datetime", "updated_datetime", "expected_datetime", "closed_datetime",
    "status_description", "status_code", "agency_responsible", "parent_name", "history",
))  # fmt: skip
OPEN_FIELDS = (CONFIDENTIAL_FIELDS - {"status_code"}) | {"source", "date_only"}


TEXT_DETAILS = ("service_name", "status_notes", "address", "area_name", "media_url", "evidence_url", "rating",
                "issues")  # fmt: skip
SOURCE_VALUES_KEY = "told"  # see data.core.report.reconcile.source_values


def withhold(record: ServiceRequest) -> ServiceRequest:
    """Return a record with only what is stored of a confidential report."""
    values = {name: getattr(record, name) for name in OPEN_FIELDS}
    return ServiceRequest(**values, service_code=CONFIDENTIAL, description=WITHHELD_TEXT)


def withheld_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report's details without texts, links and points."""
    open_details = {name: value for name, value in details.items() if name not in TEXT_DETAILS}
    source_values = details.get(SOURCE_VALUES_KEY)
    if isinstance(source_values, Mapping):
        place = {"lat": None, "long": None, "area_code": None, "placement": Placement.NONE.value}
        open_details[SOURCE_VALUES_KEY] = {**source_values, "service_code": CONFIDENTIAL, **place}
    return {**open_details, "description": WITHHELD_TEXT}


def withheld_amendments(amended: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event of a confidential report may amend: issues, too, quote what a row said."""
    values = {name: value for name, value in amended.items() if name not in TEXT_DETAILS}
    return {**values, "description": WITHHELD_TEXT} if "description" in values else values


def withhold_known(
    known_report: KnownReport, area_code: str | None, at: datetime
) -> tuple[KnownReport, list[Event]]:
    """Return a stored report as a confidential one, and the events of it.

    :param area_code: its kecamatan, in which it still counts
    :param at: now; not before its latest event
    """
    recategorised = known_report.standing.copy_with(service_code=CONFIDENTIAL)
    event = Event(EventKind.RECATEGORISED, at, at, recategorised, {"description": WITHHELD_TEXT})
    events = sealed_events([event], known_report.standing, area_code)
    details = withheld_details(known_report.details)
    return replace(known_report, standing=events[-1].standing, details=details, last_occurred_at=at), events


def sealed_events(events: Iterable[Event], before: Standing | None, area_code: str | None) -> list[Event]:
    """Return the events of a report that becomes or is confidential, with no place but its kecamatan.

    Where it was elsewhere, it moves first. The steps before it is confidential keep their place: the store
    redacts them.

    :param before: the standing before the first event; None for a new report
    """
    place = {"area_code": area_code, "placement": Placement.NONE.value, "lat": None, "long": None}
    sealed, last = list[Event](), before
    for event in events:
        standing = event.standing.copy_with(reporter=None)
        if standing.service_code == CONFIDENTIAL:
            standing = standing.copy_with(**place)
            moved = last.copy_with(reporter=None, **place) if last else standing
            if last and moved != last.copy_with(reporter=None):
                sealed.append(Event(EventKind.MOVED, event.occurred_at, event.learnt_at, moved))
        is_open = standing.service_code != CONFIDENTIAL
        amended = event.amended if is_open else withheld_amendments(event.amended)
        sealed.append(replace(event, standing=standing, amended=amended))
        last = standing
    return sealed
