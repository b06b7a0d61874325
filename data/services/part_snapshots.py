"""Snapshots of parts of the city at the moment of the present one: of an area, or of some categories."""

from collections.abc import Callable
from datetime import datetime

from data.core.config.city import City
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.from_columns import build_snapshot_from_columns
from data.core.snapshot.snapshot import Snapshot
from data.lib.byte_cache import ByteCache, CacheBudget, CacheName


class PartSnapshots:
    """The parts of one snapshot, each built from its own reports when it is first asked for."""

    def __init__(self, facts: ColumnFacts, city: City, as_of: datetime, budget: CacheBudget) -> None:
        self._facts, self._city, self._as_of = facts, city, as_of
        self._snapshots: ByteCache[str | tuple[str, ...], Snapshot]
        self._snapshots = ByteCache(budget.share(CacheName.PART_SNAPSHOTS))

    def of_area(self, code: str) -> Snapshot | None:
        """Return the snapshot of one kelurahan or kecamatan; None without such an area."""
        areas = self._facts.areas
        if not ((areas["code"] == code) | (areas["parent"] == code)).any():
            return None
        return self._get(code, lambda: self._facts.for_area(code))

    def of_categories(self, categories: tuple[str, ...]) -> Snapshot:
        """Return the snapshot of some categories only."""
        return self._get(categories, lambda: self._facts.for_categories(categories))

    def _get(self, part: str | tuple[str, ...], select: Callable[[], ColumnFacts]) -> Snapshot:
        return self._snapshots.get_or_build(
            part, lambda: build_snapshot_from_columns(select(), self._city, self._as_of)
        )
