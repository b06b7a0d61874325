"""Placeholder points of each source, in the table of feeds' states, under names that no source can have."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from data.core.report.placeholders import MAX_PLACEHOLDERS, MIN_REPORTS, PointCount, PointTotals
from data.core.report.points import LatLong
from data.store.named_values import load_value, save_value
from data.store.schema import service_request

PREFIX = "points:"  # a source's name has no colon
MAX_COUNTED_POINTS = 200  # the most frequent ones
RECOUNT_SHARE = 0.05  # of the reports of the last count


@dataclass(frozen=True)
class KnownPlaceholders:
    """What is known of a source's placeholder points.

    :param found: by their frequency
    :param applied: those by which the stored reports were placed
    :param counted: how many reports had a point at the last count
    :param uncounted: how many with a point were stored since: without any, a source is never counted
    """

    found: tuple[LatLong, ...] = ()
    applied: tuple[LatLong, ...] = ()
    counted: int = 0
    uncounted: int = 0

    @property
    def is_count_due(self) -> bool:
        """Whether so many reports came that another count may find something."""
        return self.uncounted > 0 and self.uncounted >= RECOUNT_SHARE * self.counted


def load_placeholders(connection: Connection, source: str) -> KnownPlaceholders:
    """Return what is known of a source's placeholder points."""
    values: dict[str, Any] | None = load_value(connection, PREFIX + source)
    if values is None:
        return KnownPlaceholders()
    found, applied = (tuple((lat, long) for lat, long in values[name]) for name in ("found", "applied"))
    return KnownPlaceholders(found, applied, values["counted"], values["uncounted"])


def save_placeholders(connection: Connection, source: str, state: KnownPlaceholders) -> None:
    """Store what is known of a source's placeholder points."""
    values = {
        "found": [list(point) for point in state.found[:MAX_PLACEHOLDERS]],
        "applied": [list(point) for point in state.applied],
        "counted": state.counted,
        "uncounted": state.uncounted,
    }
    save_value(connection, PREFIX + source, values)


def count_points(connection: Connection, source: str) -> tuple[list[PointCount], PointTotals]:
    """Count the reports of a source on each frequent point, and all that have a point."""
    table = service_request.c
    reports = func.count().label("reports")
    located = and_(table.source == source, table.lat.is_not(None), table.long.is_not(None))
    points = select(table.lat, table.long, reports).where(located).group_by(table.lat, table.long).subquery()
    totals = connection.execute(select(func.coalesce(func.sum(points.c.reports), 0), func.count())).one()
    frequent = select(points).where(points.c.reports >= MIN_REPORTS).order_by(points.c.reports.desc())
    rows = connection.execute(frequent.limit(MAX_COUNTED_POINTS)).all()
    varied = _count_varied(connection, source, [(row.lat, row.long) for row in rows])
    counts = [
        PointCount((row.lat, row.long), row.reports, *varied.get((row.lat, row.long), (1, 0))) for row in rows
    ]
    return counts, PointTotals(int(totals[0]), int(totals[1]))


def _count_varied(
    connection: Connection, source: str, points: Iterable[LatLong]
) -> dict[LatLong, tuple[int, int]]:
    """Count the categories and the areas and addresses written of the reports on each point."""
    table = service_request.c
    on_points = [and_(table.lat == lat, table.long == long) for lat, long in points]
    if not on_points:
        return {}
    written = [
        func.count(table.details[name].as_string().distinct())
        for name in ("address", "area_name", "parent_name")
    ]
    query = select(table.lat, table.long, func.count(table.service_code.distinct()), *written)
    rows = connection.execute(
        query.where(table.source == source, or_(*on_points)).group_by(table.lat, table.long)
    )
    return {(lat, long): (categories, max(names)) for lat, long, categories, *names in rows}
