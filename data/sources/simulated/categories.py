"""Categories of simulated reports: how common they are, and how an app spells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.core.config.city import OTHER_CATEGORY, Category
from data.sources.simulated.random_draws import RandomDraws, cumulative_bounds

_WEIGHTS = {
    "sampah": 34.0,
    "parkir_liar": 12.0,
    "lampu_rusak": 12.0,
    "jalan_rusak": 8.0,
    "pkl_liar": 8.0,
    "coretan_iklan_liar": 8.0,
    "pengemis": 5.0,
    "banjir_longsor": 3.0,
    "pohon_tumbang": 3.0,
    "kebakaran": 0.8,
    "narkoba": 0.8,
    OTHER_CATEGORY: 1.5,
}
_UNKNOWN_WEIGHT = 4.0
_ALIAS_SHARE = 0.12
_UNMAPPED_SHARE = 0.005
# Category names that no city's configuration maps.
_UNMAPPED_NAMES = ("Fogging DBD", "Ternak berkeliaran")
_DEFAULT_HOURS = 14 * 24.0
_URGENT_HOURS = 12.0


@dataclass(frozen=True)
class SimulatedCategory:
    """One category as the practice city needs it."""

    config: Category
    hours: float = _DEFAULT_HOURS  # the simulated time for the work, whatever the city's policy says

    @property
    def urgent(self) -> bool:
        """Whether the work is also done at night."""
        return self.hours <= _URGENT_HOURS

    def spelling(self, draws: RandomDraws) -> str:
        """Return the category as a citizen's app writes it."""
        # An alias with a dot is the icon file of a feed, which no citizen writes.
        aliases = [alias for alias in self.config.aliases if "." not in alias]
        return draws.pick(aliases) if aliases and draws.chance(_ALIAS_SHARE) else self.config.name


@dataclass(frozen=True)
class CategorySampler:
    """The categories of a city, and a few that it does not know."""

    categories: tuple[Category, ...]
    hours: Mapping[str, float]

    @cached_property
    def all_categories(self) -> tuple[SimulatedCategory, ...]:
        """The city's own categories first, then the unmapped ones."""
        unmapped = (Category(code=OTHER_CATEGORY, name=name) for name in _UNMAPPED_NAMES)
        return tuple(self._simulated(category) for category in (*self.categories, *unmapped))

    @cached_property
    def by_code(self) -> dict[str, SimulatedCategory]:
        """The city's own categories."""
        return {category.code: self._simulated(category) for category in self.categories}

    def _simulated(self, category: Category) -> SimulatedCategory:
        return SimulatedCategory(category, self.hours.get(category.code, _DEFAULT_HOURS))

    def draw(self, draws: RandomDraws) -> SimulatedCategory:
        """Draw a category, the common ones more often."""
        return self.all_categories[draws.weighted(self._bounds)]

    @cached_property
    def _bounds(self) -> list[float]:
        weights = [_WEIGHTS.get(category.code, _UNKNOWN_WEIGHT) for category in self.categories]
        unmapped_weight = _UNMAPPED_SHARE * (sum(weights) or 1.0) / len(_UNMAPPED_NAMES)
        return cumulative_bounds([*weights, *(unmapped_weight for _ in _UNMAPPED_NAMES)])


def build_category_sampler(categories: Sequence[Category], hours: Mapping[str, float]) -> CategorySampler:
    """Return the sampler of a city's categories.

    :param hours: the simulated time for the work, by category code
    """
    return CategorySampler(tuple(categories), hours)
