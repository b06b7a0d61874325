"""The tables of a layer's names: official ones, aliases, codes, and names without words for their level."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from geo.areas import AreaLayer
from geo.spelling import bare_key, code_key, spelling_key

CLOSE_ENOUGH = 70  # of 100; less is no hint
FORMER = "~"  # begins the code of a parent that exists no more

Codes = frozenset[str]
NONE: Codes = frozenset()


@dataclass(frozen=True)
class _Table:
    """Codes by key; ``keys`` are the ways to make a key of a text."""

    keys: tuple[Callable[[str], str], ...]
    codes: Mapping[str, Codes]


class NameTables:
    """What each name, alias or code of a layer means, alone.

    :param aliases: columns code, alias; codes that the layer lacks are ignored
    :param configured: code or official name by alias
    :param former: names of former parents, by code or name of an area or a parent
    """

    def __init__(
        self,
        layer: AreaLayer,
        aliases: pd.DataFrame,
        configured: Mapping[str, str],
        former: Mapping[str, tuple[str, ...]],
    ) -> None:
        areas, parents = layer.areas, layer.parents
        self._parent_by_code = layer.parent_by_code
        self._official_names = sorted({*areas["name"], *parents["name"]})
        self._areas = _tables(areas["name"], areas["code"], aliases)
        self._parents = _tables(parents["name"], parents["code"], aliases)
        self._former_by_code: Mapping[str, Codes] = {}
        self.unknown_targets = (*self._configure(configured), *self._configure_former(former))

    def areas(self, text: str, parents: Codes = NONE) -> Codes:
        """Return the areas of a name or code, those of the parents first, if any of them has one.

        An official name goes before an alias, an alias before a code.
        """
        found = list(_lookup(self._areas, text))
        within = (frozenset(code for code in codes if self.lies_in(code, parents)) for codes in found)
        return next(filter(None, within), found[0] if found else NONE)

    def parents(self, text: str) -> Codes:
        """Return the parents of a name or code, former ones included."""
        return next(_lookup(self._parents, text), NONE)

    def lies_in(self, area: str, parents: Codes) -> bool:
        """Return whether an area belongs, or belonged, to one of these parents; to any if none is given."""
        return not parents or self._parent_by_code.get(area) in parents or bool(self._former(area) & parents)

    def only_present(self, parents: Codes) -> str | None:
        """Return the one parent that exists, None for several."""
        present = [code for code in parents if not code.startswith(FORMER)]
        return present[0] if len(present) == 1 else None

    def closest(self, plain: str) -> str | None:
        """Return the official name most like a text; None if none is."""
        match = process.extractOne(
            plain, self._official_names, scorer=fuzz.WRatio, processor=spelling_key, score_cutoff=CLOSE_ENOUGH
        )
        return match[0] if match else None

    def _former(self, area: str) -> Codes:
        own = self._former_by_code.get(area, NONE)
        return own | self._former_by_code.get(self._parent_by_code.get(area, ""), NONE)

    def _configure(self, aliases: Mapping[str, str]) -> list[str]:
        """Put configured aliases before all others; return the targets that the layer lacks."""
        areas, parents = ({alias: find(target) for alias, target in aliases.items()}
                          for find in (self.areas, self.parents))  # fmt: skip
        self._areas = (_configured_table(areas), *self._areas)
        self._parents = (_configured_table(parents), *self._parents)
        return [target for alias, target in aliases.items() if not areas[alias] | parents[alias]]

    def _configure_former(self, former: Mapping[str, tuple[str, ...]]) -> list[str]:
        names = {name for former_names in former.values() for name in former_names}
        unknown = {
            name: frozenset({f"{FORMER}{spelling_key(name)}"}) for name in names if not self.parents(name)
        }
        owners = {owner: self.parents(owner) or self.areas(owner) for owner in former}
        self._parents = (*self._parents, _configured_table(unknown))
        self._former_by_code = {
            code: NONE.union(*(self.parents(name) for name in former[owner]))
            for owner, codes in owners.items()
            for code in codes
        }
        return [owner for owner, codes in owners.items() if not codes]


def _tables(names: Iterable[str], codes: Iterable[str], aliases: pd.DataFrame) -> tuple[_Table, ...]:
    official = list(zip(names, codes, strict=True))
    known = aliases[aliases["code"].isin([code for _, code in official])]
    other = list(zip(known["alias"], known["code"], strict=True))
    coded = [(code, code) for _, code in official]
    bare = _by_key(bare_key, official)
    for key, found in _by_key(code_key, coded).items():
        bare[key] = bare.get(key, NONE) | found
    return (
        _Table((spelling_key,), _by_key(spelling_key, official)),
        _Table((spelling_key,), _by_key(spelling_key, other)),
        _Table((code_key, bare_key), bare),
    )


def _configured_table(codes_by_name: Mapping[str, Codes]) -> _Table:
    pairs = [(name, code) for name, codes in codes_by_name.items() for code in codes]
    return _Table((spelling_key, code_key), _by_key(code_key, pairs) | _by_key(spelling_key, pairs))


def _by_key(key_of: Callable[[str], str], pairs: Iterable[tuple[str, str]]) -> dict[str, Codes]:
    codes_by_key: dict[str, set[str]] = {}
    for name, code in pairs:
        codes_by_key.setdefault(key_of(name), set()).add(code)
    return {key: frozenset(codes) for key, codes in codes_by_key.items() if key}


def _lookup(tables: Iterable[_Table], text: str) -> Iterator[Codes]:
    """Yield what each table knows of a text."""
    found = (table.codes.get(key(text)) for table in tables for key in table.keys)
    return (codes for codes in found if codes)
