"""Rows of one batch: what each is compared with, and in which order those of one report are applied."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Connection

from data.core.digest import digest
from data.core.quick_frozen import quick
from data.core.report.key import ReportKey
from data.core.report.reconcile import RowOrder, row_order
from data.core.report.record import Place, Placement, ServiceRequest, Target
from data.store.events import changes_of_pull
from data.store.report_states import TrackedReport

NEWER_FIELDS = ("date_only", "blank", "unknown")  # than the stores that hold digests of records
_ALL_NEWER_FIELDS = set(NEWER_FIELDS)


@quick
@dataclass(frozen=True, slots=True)
class Arrival:
    """A valid record, with its place and the target that it would get if it were new."""

    record: ServiceRequest
    place: Place
    target: Target

    @property
    def key(self) -> ReportKey:
        """Return the key of its report."""
        return self.record.source, self.record.service_request_id


@quick
@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row with its digest; ``is_superseded`` if a later row of the same report comes with it."""

    arrival: Arrival
    fingerprint: str
    is_superseded: bool = False


def rows_in_order(arrivals: Sequence[Arrival]) -> list[BatchRow]:
    """Return the rows; several of one report in the order of what they tell, not of their arrival."""
    rows = [BatchRow(arrival, _fingerprint(arrival)) for arrival in arrivals]
    positions = dict[ReportKey, list[int]]()
    for position, arrival in enumerate(arrivals):
        positions.setdefault(arrival.key, []).append(position)
    for places in positions.values():
        if len(places) > 1:
            ordered = sorted((rows[place] for place in places), key=_order)
            for place, row in zip(places, ordered, strict=True):
                rows[place] = replace(row, is_superseded=place != places[-1])
    return rows


def _order(row: BatchRow) -> RowOrder:
    return row_order(row.arrival.record, row.fingerprint)


def _fingerprint(arrival: Arrival) -> str:
    place = arrival.place
    return digest(_record_json(arrival.record), _place_json(place.placement, place.area_code))


@lru_cache(maxsize=4_096)
def _place_json(placement: Placement, area_code: str | None) -> str:
    return Place(placement=placement, area_code=area_code).model_dump_json()


def _record_json(record: ServiceRequest) -> str:
    """Return the record as JSON; fields that are newer than the store are left out where they are empty."""
    if not (record.date_only or record.blank or record.unknown):
        return record.model_dump_json(exclude=_ALL_NEWER_FIELDS)
    return record.model_dump_json(
        exclude={name for name in NEWER_FIELDS if not getattr(record, name)} or None
    )


def mark_learnt_now(
    connection: Connection,
    pull_id: int,
    rows: Iterable[BatchRow],
    reports: Mapping[ReportKey, TrackedReport],
) -> dict[ReportKey, TrackedReport]:
    """Return the reports, those marked whose state is from an earlier batch of this pull.

    Only reports are looked up of which a row is another than the last one.
    """
    keys = {row.arrival.key: reports[row.arrival.key] for row in rows if _is_changed(row, reports)}
    changes = {report.change: key for key, report in keys.items() if report.change is not None}
    marked = dict(reports)
    for change in changes_of_pull(connection, pull_id, changes):
        key = changes[change]
        marked[key] = reports[key].marked_as_learnt_now()
    return marked


def _is_changed(row: BatchRow, reports: Mapping[ReportKey, TrackedReport]) -> bool:
    known_report = reports[row.arrival.key].known
    return known_report is not None and known_report.fingerprint != row.fingerprint
