"""Confidential reports: what a source once called so stays so, and keeps neither place nor text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from data.core.config.city import CONFIDENTIAL
from data.core.report.key import ReportKey
from data.core.report.record import Place, Placement
from data.core.report.standing import Event
from data.core.report.withheld import (
    SOURCE_VALUES_KEY,
    sealed_events,
    withheld_details,
    withhold,
    withhold_known,
)
from data.store.batch_rows import Arrival
from data.store.report_states import StoredDigest, TrackedReport
from data.store.schema import area


def is_confidential(arrival: Arrival) -> bool:
    """Return whether a row calls its report confidential."""
    return arrival.record.service_code == CONFIDENTIAL


def becomes_confidential(arrival: Arrival, report: TrackedReport) -> bool:
    """Return whether a row calls a report confidential that was public."""
    return report.known is not None and not _is_known_confidential(report) and is_confidential(arrival)


def withhold_marked(
    arrivals: Sequence[Arrival], stored: Mapping[ReportKey, StoredDigest]
) -> Sequence[Arrival]:
    """Return the rows, without texts and places where another row of the report called it confidential.

    Neither an older row nor one that says nothing of it reveals what is confidential.
    """
    marked = {arrival.key for arrival in arrivals if is_confidential(arrival)}
    marked |= {key for key, report in stored.items() if report.service_code == CONFIDENTIAL}
    return (
        [_withheld(arrival) if arrival.key in marked else arrival for arrival in arrivals]
        if marked
        else arrivals
    )


def _is_known_confidential(report: TrackedReport) -> bool:
    return report.known is not None and report.known.standing.service_code == CONFIDENTIAL


def _withheld(arrival: Arrival) -> Arrival:
    if is_confidential(arrival):
        return arrival
    return replace(arrival, record=withhold(arrival.record), place=Place(placement=Placement.NONE))


def confidential_arrival(connection: Connection, arrival: Arrival) -> Arrival:
    """Return a new report as a confidential one of the kecamatan in which it lies."""
    code = arrival.place.area_code
    kecamatan = parents_of(connection, [code]).get(code, code) if code else None
    place = Place(placement=Placement.NONE, area_code=kecamatan)
    return replace(arrival, record=withhold(arrival.record), place=place)


def seal(
    connection: Connection,
    arrival: Arrival,
    previous: TrackedReport,
    report: TrackedReport,
    events: list[Event],
) -> tuple[TrackedReport, list[Event]]:
    """Return a report and its new events as those of a confidential one, whatever was known of it.

    It counts in its kecamatan. A category that an operator set here instead stays.
    """
    if report.known is None or _is_recategorised_here(previous):
        return report, events
    kecamatan = arrival.place.area_code or _kecamatan_of(connection, previous)
    if report.known.standing.service_code != CONFIDENTIAL:
        at = max(report.learnt_at or report.first_learnt_at, report.known.last_occurred_at)
        known, further_events = withhold_known(report.known, kecamatan, at)
        return replace(report, known=known), [*events, *further_events]
    if not events:
        return report, []
    before = previous.known.standing if previous.known else None
    sealed = sealed_events(events, before, kecamatan)
    details = withheld_details(report.known.details)
    return replace(report, known=replace(report.known, standing=sealed[-1].standing, details=details)), sealed


def _is_recategorised_here(report: TrackedReport) -> bool:
    if report.known is None:
        return False
    source_values = report.known.details.get(SOURCE_VALUES_KEY) or {}
    return source_values.get("service_code") == CONFIDENTIAL != report.known.standing.service_code


def _kecamatan_of(connection: Connection, report: TrackedReport) -> str | None:
    code = report.known.standing.area_code if report.known else None
    return parents_of(connection, [code]).get(code, code) if code else None


def parents_of(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Return the kecamatan of areas of the layer in use, by codes."""
    latest = select(func.max(area.c.layer_id)).scalar_subquery()
    query = select(area.c.code, area.c.parent).where(area.c.layer_id == latest, area.c.code.in_(set(codes)))
    return {row.code: row.parent for row in connection.execute(query)}
