"""Geocoding of names, as people write them: "Kel. Paal II" is Paal Dua."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import AreaLayer
from geo.name_tables import NameTables
from geo.spelling import name_tokens, spelling_key
from geo.written_names import Level, LevelWords, WrittenName, without_upper_tail, written_names

__all__ = ["NameIndex", "NameReading", "NameRules", "spelling_key"]

CACHED_PAIRS = 50_000  # a source repeats a few thousand

_Codes = frozenset[str]


@dataclass(frozen=True)
class NameRules:
    """What a city says of its names.

    :param aliases: code or official name of an area or a parent, by another name or code of it
    :param former_parents: names of parents to which an area, or all areas of a parent, belonged before; by
        its code or name
    :param city_names: names of the city itself
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    former_parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    city_names: tuple[str, ...] = ()
    level: str = ""
    parent_level: str = ""


@dataclass(frozen=True, slots=True)
class NameReading:
    """What a pair of texts names.

    :param area_code: the one area that they name
    :param parent_code: the one parent named, if no area is
    :param areas: all areas that they may mean, whatever the parent
    :param parents: the parents named
    :param unknown: what is known of no area or parent, as written
    """

    area_code: str | None = None
    parent_code: str | None = None
    areas: _Codes = frozenset()
    parents: _Codes = frozenset()
    unknown: tuple[str, ...] = ()


