"""Ids that a spreadsheet or a data frame made into fractions: 1201.0 is 1201, if the whole file says so."""

import re
from collections.abc import Mapping
from typing import Any

from data.sources.tables.layout import Layout
from data.sources.tables.mapping import Reading

_WHOLE = re.compile(r"\d+\.0")
FIELD = "service_request_id"


def ids_are_fractions(layout: Layout, reading: Reading) -> bool:
    """Whether every id of the file is a whole number written with .0, so that none is a number like 4.1.

    The file is walked until the first other id: in most files no further than their first row.
    """
    columns, seen = layout.fields.get(FIELD, ()), False
    if len(columns) != 1:
        return False
    for item in layout.items.items():
        cell = None if item.problem else reading.cells(item, columns)[0]
        if cell is not None and not is_fraction(cell):
            return False
        seen = seen or cell is not None
    return seen


def is_fraction(cell: Any) -> bool:
    """A text such as 1201.0."""
    return isinstance(cell, str) and _WHOLE.fullmatch(cell) is not None


def whole(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with its id as the whole number that it is."""
    found = values.get(FIELD)
    return {**values, FIELD: found.removesuffix(".0")} if isinstance(found, str) else values
