"""Proposed categories of a city: those that a file names and the city's file does not know."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.core.config.city import CONFIDENTIAL, OTHER_CATEGORY, City
from data.core.config.policy import DEFAULT_CATEGORY
from data.sources.tables.column_vocabulary import squash
from data.sources.values import normalize

MAX_CATEGORIES = 40  # proposed at once, the most frequent first
MAX_NAME, MAX_CODE = 120, 50  # characters


@dataclass(frozen=True)
class CategoryProposal:
    """One category: its code, its most frequent name, and the other spellings of that."""

    code: str
    name: str
    aliases: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class KnownSpelling:
    """A spelling that is missing among the aliases of a category of the city."""

    code: str
    alias: str


def propose_categories(city: City, counts: Mapping[str, int]) -> list[CategoryProposal]:
    """Return a category for each name that is not the city's, spellings that are alike taken together.

    :param counts: how often each name occurs that is not mapped
    """
    taken = {category.code for category in city.category} | {OTHER_CATEGORY, CONFIDENTIAL, DEFAULT_CATEGORY}
    known = {known_spelling.alias for known_spelling in missing_aliases(city, counts)}
    proposals = []
    for names in _alike(Counter({name: count for name, count in counts.items() if name not in known})):
        code = _unique_code(names[0], taken)
        taken.add(code)
        proposals.append(_proposal(code, names, sum(counts[name] for name in names)))
    return proposals


def missing_aliases(city: City, names: Iterable[str]) -> list[KnownSpelling]:
    """Return the names that are a category of the city but for spaces, punctuation or accents."""
    code_by_key = {
        _key(spelling): category.code
        for category in city.category
        for spelling in (category.name, *category.aliases)
    }
    return [KnownSpelling(code_by_key[_key(name)], name) for name in names if _key(name) in code_by_key]


def _alike(counts: Counter[str]) -> list[list[str]]:
    """Return the spellings of each name, the most frequent names and spellings first."""
    groups: dict[str, list[str]] = {}
    for name, _count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        groups.setdefault(_key(name), []).append(name)
    return sorted(groups.values(), key=lambda names: -sum(counts[name] for name in names))


def _proposal(code: str, names: list[str], count: int) -> CategoryProposal:
    name = names[0][:MAX_NAME]
    aliases = {normalize(alias): alias for alias in reversed(names) if normalize(alias) != normalize(name)}
    return CategoryProposal(code, name, tuple(sorted(aliases.values())), count)


def _unique_code(name: str, other_codes: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", _fold(name)).strip("_")[:MAX_CODE].rstrip("_")
    code = plain if plain[:1].isalpha() else f"kategori_{plain}".rstrip("_")
    number = 2
    while code in other_codes:
        code, number = f"{code.removesuffix(f'_{number - 1}')}_{number}", number + 1
    return code


def _key(name: str) -> str:
    return squash(_fold(name)) or name


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
