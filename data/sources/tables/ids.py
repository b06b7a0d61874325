"""Ids that a spreadsheet or a data frame wrote as fractions: 1201.0 is 1201 if all ids of the file end so."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from data.sources.tables.layout import Layout
from data.sources.tables.mapping import FieldMapper

_WHOLE_NUMBER = re.compile(r"\d+\.0")
ID_FIELD = "service_request_id"


class _IdReader(Protocol):
    """What reads one table of a file."""

    @property
    def layout(self) -> Layout:
        """The table's layout."""

    @property
    def field_mapper(self) -> FieldMapper:
        """What reads its cells."""


def has_fraction_ids(readers: Iterable[_IdReader]) -> bool:
    """Return whether every id of the file is a whole number written with .0, so that none is like 4.1.

    The file is read until the first other id: in most files only the first row.
    """
    has_id = False
    for reader in readers:
        for cell in _ids_of(reader):
            if not is_fraction(cell):
                return False
            has_id = True
    return has_id


def _ids_of(reader: _IdReader) -> Iterator[Any]:
    """Yield the ids of a table; a blank one in place of one that is made of several columns."""
    columns = reader.layout.fields.get(ID_FIELD, ())
    if len(columns) != 1:
        yield ""
        return
    for item in reader.layout.items.items():
        cell = None if item.problem else reader.field_mapper.cells(item, columns)[0]
        if cell is not None:
            yield cell


def is_fraction(cell: Any) -> bool:
    """Return whether a cell is a text such as 1201.0."""
    return isinstance(cell, str) and _WHOLE_NUMBER.fullmatch(cell) is not None


def strip_fraction(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row with its id as a whole number."""
    id_value = values.get(ID_FIELD)
    return {**values, ID_FIELD: id_value.removesuffix(".0")} if isinstance(id_value, str) else values
