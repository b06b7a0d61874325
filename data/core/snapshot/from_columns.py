"""The snapshot computed from columns: equal to :func:`data.core.snapshot.snapshot.build_snapshot`."""

from datetime import datetime

from data.core.columns.frames import frame_of
from data.core.config.city import City
from data.core.history.facts import Facts
from data.core.ranking.case_counts import cases_of
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.snapshot import Snapshot, snapshot_of


def build_snapshot_from_columns(
    facts: ColumnFacts, city: City, as_of: datetime, *, historical: bool = False
) -> Snapshot:
    """Return the snapshot at ``as_of``.

    :param historical: a past moment that was requested; its data is complete and never stale
    """
    frames = Facts(
        standings=frame_of(facts.reports.columns),
        events=facts.events,
        areas=facts.areas,
        sources=facts.sources,
        revision=facts.revision,
        unknown_years=facts.unknown_years,
        single_area=facts.single_area,
    )
    previous = None if facts.previous is None else cases_of(facts.previous)
    return snapshot_of(frames, city, as_of, previous, historical=historical)
