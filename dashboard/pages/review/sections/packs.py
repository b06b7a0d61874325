"""The head of a pack, and its differences from today."""

from dataclasses import dataclass
from typing import NamedTuple

from dashboard.pages.review.sections.drilldown import metric_label
from dashboard.pages.review.view import ReviewView
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import Difference, configuration_digest, differences
from data.services.review import VerifiedPack

DIFFERENCE_LIMIT = 60


class DifferenceLine(NamedTuple):
    """A number of a pack that is another one today."""

    label: str
    then: float
    now: float


@dataclass(frozen=True)
class PackDifferences:
    """How a pack differs from what its period gives today.

    :param lines: the first numbers that differ
    :param count: how many numbers do
    :param other_count: how many other values do
    """

    lines: list[DifferenceLine]
    count: int
    other_count: int


class PackHead(NamedTuple):
    """What stands above the figures of a pack; ``has_same_configuration`` as the city has now."""

    stored_pack: VerifiedPack
    has_same_configuration: bool
    differences: PackDifferences | None


def pack_head(stored_pack: VerifiedPack, view: ReviewView) -> PackHead | None:
    """Return how today's figures and configuration differ from those of a pack."""
    if stored_pack.pack is None or view.today is None:
        return None
    has_same_configuration = stored_pack.pack.configuration == configuration_digest(view.city)
    changes = differences(view.review_report, view.today)
    return PackHead(stored_pack, has_same_configuration, pack_differences(changes, view) if changes else None)


def pack_differences(changes: list[Difference], view: ReviewView) -> PackDifferences:
    """Return the numbers that differ from today, and how many other values do."""
    counts = [difference for difference in changes if difference.path.startswith("counts/")]
    lines = [_difference_line(difference, view) for difference in counts[:DIFFERENCE_LIMIT]]
    return PackDifferences(lines, len(counts), len(changes) - len(counts))


def _difference_line(difference: Difference, view: ReviewView) -> DifferenceLine:
    label = metric_label(view, parse_metric_key(difference.path.removeprefix("counts/")))
    return DifferenceLine(label, difference.then, difference.now)
