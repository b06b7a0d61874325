"""Ids that a spreadsheet or a data frame wrote as fractions: 1201.0 is 1201 if all ids of the file end so."""

import re
from collections.abc import Mapping
from typing import Any

from data.sources.tables.layout import Layout
from data.sources.tables.mapping import FieldMapper

_WHOLE_NUMBER = re.compile(r"\d+\.0")
ID_FIELD = "service_request_id"


def has_fraction_ids(layout: Layout, field_mapper: FieldMapper) -> bool:
    """Return whether every id of the file is a whole number written with .0, so that none is like 4.1.

    The file is read until the first other id: in most files only the first row.
    """
    columns, has_id = layout.fields.get(ID_FIELD, ()), False
    if len(columns) != 1:
        return False
    for item in layout.items.items():
        cell = None if item.problem else field_mapper.cells(item, columns)[0]
        if cell is not None and not is_fraction(cell):
            return False
        has_id = has_id or cell is not None
    return has_id


def is_fraction(cell: Any) -> bool:
    """Return whether a cell is a text such as 1201.0."""
    return isinstance(cell, str) and _WHOLE_NUMBER.fullmatch(cell) is not None


def strip_fraction(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row with its id as a whole number."""
    id_value = values.get(ID_FIELD)
    return {**values, ID_FIELD: id_value.removesuffix(".0")} if isinstance(id_value, str) else values
