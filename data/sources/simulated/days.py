"""Reports of one day of the practice city, each with its whole lifecycle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data.sources.simulated.categories import CategorySampler, SimulatedCategory
from data.sources.simulated.descriptions import draw_address, draw_description, draw_reporter
from data.sources.simulated.gazetteer import Area
from data.sources.simulated.lifecycle import Case, draw_lifecycle
from data.sources.simulated.places import LocationSampler
from data.sources.simulated.profiles import Profile
from data.sources.simulated.rain import RainReport, draw_rain_reports
from data.sources.simulated.random_draws import DRAWS_PER_REPORT, RandomDraws, RandomStream, random_generator
from data.sources.simulated.report import SimulatedReport
from data.sources.simulated.rhythm import filing_times


@dataclass(frozen=True)
class SimulatedCity:
    """Everything that a day's reports depend on, apart from the date."""

    seed: int
    profile: Profile
    zone: ZoneInfo
    categories: CategorySampler
    locations: LocationSampler
    flood_prone: Sequence[int]
    skill_by_parent: Mapping[str, float]


@dataclass(frozen=True)
class Day:
    """The reports filed on one local date, in order of filing."""

    reports: tuple[SimulatedReport, ...]

    def filed_by(self, now: float) -> Iterator[SimulatedReport]:
        """Return the reports filed by ``now``."""
        return (report for report in self.reports if report.filed <= now)

    def changed(self, after: float, now: float) -> Iterator[SimulatedReport]:
        """Return the reports filed or changed later than ``after`` and by ``now``."""
        times, owners = self._timeline
        first, end = np.searchsorted(times, [after, now], side="right")
        return (self.reports[owner] for owner in sorted(set(owners[first:end].tolist())))

    @cached_property
    def _timeline(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The times of all events in order, each with the index of its report."""
        times = [[report.filed, *(int(event.at) for event in report.events)] for report in self.reports]
        owners = np.repeat(np.arange(len(times)), [len(report_times) for report_times in times])
        flat = np.fromiter(chain.from_iterable(times), dtype=np.int64)
        order = np.argsort(flat)
        return flat[order], owners[order]


@dataclass(frozen=True)
class _Filing:
    """The filing of a report: its time and, if rain caused it, its category and area."""

    at: float
    rain: RainReport | None = None


def draw_day(city: SimulatedCity, day: date) -> Day:
    """Draw a day: always the same one for the same city and date."""
    filings = sorted(_filings(city, day), key=lambda filing: filing.at)
    numbers = (
        random_generator(city.seed, RandomStream.REPORTS, day)
        .random((len(filings), DRAWS_PER_REPORT))
        .tolist()
    )
    midnight = datetime.combine(day, time(), city.zone).timestamp()
    numbered_filings = zip(filings, numbers, strict=True)
    return Day(
        tuple(
            _report(city, f"SIM-{day:%Y%m%d}-{number:04d}", midnight, filing, RandomDraws(row))
            for number, (filing, row) in enumerate(numbered_filings, start=1)
        )
    )


def _filings(city: SimulatedCity, day: date) -> Iterator[_Filing]:
    yield from map(_Filing, filing_times(city.seed, city.profile.daily, day).tolist())
    for rain in draw_rain_reports(city.seed, day, city.flood_prone, city.profile.per_burst):
        if rain.service_code in city.categories.by_code:
            yield _Filing(rain.at, rain)


def _report(
    city: SimulatedCity, request_id: str, day_start: float, filing: _Filing, draws: RandomDraws
) -> SimulatedReport:
    category, area = _category_and_area(city, filing, draws)
    skill = city.skill_by_parent[area.parent]
    case = Case(filing.at, category.hours, skill, category.urgent, category.config.agencies)
    fixed_fields = {"service_request_id": request_id} | _report_fields(city, category, area, draws)
    events = (replace(event, at=int(day_start + event.at)) for event in draw_lifecycle(draws, case))
    return SimulatedReport(int(day_start + filing.at), fixed_fields, tuple(events), city.zone)


def _category_and_area(
    city: SimulatedCity, filing: _Filing, draws: RandomDraws
) -> tuple[SimulatedCategory, Area]:
    if filing.rain:
        return city.categories.by_code[filing.rain.service_code], city.locations.areas[filing.rain.area]
    return city.categories.draw(draws), city.locations.draw_area(draws)


def _report_fields(
    city: SimulatedCity, category: SimulatedCategory, area: Area, draws: RandomDraws
) -> dict[str, Any]:
    """Draw the fields that the reporter fills in."""
    return {
        "service_name": category.spelling(draws),
        "description": draw_description(draws, category.config),
        "address": draw_address(draws, area),
        **city.locations.draw_location(draws, area),
        "media_url": None,
        "reporter": draw_reporter(draws),
    }
