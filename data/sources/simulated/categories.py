"""What people report: the city's categories by how common they are, and how an app would spell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.core.config.city import OTHER_CATEGORY, Category
from data.sources.simulated.random_draws import Dice, cumulative_bounds

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
# Things people do report, in words that no city's table maps.
_UNMAPPED_NAMES = ("Fogging DBD", "Ternak berkeliaran")
_DEFAULT_HOURS = 14 * 24.0
_URGENT_HOURS = 12.0


@dataclass(frozen=True)
class ReportKind:
    """One category as the practice city needs it."""

    category: Category
    hours: float = _DEFAULT_HOURS  # the time people take it to be worth, whatever the city has decided

    @property
    def urgent(self) -> bool:
        """Whether it is worked on at night as well."""
        return self.hours <= _URGENT_HOURS

    def spelling(self, dice: Dice) -> str:
        """The category as a citizen's app writes it."""
        # An alias with a dot is some feed's icon file, which no citizen ever writes.
        aliases = [alias for alias in self.category.aliases if "." not in alias]
        return dice.pick(aliases) if aliases and dice.chance(_ALIAS_SHARE) else self.category.name


@dataclass(frozen=True)
class ReportKinds:
    """All kinds of a city, and a few that it does not know."""

    categories: tuple[Category, ...]
    hours: Mapping[str, float]

    @cached_property
    def all_kinds(self) -> tuple[ReportKind, ...]:
        """The city's own kinds first, then the strays."""
        unmapped = (Category(code=OTHER_CATEGORY, name=name) for name in _UNMAPPED_NAMES)
        return tuple(self._kind(category) for category in (*self.categories, *unmapped))

    @cached_property
    def by_code(self) -> dict[str, ReportKind]:
        """The city's own kinds."""
        return {category.code: self._kind(category) for category in self.categories}

    def _kind(self, category: Category) -> ReportKind:
        return ReportKind(category, self.hours.get(category.code, _DEFAULT_HOURS))

    def draw(self, dice: Dice) -> ReportKind:
        """Any kind, the common ones more often."""
        return self.all_kinds[dice.weighted(self._bounds)]

    @cached_property
    def _bounds(self) -> list[float]:
        weights = [_WEIGHTS.get(category.code, _UNKNOWN_WEIGHT) for category in self.categories]
        unmapped_weight = _UNMAPPED_SHARE * (sum(weights) or 1.0) / len(_UNMAPPED_NAMES)
        return cumulative_bounds([*weights, *(unmapped_weight for _ in _UNMAPPED_NAMES)])


def build_kinds(categories: Sequence[Category], hours: Mapping[str, float]) -> ReportKinds:
    """The kinds of a city's categories, with the time each is taken to be worth."""
    return ReportKinds(tuple(categories), hours)
