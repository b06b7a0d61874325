"""Layers of one level: areas without parents, known perhaps by their names alone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from hashlib import blake2b

import geopandas as gpd
import pandas as pd

from geo.areas import LayerError, LayerFields
from geo.normalise import to_text

ONE_LEVEL = 1
DEFAULT_CODE_FIELD = LayerFields().code
_CODE, _PARENT, _PARENT_NAME = "_area_code", "_own_code", "_own_name"


def with_levels(frame: gpd.GeoDataFrame, fields: LayerFields) -> tuple[gpd.GeoDataFrame, LayerFields]:
    """Return the frame and the fields of a layer; in one of one level each area is its own parent.

    A one-level layer needs no codes: without a column for them, they are made of the names.

    :raises LayerError: a layer of two levels without a code field
    """
    if fields.levels != ONE_LEVEL:
        if not fields.code:
            raise LayerError("no field for the areas' codes is named; only a layer of one level needs none")
        return frame, fields
    if fields.name not in frame.columns or (code_field := _code_field(frame, fields)) not in ("", *frame):
        return frame, fields  # `require_fields` names what is missing
    names = to_text(frame[fields.name])
    codes = to_text(frame[code_field]) if code_field else codes_of_names(names)
    columns = {_CODE: codes.to_numpy(), _PARENT: codes.to_numpy(), _PARENT_NAME: names.to_numpy()}
    own = replace(fields, code=code_field or _CODE, parent=_PARENT, parent_name=_PARENT_NAME)
    return frame.assign(**columns), own


def _code_field(frame: gpd.GeoDataFrame, fields: LayerFields) -> str:
    """Return the field of the codes; "" if there is none, and none but the default one was named."""
    is_missing = fields.code == DEFAULT_CODE_FIELD and fields.code not in frame.columns
    return "" if is_missing else fields.code


def codes_of_names(names: pd.Series[str]) -> pd.Series[str]:
    """Return a code for each name, the same in every file: North Hills is north-hills.

    Names that would share a code have a digest of theirs behind it. Equal names have equal codes, which the
    layer's checks refuse.
    """
    names_by_slug: dict[str, set[str]] = {}
    for name in names:
        names_by_slug.setdefault(_slug(name), set()).add(name)
    return names.map(lambda name: _code(name, is_shared=len(names_by_slug[_slug(name)]) > 1))


def _code(name: str, *, is_shared: bool) -> str:
    if not name:
        return ""
    slug = _slug(name)
    digest = blake2b(name.encode(), digest_size=3).hexdigest()
    return slug if slug and not is_shared else "-".join(filter(None, (slug or "area", digest)))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
