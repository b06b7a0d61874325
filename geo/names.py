"""Geocoding of names, as people write them: "Kel. Paal II" is Paal Dua."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import AreaLayer

_PREFIXES = {"kel", "kelurahan", "kec", "kecamatan"}
_NUMBER_WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_NUMERALS = {word: str(n) for words in (_NUMBER_WORDS, _ROMAN) for n, word in enumerate(words, start=1)}

_KEC = r"kec(?:amatan)?\b\.?\s*"
_PARENT = re.compile(rf"\s*{_KEC}(?P<parent>.+)", re.I | re.S)
_AREA_AND_PARENT = (
    re.compile(rf"(?P<area>.*?)[\s,;/(-]+{_KEC}(?P<parent>.+)", re.I | re.S),
    re.compile(rf"\s*{_KEC}(?P<parent>.+?)[\s,;/(-]+(?P<area>kel(?:urahan)?\b.+)", re.I | re.S),
)

_Index = Mapping[str, frozenset[str]]


class NameIndex:
    """Geocode names for one layer; a name that could mean two areas gives none.

    :param layer: the areas, with their official names
    :param aliases: columns code (of an area or a parent), alias; codes that the layer lacks are ignored
    """

    def __init__(self, layer: AreaLayer, aliases: pd.DataFrame) -> None:
        parents, parent_aliases = layer.parents, aliases[aliases["code"].isin(layer.parents["code"])]
        self._parent_by_code = layer.parent_by_code
        self._official = _index(layer.areas["name"], layer.areas["code"])
        self._aliases = _index(aliases["alias"], aliases["code"])
        self._parents = _index(
            [*parents["name"], *parent_aliases["alias"]], [*parents["code"], *parent_aliases["code"]]
        )

    def match(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of the one area with these names, or None.

        An official name goes before an alias. The kecamatan must be the area's own, by name or alias;
        without one the name must be unique in the layer.
        """
        kelurahan, kecamatan = split_levels(kelurahan, kecamatan)
        name, parents = spelling_key(kelurahan), self._parents_named(kecamatan)
        for index in (self._official, self._aliases):
            matches = self._within_parents(index.get(name, frozenset()), parents)
            if matches:
                return matches[0] if len(matches) == 1 else None
        return None

    def match_parent(self, kelurahan: str | None, kecamatan: str | None = None) -> str | None:
        """Return the code of the one parent named, if the area is missing or unknown; else None.

        A known area of another kecamatan contradicts the parent: None.
        """
        kelurahan, kecamatan = split_levels(kelurahan, kecamatan)
        parents = self._parents_named(kecamatan)
        unambiguous = parents and len(parents) == 1 and not self._areas_named(kelurahan)
        return next(iter(parents)) if parents and unambiguous else None

    def agrees(self, code: str, kelurahan: str | None, kecamatan: str | None = None) -> bool:
        """Return whether the names, as far as they are known, may mean the area of that code."""
        kelurahan, kecamatan = split_levels(kelurahan, kecamatan)
        areas, parents = self._areas_named(kelurahan), self._parents_named(kecamatan)
        return (not areas or code in areas) and (not parents or self._parent_by_code.get(code) in parents)

    def match_many(
        self, kelurahan: Iterable[object], kecamatan: Iterable[object] | None = None
    ) -> npt.NDArray[np.object_]:
        """Match each pair; return an object array of codes and None. What is no text counts as missing."""
        names = [_text_or_none(value) for value in kelurahan]
        parents = [None] * len(names) if kecamatan is None else [_text_or_none(value) for value in kecamatan]
        pairs = list(zip(names, parents, strict=True))
        codes_by_pair = {pair: self.match(*pair) for pair in set(pairs)}
        return np.array([codes_by_pair[pair] for pair in pairs], dtype=object)

    def _within_parents(self, codes: frozenset[str], parents: frozenset[str] | None) -> list[str]:
        area_codes = [code for code in codes if code in self._parent_by_code]
        return [code for code in area_codes if parents is None or self._parent_by_code[code] in parents]

    def _areas_named(self, kelurahan: str | None) -> set[str]:
        """Return the codes of all areas with the name, whatever their parents."""
        name = spelling_key(kelurahan)
        indexes = (self._official, self._aliases)
        return {
            code for index in indexes for code in self._within_parents(index.get(name, frozenset()), None)
        }

    def _parents_named(self, kecamatan: str | None) -> frozenset[str] | None:
        name = spelling_key(kecamatan)
        return self._parents.get(name, frozenset()) if name else None


def split_levels(kelurahan: str | None, kecamatan: str | None) -> tuple[str | None, str | None]:
    """Separate area and parent where the first text names both, or only a kecamatan.

    "Kel. Sario, Kec. Sario" names both; "Kec. Sario" is never the kelurahan of that name. The second text
    goes before a kecamatan within the first.
    """
    for pattern in _AREA_AND_PARENT:
        if match := pattern.fullmatch(kelurahan or ""):
            area = match["area"] if spelling_key(match["area"]) else None
            return area, kecamatan or match["parent"]
    if parent_match := _PARENT.fullmatch(kelurahan or ""):
        return None, kecamatan or parent_match["parent"]
    return kelurahan, kecamatan


def spelling_key(name: str | None) -> str:
    """Return the key that all spellings of a name share: ASCII letters and digits, no spaces, no prefix.

    Number words and Roman numerals become digits.
    """
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    tokens = re.findall(r"[a-z]+|[0-9]+", plain.replace("'", ""))
    while tokens and tokens[0] in _PREFIXES:
        tokens.pop(0)
    return "".join(_NUMERALS.get(token, token.lstrip("0") or token) for token in tokens)


def _index(names: Iterable[str], codes: Iterable[str]) -> _Index:
    codes_by_key: dict[str, set[str]] = {}
    for name, code in zip(names, codes, strict=True):
        codes_by_key.setdefault(spelling_key(name), set()).add(code)
    return {key: frozenset(codes) for key, codes in codes_by_key.items() if key}


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
