"""Skill of each parent area (kecamatan), so that a ranking shows differences."""

from collections.abc import Iterable, Mapping

from data.sources.simulated.random_draws import RandomStream, random_generator

_USUAL = (0.87, 0.91)
_BETTER = (0.965, 0.98)
_WORSE = (0.65, 0.71)
_OUTLIER_SHARE = 1 / 6  # as many clearly better as clearly worse


def draw_skills(parents: Iterable[str], seed: int) -> Mapping[str, float]:
    """Draw the probability that an ordinary report is finished in time, by parent.

    It exceeds the on-time rate that results: reopened and forgotten reports are late in every area.
    """
    names = sorted(set(parents))
    rng = random_generator(seed, RandomStream.SKILL)
    outlier_count = round(len(names) * _OUTLIER_SHARE)
    usual_count = len(names) - 2 * outlier_count
    ranges = [_BETTER] * outlier_count + [_WORSE] * outlier_count + [_USUAL] * usual_count
    order = rng.permutation(len(names))
    return {
        names[index]: float(rng.uniform(*skill_range))
        for index, skill_range in zip(order, ranges, strict=True)
    }
