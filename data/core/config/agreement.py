"""What a city's file, its area layer and its store must agree on, and where they do not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.core.config.city import CONFIDENTIAL, OTHER_CATEGORY, City


class Problem(StrEnum):
    """Why something does not agree with the rest; the texts are stored and shown."""

    NO_AREA = "the area layer has no such code"
    NO_KECAMATAN = "the kecamatan of this account is not in the area layer"
    NO_VIEW = "the kecamatan that this display shows is not in the area layer"
    NO_CATEGORY = "stored reports have this category, and the city's file has it not"
    NO_SOURCE = "stored reports have this source, and the city's file has it not"
    NO_POLICY = "stored reports were judged by this policy, and the city's file has it not"
    UNUSABLE_AREA = "the area's geometry cannot be used, so that no report is located there"


@dataclass(frozen=True)
class Mismatch:
    """One thing that does not agree with the rest.

    :param item: the setting, account, display, category ... as people call it
    :param hint: what may be meant, or what to do
    """

    item: str
    problem: Problem
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.item}: {self.problem}" + (f" ({self.hint})" if self.hint else "")


def setting_mismatches(
    city: City, has_code: Callable[[str], bool], new_codes: Mapping[str, str] | None = None
) -> list[Mismatch]:
    """Return the settings of ``[areas]`` that name a code which the layer has not.

    :param new_codes: what a code became, where that is known
    """
    named = [("inset", code) for code in city.areas.inset]
    named += [("parent_names", code) for code in city.areas.parent_names]
    moved = new_codes or {}
    return [
        Mismatch(f'[areas] {key} "{code}"', Problem.NO_AREA, f'now "{moved[code]}"' if code in moved else "")
        for key, code in named
        if not has_code(code)
    ]


def category_mismatches(city: City, stored: Mapping[str, int], similar: Mapping[str, str]) -> list[Mismatch]:
    """Return the categories of stored reports that the city's file has not.

    :param stored: the number of reports by category
    :param similar: the code under which a category stands in the city's file now, where that is recognised
    """
    configured = {*city.categories_by_code, CONFIDENTIAL, OTHER_CATEGORY}
    return _missing("category", stored, configured, Problem.NO_CATEGORY, similar)


def source_mismatches(
    city: City, stored: Mapping[str, int], own: Iterable[str], similar: Mapping[str, str]
) -> list[Mismatch]:
    """Return the sources of stored reports that the city's file has not.

    :param own: the board's own sources
    """
    configured = {*(source.name for source in city.source), *own}
    return _missing("source", stored, configured, Problem.NO_SOURCE, similar)


def _missing(
    kind: str, stored: Mapping[str, int], configured: set[str], problem: Problem, similar: Mapping[str, str]
) -> list[Mismatch]:
    return [
        Mismatch(f'{kind} "{name}"', problem, _hint(kind, name, count, similar.get(name)))
        for name, count in stored.items()
        if name not in configured
    ]


def _hint(kind: str, name: str, count: int, successor: str | None) -> str:
    reports = f"{count} report(s)"
    if successor is None:
        return reports
    return f'{reports}; "{successor}" is the same: python -m data rename-{kind} {name} {successor}'
