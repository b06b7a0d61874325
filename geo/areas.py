"""The area layer: polygons of areas (kelurahan) and their parents (kecamatan)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

LONLAT = "EPSG:4326"

Codes = str | Iterable[str]


class LayerError(Exception):
    """An unusable area layer; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class LayerFields:
    """The columns of a file; with ``parent=None`` the parent is derived from the code.

    In a layer of one level (``levels=1``) each area is its own parent, and ``code`` may be "" or a default
    that the file lacks: then codes are made of the names.
    """

    code: str = "code"
    name: str = "name"
    parent: str | None = None
    parent_name: str | None = None
    levels: int = 2


@dataclass(frozen=True)
class AreaRemark:
    """What was repaired in one area of a file, or why the area is left out."""

    code: str
    name: str
    text: str


# eq=False: frames do not compare to a bool, so layers are equal only if they are one object.
@dataclass(frozen=True, eq=False)
class AreaLayer:
    """One city's areas.

    Attributes:
        areas: columns code, name, parent, parent_name (text) and geometry (polygons, EPSG:4326);
            one row per area, sorted by code, with a RangeIndex. Shared: copy before changing it.
        schematic: whether it is drawn from figures, to be labelled "batas skematik".
        source: where it came from, for people.
        repairs: what was repaired in the file's geometry.
        left_out: areas of the file that cannot be used, and why.
    """

    areas: gpd.GeoDataFrame
    schematic: bool
    source: str
    repairs: tuple[AreaRemark, ...] = ()
    left_out: tuple[AreaRemark, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """Return a digest of codes, names and shapes, 32 hex digits; any change makes it another layer."""
        digest = blake2b(digest_size=16)
        for row in self.areas.itertuples(index=False):
            digest.update("\x1f".join((row.code, row.name, row.parent, row.parent_name)).encode())
            digest.update(row.geometry.wkb)
        return digest.hexdigest()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the areas, sorted."""
        return tuple(self.areas["code"])

    @property
    def parents(self) -> pd.DataFrame:
        """Return the parents: columns code, name (text), sorted by code."""
        return self._parents.copy(deep=False)

    @cached_property
    def parent_by_code(self) -> Mapping[str, str]:
        """Return the parent's code by area code."""
        return MappingProxyType(dict(zip(self.codes, self.areas["parent"], strict=True)))

    def parent_of(self, code: str) -> str:
        """Return the code of an area's parent.

        :raises KeyError: no area has this code
        """
        return self.parent_by_code[code]

    def name_of(self, code: str) -> str:
        """Return the name of an area or of a parent.

        :raises KeyError: neither an area nor a parent has this code
        """
        return self._names[code]

    def select(self, include: Codes = (), exclude: Codes = ()) -> gpd.GeoDataFrame:
        """Return the rows of ``areas`` under any of ``include`` (empty: all), less those under ``exclude``.

        A code stands for itself, for the areas of that parent, and for every code that continues it
        after a dot.

        :raises LayerError: no area is left
        """
        included, excluded = _as_tuple(include), _as_tuple(exclude)
        keep = ~self._rows_under(excluded)
        if included:
            keep &= self._rows_under(included)
        if not keep.any():
            raise LayerError(f"no area is left by include={list(included)}, exclude={list(excluded)}")
        return self.areas[keep]

    def has_code(self, code: str) -> bool:
        """Return whether a code selects any area, as in :meth:`select`."""
        return bool(self._rows_under((code,)).any())

    def usable_inset(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that select areas, for a map of their own; none if no other area would be left."""
        usable = tuple(filter(self.has_code, codes))
        return () if self._rows_under(usable).all() else usable

    def _rows_under(self, roots: tuple[str, ...]) -> pd.Series[bool]:
        # The dot keeps 71.71.1 from taking in 71.71.10.
        descendants = self.areas["code"].str.startswith(tuple(f"{root}." for root in roots))
        matching: pd.Series[bool] = (
            descendants | self.areas["code"].isin(roots) | self.areas["parent"].isin(roots)
        )
        return matching

    @cached_property
    def _parents(self) -> pd.DataFrame:
        pairs = pd.DataFrame({"code": self.areas["parent"], "name": self.areas["parent_name"]})
        return pairs.drop_duplicates().sort_values("code", ignore_index=True)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        parents = dict(zip(self._parents["code"], self._parents["name"], strict=True))
        return parents | dict(zip(self.codes, self.areas["name"], strict=True))


def _as_tuple(codes: Codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def sample(values: Sequence[str], limit: int = 10) -> str:
    """Return the first values in one text, and how many more there are."""
    suffix = f" and {len(values) - limit} more" if len(values) > limit else ""
    return ", ".join(values[:limit]) + suffix


def area_labels(table: pd.DataFrame) -> str:
    """Return the areas of a table as "CODE (NAME)", or what there is of both."""
    rows = zip(table.index, table["code"], table["name"], strict=True)
    return sample([area_label(code, name) or f"row {row + 1}" for row, code, name in rows])


def area_label(code: str, name: str) -> str:
    """Return "CODE (NAME)", or what there is of both."""
    return f"{code} ({name})" if code and name else code or name
