"""Codes for parents that a file gives by name only."""

from __future__ import annotations

import re
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geo.areas import LayerFields
from geo.levels import ONE_LEVEL
from geo.normalise import to_text

_CODE, _NAME = "_parent_code", "_parent_name"


def with_parent_codes(frame: gpd.GeoDataFrame, fields: LayerFields) -> tuple[gpd.GeoDataFrame, LayerFields]:
    """Return the frame with parents by code, and the fields that hold them.

    Both are unchanged unless ``fields.parent`` holds names. Then a parent's code is the prefix of its
    children's codes (71.71.02.1001 and 71.71.02.1002: 71.71.02), or a slug of its name if they share none of
    their own.
    """
    if fields.parent is None or fields.levels == ONE_LEVEL or _are_codes(to_text(frame[fields.parent])):
        return frame, fields
    names = to_text(frame[fields.parent])
    codes = parent_codes(names, to_text(frame[fields.code]))
    display_names = names if fields.parent_name is None else to_text(frame[fields.parent_name])
    columns = {_CODE: names.map(codes).to_numpy(), _NAME: display_names.to_numpy()}
    return frame.assign(**columns), LayerFields(fields.code, fields.name, _CODE, _NAME)


def parent_codes(names: pd.Series[str], codes: pd.Series[str]) -> Mapping[str, str]:
    """Return a code by parent name, from its children's codes (both indexed alike); "" stays ""."""
    shared = {str(name): _shared_prefix(children) for name, children in codes.groupby(names)}
    shared_codes = list(shared.values())
    return {
        name: code if code and shared_codes.count(code) == 1 else _slug(name) for name, code in shared.items()
    }


def _are_codes(values: pd.Series[str]) -> bool:
    # A name such as "Paal 2" holds digits too, but no code is without one and none has a space.
    return bool(values.str.fullmatch(r"\S*\d\S*").all())


def _shared_prefix(children: pd.Series[str]) -> str:
    prefixes = {code.rpartition(".")[0] for code in children}
    return prefixes.pop() if len(prefixes) == 1 else ""


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
