"""Mapping of an item's columns to our fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder
from data.core.digest import digest
from data.sources.columns import canonical_json, get_path
from data.sources.tables.alternatives import name_lists, other_columns
from data.sources.tables.cells import CellCleaner, parse_number, plain_text
from data.sources.tables.moments import ParsedTime, combine_cells, parse_cell_time, parse_formatted_time
from data.sources.tables.records import Item
from data.sources.tables.statuses import StatusResolver

TIME_FIELDS = ("requested_datetime", "updated_datetime", "expected_datetime", "closed_datetime")
NUMBER_FIELDS = ("lat", "long", "rating")
MULTILINE_FIELDS = ("description", "status_notes")  # texts of several columns are joined by line breaks

ColumnMap = Mapping[str, tuple[str, ...]]


def column_map(source: TabularSource) -> dict[str, tuple[str, ...]]:
    """Return the source's columns by our field names, each as a tuple; of several names of one the first."""
    return {
        field_name: tuple(names[0] for names in name_lists(columns))
        for field_name, columns in source.fields.items()
    }


@dataclass(frozen=True)
class FieldMapper:
    """Maps the items of one file to field values.

    :param fields: the columns by our field names, as this file spells them
    :param id_from: the columns that make an id, as this file spells them
    :param order: of day, month and year in this file
    :param names: the header's names, in order; empty where rows name their own values
    """

    source: TabularSource
    fields: ColumnMap
    id_from: Sequence[str]
    order: DateOrder | None
    names: Sequence[str] = ()

    def values(self, item: Item) -> dict[str, Any]:
        """Return the fields of an item without empty ones, times parsed where they can be."""
        values: dict[str, Any] = dict(self.source.fixed)
        cells, clean, longest_empty = item.values, self._clean, self._clean.longest_empty
        for field_name, column, read_text in self._field_readers:
            if read_text is None:
                value = self._field_value(field_name, self.cells(item, self.fields[field_name]))
            elif type(cell := cells.get(column)) is str and len(text := cell.strip()) > longest_empty:
                value = read_text(text)  # as below, without a call: most cells are such texts
            elif (cell := clean(cell)) is None:
                continue
            else:
                value = read_text(cell) if isinstance(cell, str) else self._field_value(field_name, [cell])
            if value is not None:
                values[field_name] = value
        if self.id_from:
            values["service_request_id"] = self._derived_id(item)
        return self._resolve_status(values)

    def cells(self, item: Item, columns: Sequence[str]) -> list[Any]:
        """Return the cleaned cells of some columns; an empty one has the value under its other names."""
        return [self._cell(item, column) for column in columns]

    def columns_of(self, field_name: str) -> tuple[str, ...]:
        """Return every column of this file that a field is read from."""
        known = self._columns_by_field.get(field_name)
        if known is None:
            known = self._columns_by_field[field_name] = self._find_columns(field_name)
        return known

    @cached_property
    def _columns_by_field(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _find_columns(self, field_name: str) -> tuple[str, ...]:
        columns = self.fields.get(field_name, ())
        return (*columns, *(other for column in columns for other in self._other_columns.get(column, ())))

    @cached_property
    def _field_readers(self) -> list[tuple[str, str, Callable[[str], Any] | None]]:
        """Each field with its only column and how a text there is read; None where it is no single column."""
        return [
            (field_name, columns[0], self._text_reader(field_name))
            if self._is_single(columns)
            else (field_name, "", None)
            for field_name, columns in self.fields.items()
        ]

    def _is_single(self, columns: Sequence[str]) -> bool:
        """Return whether a field has one column, of one name that is no path into nested values."""
        return len(columns) == 1 and "." not in columns[0] and columns[0] not in self._other_columns

    def _text_reader(self, field_name: str) -> Callable[[str], Any]:
        """Return how a cleaned text in a field's only column is read, as :meth:`_field_value` reads it."""
        if field_name in TIME_FIELDS:
            return self._text_time
        if field_name in NUMBER_FIELDS:
            return partial(parse_number, decimal=self.source.decimal)
        return str

    def _text_time(self, text: str) -> date | datetime | str:
        parsed = self._parse_text(text)
        return text if parsed is None else parsed.value

    def _cell(self, item: Item, column: str) -> Any:
        value = self._clean(get_path(item.values, column))
        if value is None and column in self._other_columns:
            others = (self._clean(get_path(item.values, name)) for name in self._other_columns[column])
            return next((other for other in others if other is not None), None)
        return value

    def _field_value(self, field_name: str, cells: list[Any]) -> Any:
        if field_name in TIME_FIELDS:
            return self._field_time(cells)
        if field_name in NUMBER_FIELDS:
            return parse_number(cells[0], self.source.decimal)
        if field_name in ("history", "point"):
            return cells[0]
        return ("\n" if field_name in MULTILINE_FIELDS else " ").join(
            filter(None, map(plain_text, cells))
        ) or None

    def _field_time(self, cells: list[Any]) -> date | datetime | str | None:
        """Return the time, or its day; the text itself if it is none, which the row validator will name."""
        value = combine_cells(cells)
        parsed = self._parse_text(value) if isinstance(value, str) else value
        if parsed is None:
            return value if isinstance(value, str) else None
        return parsed.value

    def _parse_text(self, text: str) -> ParsedTime | None:
        layout = self.source.date_format
        return parse_cell_time(text, self.order) if layout is None else parse_formatted_time(text, layout)

    def _derived_id(self, item: Item) -> str | None:
        """Return the digest of the columns that identify a row without an id; None if all are empty."""
        parts = [get_path(item.values, column) for column in self.id_from]
        part_texts = [
            plain_text(part) or (canonical_json(part) if isinstance(part, dict | list) else None)
            for part in parts
        ]
        return None if part_texts.count(None) == len(part_texts) else digest(*map(canonical_json, part_texts))

    @cached_property
    def _other_columns(self) -> Mapping[str, Sequence[str]]:
        """The other columns of this file that hold the same as one of the mapping's."""
        return other_columns(self.source, self.names)

    @cached_property
    def _clean(self) -> CellCleaner:
        return CellCleaner(self.source.empty_words)

    @cached_property
    def _resolve_status(self) -> StatusResolver:
        return StatusResolver(self.source)
