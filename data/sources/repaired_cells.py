"""Cells that a person repaired in a sheet, read by the rules of their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import orjson

from data.core.config.city import Source, Sp4nSource, TabularSource
from data.core.config.source_config import Open311Options
from data.core.config.table_config import EMPTY_VALUES, DateOrder
from data.sources.columns import canonical_json
from data.sources.midnights import DATED_FIELDS, HISTORY_FIELD
from data.sources.source_times import as_written
from data.sources.spreadsheet_cells import TEXT_PREFIX, is_same_cell
from data.sources.status_rules import StatusRuleMatcher, known_status_words
from data.sources.tables.cells import CellCleaner, parse_number
from data.sources.tables.mapping import NUMBER_FIELDS
from data.sources.tables.moments import ParsedTime, parse_cell_time, parse_formatted_time
from data.sources.tables.sp4n import to_table_source
from data.sources.tables.statuses import StatusResolver
from data.sources.values import normalize

STATUS_CODE = "status_code"
STATUS_FIELDS = frozenset(("status_description", "closed_datetime"))  # they decide the status code
TIME_FIELDS = DATED_FIELDS - {HISTORY_FIELD}


def cell_text(value: Any) -> str:
    """Return a field's value as the text of a cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else canonical_json(value)


@dataclass(frozen=True)
class RepairReader:
    """Reads the repaired cells of one source.

    Day comes before month where the source does not say otherwise, as in the sheet; a table without
    ``date_order`` is never guessed.
    """

    source: Source

    @cached_property
    def _table(self) -> TabularSource | None:
        if isinstance(self.source, Sp4nSource):
            return to_table_source(self.source)
        return self.source if isinstance(self.source, TabularSource) else None

    def changed_cells(self, original: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, str]:
        """Return the cells that a person changed; one that was emptied is blank."""
        return {
            name: cell
            for name, cell in cells.items()
            if not is_same_cell(cell_text(original.get(name)), cell)
        }

    def fields(self, original: Mapping[str, Any], changed: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of a row with its changed cells read, and without those emptied."""
        values = {name: self._stored_value(name, value) for name, value in original.items()}
        if STATUS_FIELDS & changed.keys():
            values.pop(STATUS_CODE, None)  # the changed cells decide it anew
        values |= {name: self._read(name, cell) for name, cell in changed.items()}
        filled = {name: value for name, value in values.items() if value is not None}
        return self._with_status(filled) if STATUS_FIELDS & changed.keys() else filled

    def _stored_value(self, name: str, value: Any) -> Any:
        """Return a value of quarantine, its times as they were before they were stored as JSON."""
        if name not in TIME_FIELDS or not isinstance(value, str):
            return value
        try:
            return as_written(value, None)
        except ValueError:
            return self._time(value)

    def _read(self, name: str, cell: str) -> Any:
        value = self._clean(cell)
        if not isinstance(value, str):
            return value
        if name in TIME_FIELDS:
            return self._time(value)
        if name in NUMBER_FIELDS:
            return parse_number(value, getattr(self.source, "decimal", None))
        return _parse_list(value) if name == HISTORY_FIELD else value

    def _time(self, text: str) -> Any:
        """Return the time in a cell; the text itself if it is none, which the row validator will name."""
        text = text.lstrip(TEXT_PREFIX)
        parsed = self._by_layout(text) or parse_cell_time(_with_decimal_point(text), self._order)
        parsed = parsed or parse_cell_time(text, None)  # a date that only another order allows
        return parsed.value if parsed else text

    def _by_layout(self, text: str) -> ParsedTime | None:
        return parse_formatted_time(text, self._layout) if self._layout else None

    @property
    def _layout(self) -> str | None:
        return getattr(self.source, "date_format", None)

    @property
    def _order(self) -> DateOrder | None:
        if self._table:
            return self._table.date_order or _order_of_layout(self._layout)
        return _order_of_layout(self._layout) or "dmy"

    @cached_property
    def _clean(self) -> CellCleaner:
        return CellCleaner(getattr(self.source, "empty_words", EMPTY_VALUES))

    def _with_status(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values with the status code that the source's rules decide."""
        if self._table:
            return StatusResolver(self._table)(values)
        word = values.get("status_description")
        if not isinstance(self.source, Open311Options) or not isinstance(word, str):
            return values
        if normalize(word) in known_status_words(self.source):
            return values
        code = StatusRuleMatcher(self.source.status_rules).match(word)
        return {**values, STATUS_CODE: code} if code else values


def _order_of_layout(layout: str | None) -> DateOrder | None:
    """Return the order of day, month and year in a layout with numbers for all three."""
    codes = {"%d": "d", "%m": "m", "%Y": "y", "%y": "y"}
    positions = {letter: layout.index(code) for code, letter in codes.items() if layout and code in layout}
    order = "".join(sorted(positions, key=lambda letter: positions[letter]))
    return cast(DateOrder, order) if order in ("dmy", "mdy", "ymd") else None


def _with_decimal_point(text: str) -> str:
    """Return a spreadsheet's serial number of a time with a point: 46331,38."""
    whole, _comma, fraction = text.partition(",")
    return f"{whole}.{fraction}" if whole.isdecimal() and fraction.isdecimal() else text


def _parse_list(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
