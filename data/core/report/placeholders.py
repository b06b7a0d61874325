"""Placeholder points: found by how many of a source's reports lie on exactly one point.

A city hall, the middle of the city or the default of a form stands for "not known" in many systems. Such a
point takes a share of all reports that no real place has, of more than one category or address, while the
other points of the same source are hardly ever given twice. A source that gives one point for each area
has no such point: there, all points are given often.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from data.core.report.points import LatLong

# So many reports are needed for a share to be implausible: the smaller the share, the more reports.
IMPLAUSIBLE_SHARES = ((15, 0.10), (30, 0.05), (200, 0.01))
MIN_OTHER_POINTS = 10
MAX_OTHER_MEAN = 3.0  # reports on each of the other points
MIN_REPORTS = min(reports for reports, _ in IMPLAUSIBLE_SHARES)
MAX_PLACEHOLDERS = 50  # of one source


@dataclass(frozen=True, slots=True)
class PointCount:
    """How many reports of a source lie on one point, and of how many categories, areas and addresses."""

    point: LatLong
    reports: int
    categories: int = 1
    addresses: int = 0

    @property
    def is_varied(self) -> bool:
        """Whether they are about more than one thing at one place."""
        return self.categories > 1 or self.addresses > 1


@dataclass(frozen=True, slots=True)
class PointTotals:
    """How many reports of a source have a point, and how many points they have."""

    reports: int
    points: int


def find_placeholders(counts: Iterable[PointCount], totals: PointTotals) -> list[LatLong]:
    """Return the points on which an implausible share of a source's reports lies, the most frequent first.

    :param counts: the points with ``MIN_REPORTS`` reports or more
    """
    suspects = [count for count in counts if _is_implausible(count, totals)]
    other_points = totals.points - len(suspects)
    other_reports = totals.reports - sum(count.reports for count in suspects)
    if other_points < MIN_OTHER_POINTS or other_reports > MAX_OTHER_MEAN * other_points:
        return []
    ordered = sorted(suspects, key=lambda count: (-count.reports, count.point))
    return [count.point for count in ordered][:MAX_PLACEHOLDERS]


def _is_implausible(count: PointCount, totals: PointTotals) -> bool:
    return count.is_varied and any(
        count.reports >= reports and count.reports >= share * totals.reports
        for reports, share in IMPLAUSIBLE_SHARES
    )
