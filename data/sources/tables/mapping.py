"""From an item's columns to our fields, by the mapping of the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder
from data.core.digest import digest
from data.sources.columns import raw_text, reach
from data.sources.tables.cells import Cleaner, number, plain_text
from data.sources.tables.moments import Moment, combined, parse_layout, parse_moment
from data.sources.tables.records import Item
from data.sources.tables.statuses import Statuses

TIMES = ("requested_datetime", "updated_datetime", "expected_datetime", "closed_datetime")
NUMBERS = ("lat", "long", "rating")
BREAKS = ("description", "status_notes")  # texts of several columns go below each other
END_OF_DAY = time(23, 59, 59)

Mapped = Mapping[str, tuple[str, ...]]


def mapping_of(source: TabularSource) -> dict[str, tuple[str, ...]]:
    """Our fields with the source's columns, each as a tuple."""
    return {
        ours: (names,) if isinstance(names, str) else tuple(names) for ours, names in source.fields.items()
    }


@dataclass(frozen=True)
class Reading:
    """How the rows of one file are read.

    :param fields: our fields with the columns as this file spells them
    :param id_from: likewise the columns that make an id
    :param order: of day, month and year in this file
    :param names: the header's names, in order; none where rows name their values themselves
    """

    source: TabularSource
    fields: Mapped
    id_from: Sequence[str]
    order: DateOrder | None
    names: Sequence[str] = ()

    def values(self, item: Item) -> dict[str, Any]:
        """The fields of a row, empty ones left out, times as times where they could be read."""
        found = {ours: self._value(ours, self.cells(item, columns)) for ours, columns in self.fields.items()}
        values = {**self.source.fixed, **{name: value for name, value in found.items() if value is not None}}
        if self.id_from:
            values["service_request_id"] = self._made_id(item)
        return self._statuses(values)

    def cells(self, item: Item, columns: Sequence[str]) -> list[Any]:
        """The cleaned cells of some columns."""
        return [self._clean(reach(item.values, column)) for column in columns]

    def _value(self, ours: str, cells: list[Any]) -> Any:
        if ours in TIMES:
            return self._time(ours, cells)
        if ours in NUMBERS:
            return number(cells[0], self.source.decimal)
        if ours in ("history", "point"):
            return cells[0]
        return ("\n" if ours in BREAKS else " ").join(filter(None, map(plain_text, cells))) or None

    def _time(self, ours: str, cells: list[Any]) -> datetime | str | None:
        """The time; the text itself if it is none, for the guard to name."""
        written = combined(cells)
        moment = self._parsed(written) if isinstance(written, str) else written
        if moment is None:
            return written if isinstance(written, str) else None
        if ours == "expected_datetime" and moment.dated and self.source.due_end_of_day:
            return datetime.combine(moment.at.date(), END_OF_DAY, moment.at.tzinfo)
        return moment.at

    def _parsed(self, written: str) -> Moment | None:
        layout = self.source.date_format
        return parse_moment(written, self.order) if layout is None else parse_layout(written, layout)

    def _made_id(self, item: Item) -> str | None:
        """An id for a row without one: the digest of the columns that identify it; None if all are empty."""
        parts = [reach(item.values, column) for column in self.id_from]
        texts = [
            plain_text(part) or (raw_text(part) if isinstance(part, dict | list) else None) for part in parts
        ]
        return None if texts.count(None) == len(texts) else digest(*map(raw_text, texts))

    @cached_property
    def _clean(self) -> Cleaner:
        return Cleaner(self.source.empty_words)

    @cached_property
    def _statuses(self) -> Statuses:
        return Statuses(self.source)
