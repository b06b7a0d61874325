"""Feed of the practice city: the reports and changes that have happened by the time of the pull."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.config.city import Category
from data.sources.base import FeedError, Row
from data.sources.simulated.categories import build_category_sampler
from data.sources.simulated.days import Day, SimulatedCity, draw_day
from data.sources.simulated.gazetteer import read_areas
from data.sources.simulated.lifecycle import MAX_LIFECYCLE_DAYS
from data.sources.simulated.places import LocationSampler
from data.sources.simulated.profiles import PROFILES
from data.sources.simulated.rain import flood_prone_areas
from data.sources.simulated.report import SimulatedReport
from data.sources.simulated.skill import draw_skills

# A pull overlaps with the one before it, so that no change at the boundary is lost.
_OVERLAP = timedelta(minutes=10)


class SimulatedFeed:
    """A :class:`data.sources.base.Feed` of simulated reports.

    Every report is a pure function of the seed, the local date and its number on that day; a pull shows
    what has happened by then. Feeds with the same arguments agree, whenever they were started.
    """

    def __init__(
        self,
        source: str,
        areas: pd.DataFrame,
        anchors: pd.DataFrame,
        categories: Sequence[Category],
        *,
        seed: int,
        profile: str,
        zone: ZoneInfo,
        hours: Mapping[str, float] | None = None,
    ) -> None:
        """Prepare the city; nothing is drawn yet.

        :param source: the source's name, for messages
        :param areas: code, name, parent, parent_name; lat, long and population_estimate where known
        :param anchors: code, lat, long: points known to lie inside the areas
        :param categories: the city's categories; the known codes of Manado have their own frequency
        :param profile: one of :data:`PROFILES`
        :param zone: the zone of days, and of the times in the rows
        :param hours: the simulated time for the work, by category code; two weeks if missing
        :raises FeedError: if no area has a point
        :raises KeyError: for an unknown profile
        """
        located_areas = read_areas(areas, anchors)
        if not located_areas:
            raise FeedError(f"simulated source {source!r}: the area layer has no area with a point inside")
        self._zone = zone
        self._profile = PROFILES[profile]
        city = SimulatedCity(
            seed=seed,
            profile=self._profile,
            zone=zone,
            categories=build_category_sampler(categories, hours or {}),
            locations=LocationSampler(located_areas),
            flood_prone=flood_prone_areas(located_areas, seed),
            skill_by_parent=draw_skills((area.parent for area in located_areas), seed),
        )
        # Room for a whole first pull; on the next day the oldest leaves.
        cache_size = max(self.history_days, MAX_LIFECYCLE_DAYS) + 2
        self._draw_day = lru_cache(maxsize=cache_size)(partial(draw_day, city))

    @property
    def history_days(self) -> int:
        """The number of days that the first pull reaches back."""
        return self._profile.history_days

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Return the reports filed by ``now``, or those filed or changed since shortly before ``since``."""
        moment = now.timestamp()
        reports = self._all_reports(now) if since is None else self._changed_reports(now, since - _OVERLAP)
        return (report.row(number, moment) for number, report in enumerate(reports, start=1))

    def _all_reports(self, now: datetime) -> Iterator[SimulatedReport]:
        for day in self._days(now, self.history_days, now):
            yield from day.filed_by(now.timestamp())

    def _changed_reports(self, now: datetime, after: datetime) -> Iterator[SimulatedReport]:
        # Not further back than a first pull at that time: older reports are not in the store.
        days_back = min(MAX_LIFECYCLE_DAYS, self.history_days)
        for day in self._days(after, days_back, now):
            yield from day.changed(after.timestamp(), now.timestamp())

    def _days(self, start: datetime, days_back: int, end: datetime) -> Iterator[Day]:
        """Return the days from ``days_back`` days before ``start`` to ``end``, both included."""
        first, last = self._local_date(start) - timedelta(days=days_back), self._local_date(end)
        return (self._draw_day(first + timedelta(days=offset)) for offset in range((last - first).days + 1))

    def _local_date(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()
