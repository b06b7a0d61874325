"""Which categories and areas a term names: a report is found by them although its texts do not say so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.core.report_list.text_query import TextTerm

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class NamedCodes:
    """The codes whose names hold a term."""

    categories: frozenset[str]
    areas: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.categories or self.areas)


def named_codes(term: TextTerm, categories: Mapping[str, str], areas: Mapping[str, str]) -> NamedCodes:
    """Return which codes a term names.

    :param categories: names by code
    :param areas: names of kelurahan and kecamatan by code
    """
    return NamedCodes(_named(term, categories), _named(term, areas))


def _named(term: TextTerm, names: Mapping[str, str]) -> frozenset[str]:
    return frozenset(code for code, name in names.items() if _holds(name, term))


def _holds(name: str, term: TextTerm) -> bool:
    """Return whether the words of a term stand together in a name."""
    parts, count = _WORDS.findall(name.casefold()), len(term.words)
    return any(_equals(parts[start : start + count], term) for start in range(len(parts) - count + 1))


def _equals(parts: list[str], term: TextTerm) -> bool:
    *firsts, last = term.words
    return parts[:-1] == firsts and (parts[-1].startswith(last) if term.is_prefix else parts[-1] == last)
