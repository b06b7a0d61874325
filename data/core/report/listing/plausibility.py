"""Results of a pull or a file that are hardly true, each with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from data.core.findings import Finding, FindingKind
from data.core.report.listing.content import ContentSummary

FEW = 3  # so many rows or reports may well agree by chance
MANY = 20  # so many in one area or category are no chance where there were several before


class ImplausibleReason(StrEnum):
    """Why a result is hardly true; the value is the subject of its finding."""

    ALL_REJECTED = "all_rejected"
    NOTHING_LOCATED = "nothing_located"
    NOTHING_CATEGORISED = "nothing_categorised"
    ONE_MOMENT = "one_moment"
    FILED_AHEAD = "filed_ahead"
    ONE_AREA = "one_area"
    ONE_CATEGORY = "one_category"
    MUCH_SHORTER = "much_shorter"
    MANY_MISSING = "many_missing"


SENTENCES = {
    ImplausibleReason.ALL_REJECTED: "all {} rows are rejected",
    ImplausibleReason.NOTHING_LOCATED: "none of the {} reports that name a place lies in an area of the city",
    ImplausibleReason.NOTHING_CATEGORISED: "none of the {} reports that name a category has a known one",
    ImplausibleReason.ONE_MOMENT: "all {} reports are filed at the same moment",
    ImplausibleReason.FILED_AHEAD: "all {} reports are filed in the future",
    ImplausibleReason.ONE_AREA: "all {} reports lie in one area, unlike before",
    ImplausibleReason.ONE_CATEGORY: "all {} reports have one category, unlike before",
    ImplausibleReason.MUCH_SHORTER: "much shorter than the last: {} rows",
    ImplausibleReason.MANY_MISSING: "of the reports that are open here, {} are missing",
}


@dataclass(frozen=True, slots=True)
class Implausibility:
    """One reason with its figures, such as ``12 of 340``."""

    reason: ImplausibleReason
    figures: str

    @property
    def sentence(self) -> str:
        """Return the reason in plain words."""
        return SENTENCES[self.reason].format(self.figures)

    def as_finding(self) -> Finding:
        """Return it as a finding: the reason is its subject, the figures its hint."""
        return Finding(FindingKind.IMPLAUSIBLE, self.reason.value, 1, self.figures)


def implausible_results(
    summary: ContentSummary, previous_areas: int = 0, previous_categories: int = 0
) -> list[Implausibility]:
    """Return what is hardly true of a file's or a pull's content.

    :param previous_areas: in how many areas the reports of the source lay before; 0: unknown
    :param previous_categories: how many categories they had
    """
    reasons = (*_row_reasons(summary), *_sameness_reasons(summary, previous_areas, previous_categories))
    return [Implausibility(reason, str(count)) for reason, count in reasons]


def _row_reasons(summary: ContentSummary) -> Iterator[tuple[ImplausibleReason, int]]:
    """Yield reasons that a wrong column, order of day and month, or unit leaves behind."""
    accepted = summary.accepted
    if summary.read and not accepted:
        yield ImplausibleReason.ALL_REJECTED, summary.read
    if summary.placeable >= FEW and not summary.located:
        yield ImplausibleReason.NOTHING_LOCATED, summary.placeable
    if summary.uncategorised >= FEW and not summary.categorised:
        yield ImplausibleReason.NOTHING_CATEGORISED, summary.uncategorised
    if accepted >= FEW and summary.filed_ahead == accepted:
        yield ImplausibleReason.FILED_AHEAD, accepted


def _sameness_reasons(
    summary: ContentSummary, previous_areas: int, previous_categories: int
) -> Iterator[tuple[ImplausibleReason, int]]:
    accepted = summary.accepted
    if accepted > FEW and summary.first == summary.last and not summary.filed_by_day:
        yield ImplausibleReason.ONE_MOMENT, accepted
    if summary.located >= MANY and len(summary.areas) == 1 and previous_areas > 1:
        yield ImplausibleReason.ONE_AREA, summary.located
    if accepted >= MANY and len(summary.categories) == 1 and previous_categories > 1:
        yield ImplausibleReason.ONE_CATEGORY, accepted
