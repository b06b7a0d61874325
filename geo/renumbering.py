"""Comparison of the codes of two layers: which names have another code, and which codes another meaning.

A code is no identity over time. An office may give a kecamatan the code of another; what is meant is known by
its name, else by its members or by where it lies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd
import shapely

from geo.names import spelling_key

SAME_PLACE, SAME_MEMBERS, SAME_SPELLING = 0.5, 0.5, 0.8  # shares from which two are taken for one

_Sameness = Callable[[str, str], bool]  # of a code of the old layer and one of the new


@dataclass(frozen=True)
class CodeMove:
    """A name that has another code in the new layer."""

    name: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.name}: {self.old} becomes {self.new}"


@dataclass(frozen=True)
class CodeReuse:
    """A code that stands for something else in the new layer, while what it stood for is not there."""

    code: str
    old_name: str
    new_name: str

    def __str__(self) -> str:
        return f"{self.code} was {self.old_name} and is {self.new_name}"


@dataclass(frozen=True)
class LevelChanges:
    """How the codes of one level, areas or parents, changed.

    Attributes:
        gone: names by code that the new layer has no more
        names: all names of the old layer, by code
    """

    moved: tuple[CodeMove, ...]
    reused: tuple[CodeReuse, ...]
    gone: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def new_codes(self) -> Mapping[str, str]:
        """Return the new code by the old one, of the names that moved."""
        return {move.old: move.new for move in self.moved}

    @property
    def reused_codes(self) -> frozenset[str]:
        """Return the codes that stand for something else."""
        return frozenset(reuse.code for reuse in self.reused)

    @property
    def changed_codes(self) -> frozenset[str]:
        """Return the old codes that no longer mean what they meant."""
        return self.reused_codes | set(self.new_codes)

    @property
    def is_renumbering(self) -> bool:
        """Return whether a code means something else than before."""
        return bool(self.moved or self.reused)


@dataclass(frozen=True)
class LayerChanges:
    """How the codes of a layer differ from those of the layer before it."""

    areas: LevelChanges
    parents: LevelChanges

    @property
    def is_renumbering(self) -> bool:
        """Return whether a code of either level means something else than before."""
        return self.areas.is_renumbering or self.parents.is_renumbering


def layer_changes(old: pd.DataFrame, new: pd.DataFrame) -> LayerChanges:
    """Compare two tables of areas: code, name, parent, parent_name, and geometry where it is known."""
    areas = _level_changes(_area_names(old), _area_names(new), _area_keys(old, new), _same_place(old, new))
    names = _parent_names(old), _parent_names(new)
    keys = tuple({code: spelling_key(name) for code, name in level.items()} for level in names)
    return LayerChanges(areas, _level_changes(*names, keys, _same_members(old, new)))


def _level_changes(
    old: Mapping[str, str],
    new: Mapping[str, str],
    keys: tuple[Mapping[str, str], ...],
    is_same: _Sameness,
) -> LevelChanges:
    """Compare names by code.

    :param keys: what identifies a name, by code, in the old and in the new layer
    """
    old_keys, new_keys = keys
    old_codes, new_codes = _unique_codes(old_keys), _unique_codes(new_keys)
    changed = [code for code, key in old_keys.items() if new_keys.get(code) != key]
    moved = {code: new_codes[key] for key, code in old_codes.items() if code in changed and key in new_codes}
    free = [code for code, key in new_keys.items() if key not in old_codes]
    for code in [code for code in changed if code not in moved]:
        candidates = [] if _is_renamed(code, old, new, is_same) else free
        match = next((each for each in candidates if _is_one(old, new, code, each, is_same)), None)
        if match:
            moved[code] = match
            free.remove(match)
    left = [code for code in changed if code not in moved]
    return LevelChanges(
        tuple(CodeMove(old[code], code, moved[code]) for code in sorted(moved)),
        tuple(CodeReuse(code, old[code], new[code]) for code in left if _is_reused(code, old, new, is_same)),
        {code: old[code] for code in left if code not in new},
        old,
    )


def _is_renamed(code: str, old: Mapping[str, str], new: Mapping[str, str], is_same: _Sameness) -> bool:
    return code in new and (is_similar(old[code], new[code]) or is_same(code, code))


def _is_reused(code: str, old: Mapping[str, str], new: Mapping[str, str], is_same: _Sameness) -> bool:
    return code in new and not _is_renamed(code, old, new, is_same)


def _is_one(
    old: Mapping[str, str], new: Mapping[str, str], code: str, other: str, is_same: _Sameness
) -> bool:
    """Return whether an old code and another new one mean the same under a name spelled otherwise."""
    return is_similar(old[code], new[other]) or is_same(code, other)


def is_similar(first: str, second: str) -> bool:
    """Return whether two names may be spellings of one; "Malalayang Satu" and "Malalayang Dua" are not."""
    keys = spelling_key(first), spelling_key(second)
    if re.findall(r"\d+", keys[0]) != re.findall(r"\d+", keys[1]):
        return False
    return SequenceMatcher(None, *keys).ratio() >= SAME_SPELLING


def _unique_codes(keys: Mapping[str, str]) -> Mapping[str, str]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, key in keys.items():
        codes[key].append(code)
    return {key: found[0] for key, found in codes.items() if key and len(found) == 1}


def _area_names(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["code"], table["name"], strict=True))


def _parent_names(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["parent"], table["parent_name"], strict=True))


def _area_keys(old: pd.DataFrame, new: pd.DataFrame) -> tuple[Mapping[str, str], ...]:
    """Return the keys of both layers; a name that several areas have is told by its parent's name too."""
    shared = {key for table in (old, new) for key in _shared(map(spelling_key, table["name"]))}
    return tuple(
        {
            code: f"{spelling_key(name)}/{spelling_key(parent)}"
            if spelling_key(name) in shared
            else spelling_key(name)
            for code, name, parent in zip(table["code"], table["name"], table["parent_name"], strict=True)
        }
        for table in (old, new)
    )


def _shared(keys: Iterable[str]) -> set[str]:
    counts = pd.Series(list(keys), dtype=str).value_counts()
    return set(counts.index[counts > 1])


def _same_place(old: pd.DataFrame, new: pd.DataFrame) -> _Sameness:
    """Return whether areas cover the same place; without geometry none do."""
    if "geometry" not in old or "geometry" not in new:
        return lambda _old, _new: False
    shapes = (dict(zip(table["code"], table["geometry"], strict=True)) for table in (old, new))
    old_shapes, new_shapes = shapes

    def is_same(code: str, other: str) -> bool:
        first, second = old_shapes[code], new_shapes[other]
        common = shapely.area(shapely.intersection(first, second))
        return bool(common >= SAME_PLACE * (first.area + second.area - common))

    return is_same


def _same_members(old: pd.DataFrame, new: pd.DataFrame) -> _Sameness:
    """Return whether parents have the same areas, by the areas' names."""
    old_members, new_members = _members(old), _members(new)

    def is_same(code: str, other: str) -> bool:
        first, second = old_members[code], new_members[other]
        return len(first & second) >= SAME_MEMBERS * len(first | second)

    return is_same


def _members(table: pd.DataFrame) -> Mapping[str, frozenset[str]]:
    keys = table["name"].map(spelling_key)
    return {str(parent): frozenset(names) for parent, names in keys.groupby(table["parent"])}
