"""How well each parent area (kecamatan) does its work, so that a ranking has something to find."""

from collections.abc import Iterable, Mapping

from data.sources.simulated.random_draws import Stream, generator

_USUAL = (0.87, 0.91)
_BETTER = (0.965, 0.98)
_WORSE = (0.65, 0.71)
_SHARE_APART = 1 / 6  # as many clearly better as clearly worse


def skills(parents: Iterable[str], seed: int) -> Mapping[str, float]:
    """The chance that an ordinary report is finished in time, per parent.

    Above the rate that comes out in the end: reopened and forgotten reports are late wherever they lie.
    """
    names = sorted(set(parents))
    rng = generator(seed, Stream.SKILL)
    apart = round(len(names) * _SHARE_APART)
    ranges = [_BETTER] * apart + [_WORSE] * apart + [_USUAL] * (len(names) - 2 * apart)
    order = rng.permutation(len(names))
    return {names[place]: float(rng.uniform(*span)) for place, span in zip(order, ranges, strict=True)}
