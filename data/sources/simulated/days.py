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

from data.sources.simulated.categories import Kind, Kinds
from data.sources.simulated.descriptions import address, description, reporter
from data.sources.simulated.gazetteer import Area
from data.sources.simulated.lifecycle import Case, live
from data.sources.simulated.places import Places
from data.sources.simulated.profiles import Profile
from data.sources.simulated.rain import RainReport, rain_reports
from data.sources.simulated.random_draws import THROWS, Dice, Stream, generator
from data.sources.simulated.report import Report
from data.sources.simulated.rhythm import filing_times


@dataclass(frozen=True)
class City:
    """All that a day's reports depend on beside the date."""

    seed: int
    profile: Profile
    zone: ZoneInfo
    kinds: Kinds
    places: Places
    prone: Sequence[int]
    skills: Mapping[str, float]


@dataclass(frozen=True)
class Day:
    """The reports filed on one local date, in order of filing."""

    reports: tuple[Report, ...]

    def filed_by(self, now: float) -> Iterator[Report]:
        """Those that exist at ``now``."""
        return (report for report in self.reports if report.filed <= now)

    def changed(self, after: float, now: float) -> Iterator[Report]:
        """Those to which something happened later than ``after`` and by ``now``."""
        times, owners = self._timeline
        first, end = np.searchsorted(times, [after, now], side="right")
        return (self.reports[owner] for owner in sorted(set(owners[first:end].tolist())))

    @cached_property
    def _timeline(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Every time at which something happens, in order, with the report it happens to."""
        times = [[report.filed, *(int(moment.at) for moment in report.moments)] for report in self.reports]
        owners = np.repeat(np.arange(len(times)), [len(own) for own in times])
        flat = np.fromiter(chain.from_iterable(times), dtype=np.int64)
        order = np.argsort(flat)
        return flat[order], owners[order]


@dataclass(frozen=True)
class _Filing:
    """A report at the moment it is filed: when, and for rain's reports also what and where."""

    at: float
    rain: RainReport | None = None


def draw_day(city: City, day: date) -> Day:
    """The same day for the same city and date, whenever and wherever it is asked for."""
    filings = sorted(_filings(city, day), key=lambda filing: filing.at)
    numbers = generator(city.seed, Stream.REPORTS, day).random((len(filings), THROWS)).tolist()
    midnight = datetime.combine(day, time(), city.zone).timestamp()
    drawn = zip(filings, numbers, strict=True)
    return Day(
        tuple(
            _report(city, f"SIM-{day:%Y%m%d}-{number:04d}", midnight, filing, Dice(row))
            for number, (filing, row) in enumerate(drawn, start=1)
        )
    )


def _filings(city: City, day: date) -> Iterator[_Filing]:
    yield from map(_Filing, filing_times(city.seed, city.profile.daily, day).tolist())
    for rain in rain_reports(city.seed, day, city.prone, city.profile.per_burst):
        if rain.service_code in city.kinds.by_code:
            yield _Filing(rain.at, rain)


def _report(city: City, request_id: str, midnight: float, filing: _Filing, dice: Dice) -> Report:
    kind, area = _subject(city, filing, dice)
    skill = city.skills[area.parent]
    case = Case(filing.at, kind.hours, skill, kind.urgent, kind.category.agencies)
    fixed = {"service_request_id": request_id} | _account(city, kind, area, dice)
    moments = (replace(moment, at=int(midnight + moment.at)) for moment in live(dice, case))
    return Report(int(midnight + filing.at), fixed, tuple(moments), city.zone)


def _subject(city: City, filing: _Filing, dice: Dice) -> tuple[Kind, Area]:
    if filing.rain:
        return city.kinds.by_code[filing.rain.service_code], city.places.areas[filing.rain.area]
    return city.kinds.draw(dice), city.places.draw_area(dice)


def _account(city: City, kind: Kind, area: Area, dice: Dice) -> dict[str, Any]:
    """What the reporter tells."""
    return {
        "service_name": kind.spelling(dice),
        "description": description(dice, kind.category),
        "address": address(dice, area),
        **city.places.describe(dice, area),
        "media_url": None,
        "reporter": reporter(dice),
    }