class NameIndex:
    """Geocode names for one layer; a name that could mean two areas gives none.

    :param layer: the areas, with their official names
    :param aliases: columns code (of an area or a parent), alias; codes that the layer lacks are ignored
    """

    def __init__(self, layer: AreaLayer, aliases: pd.DataFrame, rules: NameRules | None = None) -> None:
        self._layer, self._alias_table, self._rules = layer, aliases, rules or NameRules()
        self._words = LevelWords.build(self._rules.level, self._rules.parent_level)
        self._tables = NameTables(layer, aliases, self._rules.aliases, self._rules.former_parents)
        self._city_keys = frozenset(spelling_key(name) for name in self._rules.city_names) - {""}
        self.read = lru_cache(CACHED_PAIRS)(self._read)

    @property
    def unknown_targets(self) -> tuple[str, ...]:
        """Return the configured codes and names that the layer lacks."""
        return self._tables.unknown_targets

    def with_aliases(self, aliases: Mapping[str, str]) -> "NameIndex":
        """Return an index with aliases of one source, which go before the city's."""
        if not aliases:
            return self
        rules = replace(self._rules, aliases={**self._rules.aliases, **aliases})
        return NameIndex(self._layer, self._alias_table, rules)

    def match(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of the one area with these names, or None.

        An official name goes before an alias, an alias before a code. A known kecamatan must be the area's
        own, by name, alias or code, or a former one; with an unknown one, or none, the name must be unique
        in the layer.
        """
        return self.read(kelurahan, kecamatan).area_code

    def match_parent(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of the one parent named, if the area is missing or unknown; else None.

        A known area of another kecamatan contradicts the parent: None.
        """
        return self.read(kelurahan, kecamatan).parent_code

    def agrees(self, code: str, kelurahan: str | None, kecamatan: str | None = None) -> bool:
        """Return whether the names, as far as they are known, may mean the area of that code."""
        reading = self.read(kelurahan, kecamatan)
        return (not reading.areas or code in reading.areas) and self._tables.lies_in(code, reading.parents)

    def unknown_names(
        self, kelurahan: str | None, kecamatan: str | None = None
    ) -> list[tuple[str, str | None]]:
        """Return what names no one area or parent, as written, each with what may be meant."""
        reading = self.read(kelurahan, kecamatan)
        names = [(name, self._tables.closest(name)) for name in reading.unknown]
        if reading.areas and reading.area_code is None:
            return [(", ".join(filter(None, (kelurahan, kecamatan))), self._describe(reading.areas)), *names]
        return names

    def _describe(self, codes: _Codes) -> str:
        layer = self._layer
        places = sorted(f"{layer.name_of(code)} in {layer.name_of(layer.parent_of(code))}" for code in codes)
        return " or ".join(places)

    def match_many(
        self, kelurahan: Iterable[object], kecamatan: Iterable[object] | None = None
    ) -> npt.NDArray[np.object_]:
        """Match each pair; return an object array of codes and None. What is no text counts as missing."""
        names = [_text_or_none(value) for value in kelurahan]
        parents = [None] * len(names) if kecamatan is None else [_text_or_none(value) for value in kecamatan]
        return np.array([self.match(*pair) for pair in zip(names, parents, strict=True)], dtype=object)

    def _read(self, kelurahan: str | None, kecamatan: str | None) -> NameReading:
        first, second = written_names(kelurahan, self._words), written_names(kecamatan, self._words)
        parents = self._union(self._parent_codes(name) for name in second)
        # A text that names both levels may be in either column.
        first = first or [name for name in second if name.level is Level.AREA]
        marked = self._union(self._parent_codes(name) for name in first if name.level is Level.PARENT)
        readings = self._interpretations(first, parents or marked)
        agreeing = {code: named for code, named in readings if self._tables.lies_in(code, parents or named)}
        areas = frozenset(agreeing) or frozenset(code for code, _ in readings)
        stated = marked if areas else self._union(self._parent_codes(name) for name in first)
        named = parents or self._union(agreeing.values()) or stated
        unknown = self._unknown_areas(first, kelurahan, areas), self._unknown_parents(first, second, named)
        return NameReading(
            area_code=next(iter(areas)) if len(agreeing) == 1 else None,
            parent_code=None if areas else self._tables.only_present(named),
            areas=areas,
            parents=named,
            unknown=tuple(dict.fromkeys((*unknown[0], *unknown[1]))),
        )

    def _interpretations(self, names: list[WrittenName], parents: _Codes) -> list[tuple[str, _Codes]]:
        """Return each area that one of the parts names, with the parents that the other parts name.

        Of two parts that name areas, one must be the parent of the other; else they contradict each other.
        """
        found = {
            index: codes
            for index, name in enumerate(names)
            if (codes := self._area_codes(name, names, parents))
        }
        interpretations = list[tuple[str, _Codes]]()
        for index, codes in found.items():
            others = {
                position: self._parent_codes(name) for position, name in enumerate(names) if position != index
            }
            rivals = [(found[position], parents) for position, parents in others.items() if position in found]
            interpretations.extend(
                (code, self._union(others.values())) for code in codes if self._allows(code, rivals)
            )
        return interpretations or [(code, frozenset()) for codes in found.values() for code in codes]

    def _allows(self, code: str, rivals: Iterable[tuple[_Codes, _Codes]]) -> bool:
        return all(
            code in areas or (parents and self._tables.lies_in(code, parents)) for areas, parents in rivals
        )

    def _area_codes(self, name: WrittenName, names: Iterable[WrittenName], parents: _Codes) -> _Codes:
        if name.level is Level.PARENT or (name.level is None and any(n.level is Level.AREA for n in names)):
            return frozenset()
        if name.level is Level.UPPER:
            return self._tables.areas(name.whole, parents)
        spellings = dict.fromkeys((name.whole, name.name, without_upper_tail(name.name)))
        found = (self._tables.areas(spelling, parents) for spelling in spellings)
        return next((codes for codes in found if codes), frozenset()) or self._area_beside_parent(name.name)

    def _area_beside_parent(self, text: str) -> _Codes:
        """Return the areas of a text that names an area and its parent, or the city, unmarked."""
        words = name_tokens(without_upper_tail(text))
        halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
        return self._union(self._of_parent(*pair) for half in halves for pair in (half, half[::-1]))

    def _of_parent(self, area: str, parent: str) -> _Codes:
        parents = self._tables.parents(parent)
        if not parents and spelling_key(parent) not in self._city_keys:
            return frozenset()
        return frozenset(code for code in self._tables.areas(area) if self._tables.lies_in(code, parents))

    def _parent_codes(self, name: WrittenName) -> _Codes:
        if name.level is Level.AREA:
            return frozenset()
        spellings = (name.whole, *(() if name.level is Level.UPPER else (without_upper_tail(name.name),)))
        found = (self._tables.parents(spelling) for spelling in (name.name, *spellings))
        return next((codes for codes in found if codes), frozenset())

    def _unknown_areas(self, names: list[WrittenName], text: str | None, areas: _Codes) -> Iterable[str]:
        """Return the text if a part of it may be an area, but none is known."""
        parts = [name for name in names if name.level in (None, Level.AREA) and self._is_unknown(name)]
        return (str(text).strip(),) if parts and not areas else ()

    def _unknown_parents(
        self, first: list[WrittenName], second: list[WrittenName], named: _Codes
    ) -> Iterable[str]:
        """Return the parents that are named, but unknown; none behind the name of the city."""
        if named or any(self._is_city(name) for name in second):
            return ()
        parts = [name for name in first if name.level is Level.PARENT]
        parts += [name for name in second if name.level is not Level.AREA]
        return tuple(name.name for name in parts if self._is_unknown(name))

    def _is_unknown(self, name: WrittenName) -> bool:
        is_word = any(letter.isalpha() for letter in name.name) or name.level is not None
        is_above = name.level is Level.UPPER or self._is_city(name) or bool(self._parent_codes(name))
        return is_word and not is_above

    def _is_city(self, name: WrittenName) -> bool:
        return spelling_key(name.name) in self._city_keys or spelling_key(name.whole) in self._city_keys

    @staticmethod
    def _union(parts: Iterable[_Codes]) -> _Codes:
        return frozenset[str]().union(*parts)


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
