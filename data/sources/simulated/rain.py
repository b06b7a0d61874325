"""Bursts of rain: within hours, reports of floods and fallen trees from the same few areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.sources.simulated.gazetteer import Area
from data.sources.simulated.random_draws import RandomStream, random_generator
from data.sources.simulated.rhythm import DAY, HOUR

FLOOD, TREE = "banjir_longsor", "pohon_tumbang"
# The kecamatan along the rivers Tondano and Tikala; without these names any area may flood.
RIVERSIDE = frozenset({"tikala", "paal dua", "singkil", "wenang", "wanea"})

_WET_MONTHS = frozenset({11, 12, 1, 2, 3, 4})
_WET_CHANCE, _DRY_CHANCE = 0.42, 0.16
_SECOND_BURST = 0.3
_FLOOD_SHARE = 0.72
_AREA_SHARES = (0.6, 0.25, 0.15)  # shares of a burst's reports by area


@dataclass(frozen=True)
class RainBurst:
    """One burst of rain: start (seconds since midnight), length (seconds), indexes of the areas."""

    start: float
    length: float
    areas: tuple[int, ...]


@dataclass(frozen=True)
class RainReport:
    """A report caused by rain: time (seconds since midnight), category and index of the area."""

    at: float
    service_code: str
    area: int


def flood_prone_areas(areas: Sequence[Area], seed: int) -> tuple[int, ...]:
    """Draw the indexes of the areas that flood: about one in eight, by the rivers where these are known."""
    riverside = [i for i, area in enumerate(areas) if area.parent_name.casefold() in RIVERSIDE]
    candidates = riverside or list(range(len(areas)))
    count = min(len(candidates), max(2, round(len(areas) / 8)))
    chosen = random_generator(seed, RandomStream.FLOODS).choice(candidates, size=count, replace=False)
    return tuple(sorted(chosen.tolist()))


def draw_bursts(rng: np.random.Generator, day: date, flood_prone: Sequence[int]) -> list[RainBurst]:
    """Draw the day's bursts, none on most days, from the first numbers of ``rng``."""
    chance = _WET_CHANCE if day.month in _WET_MONTHS else _DRY_CHANCE
    if rng.random() >= chance:
        return []
    return [_draw_burst(rng, flood_prone) for _ in range(1 + int(rng.random() < _SECOND_BURST))]


def draw_rain_reports(
    seed: int, day: date, flood_prone: Sequence[int], per_burst: float
) -> Iterator[RainReport]:
    """Draw the reports caused by the day's rain, in no order."""
    rng = random_generator(seed, RandomStream.RAIN, day)
    for burst in draw_bursts(rng, day, flood_prone):
        for _ in range(rng.poisson(per_burst)):
            yield _draw_report(rng, burst)


def _draw_burst(rng: np.random.Generator, flood_prone: Sequence[int]) -> RainBurst:
    length = rng.uniform(1, 4) * HOUR
    # Tropical rain falls mostly in the afternoon; a burst ends within its day, as days are drawn one by one.
    start = min(rng.normal(15.5, 3.5) * HOUR % DAY, DAY - length)
    area_count = min(len(flood_prone), len(_AREA_SHARES))
    areas = rng.choice(np.array(flood_prone), size=area_count, replace=False)
    return RainBurst(start, length, tuple(areas.tolist()))


def _draw_report(rng: np.random.Generator, burst: RainBurst) -> RainReport:
    # Most are filed soon after the start, the others over the following hours.
    at = burst.start + burst.length * rng.beta(1.6, 3.2)
    shares = np.array(_AREA_SHARES[: len(burst.areas)])
    area = burst.areas[rng.choice(len(shares), p=shares / shares.sum())]
    return RainReport(at, FLOOD if rng.random() < _FLOOD_SHARE else TREE, area)
