"""Columns with room for more rows, so that a few more cost what they are and not what is held."""

from dataclasses import fields
from typing import Any

import numpy as np

from data.core.columns.report_columns import CodedTexts, ReportColumns

NAMES = tuple(item.name for item in fields(ReportColumns))
SPARE_ROWS = 1_024  # room beyond a quarter of the rows


class ColumnBuffer:
    """Arrays of which the first rows are in use. A row is written once, so that its readers share the arrays.

    One thread at a time appends.
    """

    def __init__(self, columns: ReportColumns) -> None:
        self._arrays = {name: _plain(getattr(columns, name)) for name in NAMES}
        self._length = self._room = len(columns)

    def append(self, columns: ReportColumns, rows: ReportColumns) -> "tuple[ColumnBuffer, ReportColumns]":
        """Return the columns with more rows, and the buffer that holds them.

        :param columns: the first rows of this buffer
        :param rows: with the labels of ``columns`` or more of them
        """
        end = len(columns) + len(rows)
        is_newest = self._length == len(columns)  # else other rows were appended to the same ones
        buffer = self if is_newest and end <= self._room else ColumnBuffer(columns)._with_room(end)
        buffer._write(len(columns), rows)
        return buffer, buffer._first(end, rows)

    def _with_room(self, end: int) -> "ColumnBuffer":
        self._room = end + end // 4 + SPARE_ROWS
        for name, array in self._arrays.items():
            larger = np.empty(self._room, dtype=array.dtype)
            larger[: self._length] = array
            self._arrays[name] = larger
        return self

    def _write(self, start: int, rows: ReportColumns) -> None:
        self._length = start + len(rows)
        for name, array in self._arrays.items():
            array[start : self._length] = _plain(getattr(rows, name))

    def _first(self, end: int, rows: ReportColumns) -> ReportColumns:
        arrays: dict[str, Any] = {name: array[:end] for name, array in self._arrays.items()}
        coded = {name: getattr(rows, name) for name in NAMES if isinstance(getattr(rows, name), CodedTexts)}
        return ReportColumns(
            **arrays | {name: CodedTexts(arrays[name], column.labels) for name, column in coded.items()}
        )


def with_labels_of(rows: ReportColumns, columns: ReportColumns) -> ReportColumns:
    """Return rows with the labels of ``columns``, and after them those that only the rows have."""
    values = {name: getattr(rows, name) for name in NAMES}
    for name, column in values.items():
        if isinstance(column, CodedTexts):
            values[name] = _translated(column, getattr(columns, name).labels)
    return ReportColumns(**values)


def _translated(column: CodedTexts, labels: tuple[str, ...]) -> CodedTexts:
    if column.labels == labels:
        return column
    extended = tuple(dict.fromkeys((*labels, *column.labels)))
    position = {label: number for number, label in enumerate(extended)}
    codes = np.array([*(position[label] for label in column.labels), -1], dtype=np.int32)
    return CodedTexts(codes[column.codes], extended)


def _plain(column: Any) -> Any:
    return column.codes if isinstance(column, CodedTexts) else column
