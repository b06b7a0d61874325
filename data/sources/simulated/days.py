"""A day of the practice city: everything filed on it, with all that will ever come of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data.sources.simulated.categories import ReportKind, ReportKinds
from data.sources.simulated.descriptions import draw_address, draw_description, draw_reporter
from data.sources.simulated.gazetteer import Area
from data.sources.simulated.lifecycle import Case, draw_lifecycle
from data.sources.simulated.places import LocationSampler
from data.sources.simulated.profiles import Profile
from data.sources.simulated.rain import RainReport, draw_rain_reports
from data.sources.simulated.random_draws import THROWS, Dice, RandomStream, random_generator
from data.sources.simulated.report import SimulatedReport
from data.sources.simulated.rhythm import filing_times


@dataclass(frozen=True)
class SimulatedCity:
    """All that a day's reports depend on beside the date."""

    seed: int
    profile: Profile
    zone: ZoneInfo
    kinds: ReportKinds
    locations: LocationSampler
    flood_prone: Sequence[int]
    skill_by_parent: Mapping[str, float]


@dataclass(frozen=True)
class Day:
    """The reports filed on one local date, in order of filing."""

    reports: tuple[SimulatedReport, ...]

    def filed_by(self, now: float) -> Iterator[SimulatedReport]:
        """Those that exist at ``now``."""
        return (report for report in self.reports if report.filed <= now)

    def changed(self, after: float, now: float) -> Iterator[SimulatedReport]:
        """Those to which something happened later than ``after`` and by ``now``."""
        times, owners = self._timeline
        first, end = np.searchsorted(times, [after, now], side="right")
        return (self.reports[owner] for owner in sorted(set(owners[first:end].tolist())))

    @cached_property
    def _timeline(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Every time at which something happens, in order, with the report it happens to."""
        times = [[report.filed, *(int(moment.at) for moment in report.events)] for report in self.reports]
        owners = np.repeat(np.arange(len(times)), [len(report_times) for report_times in times])
        flat = np.fromiter(chain.from_iterable(times), dtype=np.int64)
        order = np.argsort(flat)
        return flat[order], owners[order]


@dataclass(frozen=True)
class _Filing:
    """A report at the moment it is filed: when, and for rain's reports also what and where."""

    at: float
    rain: RainReport | None = None


def draw_day(city: SimulatedCity, day: date) -> Day:
    """The same day for the same city and date, whenever and wherever it is asked for."""
    filings = sorted(_filings(city, day), key=lambda filing: filing.at)
    numbers = random_generator(city.seed, RandomStream.REPORTS, day).random((len(filings), THROWS)).tolist()
    midnight = datetime.combine(day, time(), city.zone).timestamp()
    numbered_filings = zip(filings, numbers, strict=True)
    return Day(
        tuple(
            _report(city, f"SIM-{day:%Y%m%d}-{number:04d}", midnight, filing, Dice(row))
            for number, (filing, row) in enumerate(numbered_filings, start=1)
        )
    )


def _filings(city: SimulatedCity, day: date) -> Iterator[_Filing]:
    yield from map(_Filing, filing_times(city.seed, city.profile.daily, day).tolist())
    for rain in draw_rain_reports(city.seed, day, city.flood_prone, city.profile.per_burst):
        if rain.service_code in city.kinds.by_code:
            yield _Filing(rain.at, rain)


def _report(
    city: SimulatedCity, request_id: str, day_start: float, filing: _Filing, dice: Dice
) -> SimulatedReport:
    kind, area = _kind_and_area(city, filing, dice)
    skill = city.skill_by_parent[area.parent]
    case = Case(filing.at, kind.hours, skill, kind.urgent, kind.category.agencies)
    fixed_fields = {"service_request_id": request_id} | _report_fields(city, kind, area, dice)
    moments = (replace(moment, at=int(day_start + moment.at)) for moment in draw_lifecycle(dice, case))
    return SimulatedReport(int(day_start + filing.at), fixed_fields, tuple(moments), city.zone)


def _kind_and_area(city: SimulatedCity, filing: _Filing, dice: Dice) -> tuple[ReportKind, Area]:
    if filing.rain:
        return city.kinds.by_code[filing.rain.service_code], city.locations.areas[filing.rain.area]
    return city.kinds.draw(dice), city.locations.draw_area(dice)


def _report_fields(city: SimulatedCity, kind: ReportKind, area: Area, dice: Dice) -> dict[str, Any]:
    """What the reporter tells."""
    return {
        "service_name": kind.spelling(dice),
        "description": draw_description(dice, kind.category),
        "address": draw_address(dice, area),
        **city.locations.draw_location(dice, area),
        "media_url": None,
        "reporter": draw_reporter(dice),
    }
