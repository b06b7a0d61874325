"""Bursts of rain: for an hour or a few, floods and fallen trees come in from the same few areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.sources.simulated.gazetteer import Area
from data.sources.simulated.random_draws import RandomStream, random_generator
from data.sources.simulated.rhythm import DAY, HOUR

FLOOD, TREE = "banjir_longsor", "pohon_tumbang"
# The kecamatan along the Tondano and the Tikala; another city has none of these names, and then any area may.
RIVERSIDE = frozenset({"tikala", "paal dua", "singkil", "wenang", "wanea"})

_WET_MONTHS = frozenset({11, 12, 1, 2, 3, 4})
_WET_CHANCE, _DRY_CHANCE = 0.42, 0.16
_SECOND_BURST = 0.3
_FLOOD_SHARE = 0.72
_AREA_SHARES = (0.6, 0.25, 0.15)  # how a burst's reports share out over the areas it strikes


@dataclass(frozen=True)
class RainBurst:
    """One burst of rain: when it begins (seconds since midnight), how long it lasts, where it strikes."""

    start: float
    length: float
    areas: tuple[int, ...]


@dataclass(frozen=True)
class RainReport:
    """A report that would not have been filed on a dry day."""

    at: float
    service_code: str
    area: int


def flood_prone_areas(areas: Sequence[Area], seed: int) -> tuple[int, ...]:
    """The positions of the areas that flood: about one in eight, by the rivers where these are known."""
    riverside = [i for i, area in enumerate(areas) if area.parent_name.casefold() in RIVERSIDE]
    candidates = riverside or list(range(len(areas)))
    count = min(len(candidates), max(2, round(len(areas) / 8)))
    chosen = random_generator(seed, RandomStream.FLOODS).choice(candidates, size=count, replace=False)
    return tuple(sorted(chosen.tolist()))


def draw_bursts(rng: np.random.Generator, day: date, flood_prone: Sequence[int]) -> list[RainBurst]:
    """The day's bursts, none on most days; the first numbers of the day's rain."""
    chance = _WET_CHANCE if day.month in _WET_MONTHS else _DRY_CHANCE
    if rng.random() >= chance:
        return []
    return [_draw_burst(rng, flood_prone) for _ in range(1 + int(rng.random() < _SECOND_BURST))]


def draw_rain_reports(
    seed: int, day: date, flood_prone: Sequence[int], per_burst: float
) -> Iterator[RainReport]:
    """What the day's rain adds, in no order."""
    rng = random_generator(seed, RandomStream.RAIN, day)
    for burst in draw_bursts(rng, day, flood_prone):
        for _ in range(rng.poisson(per_burst)):
            yield _draw_report(rng, burst)


def _draw_burst(rng: np.random.Generator, flood_prone: Sequence[int]) -> RainBurst:
    length = rng.uniform(1, 4) * HOUR
    # Tropical rain falls mostly in the afternoon; a burst ends within its day, as the day is drawn whole.
    start = min(rng.normal(15.5, 3.5) * HOUR % DAY, DAY - length)
    area_count = min(len(flood_prone), len(_AREA_SHARES))
    areas = rng.choice(np.array(flood_prone), size=area_count, replace=False)
    return RainBurst(start, length, tuple(areas.tolist()))


def _draw_report(rng: np.random.Generator, burst: RainBurst) -> RainReport:
    # Most are filed soon after the water comes, the rest trickle in.
    at = burst.start + burst.length * rng.beta(1.6, 3.2)
    shares = np.array(_AREA_SHARES[: len(burst.areas)])
    area = burst.areas[rng.choice(len(shares), p=shares / shares.sum())]
    return RainReport(at, FLOOD if rng.random() < _FLOOD_SHARE else TREE, area)
