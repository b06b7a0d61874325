"""What the values of a file say of the guesses by its columns' names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.core.config.table_config import ColumnNames
from data.services.geocoding import AreaNameMatcher
from data.sources.tables.alternatives import name_lists
from data.sources.tables.cells import plain_text
from data.sources.tables.column_guess import COLUMN_NAMES, guess_fields
from data.sources.tables.column_times import TIME_WORDS
from data.sources.tables.date_parts import PART_COUNT, join_date_parts
from data.sources.tables.merged_guess import MergedFields

CLOCK_IN_TEXT = re.compile(r"\d[\sT,]+\d{1,2}[:.]\d{2}")
ENOUGH = 0.5  # of the values: more would let a few typing errors decide

Values = Mapping[str, Any]


def refine_fields(fields: MergedFields, rows: Sequence[Values], columns: Sequence[str]) -> MergedFields:
    """Return the guesses without columns that repeat what others hold, and with those that go on for others.

    :param rows: some rows of the file, by column
    """
    refined: MergedFields = dict(fields)
    for name in TIME_WORDS:
        guess = fields.get(name, "")
        parts = tuple(part for part in guess if isinstance(part, str))
        if not isinstance(guess, str) and len(parts) == len(guess):
            refined[name] = _plain(_needed_time_columns(parts, rows))
    return refined | _with_successors(refined, rows, columns)


def _plain(columns: Sequence[str]) -> ColumnNames:
    return columns[0] if len(columns) == 1 else tuple(columns)


def _needed_time_columns(columns: tuple[str, ...], rows: Sequence[Values]) -> tuple[str, ...]:
    """Drop month and year beside a whole date, and the clock beside a date that has one."""
    dates = [row.get(columns[0]) for row in rows if row.get(columns[0]) is not None]
    if not dates:
        return columns
    if len(columns) >= PART_COUNT:
        has_parts = [_has_parts(row, columns) for row in rows if row.get(columns[0]) is not None]
        return columns if _share(has_parts) > ENOUGH else (columns[0], *columns[PART_COUNT:])
    has_clock = _share(bool(CLOCK_IN_TEXT.search(plain_text(value) or "")) for value in dates)
    return columns[:1] if has_clock > ENOUGH else columns


def _has_parts(row: Values, columns: Sequence[str]) -> bool:
    """Return whether a row's first three columns are day, month and year, none of them a whole date."""
    cells = [row.get(column) for column in columns[:PART_COUNT]]
    joined = join_date_parts(cells)
    return len(joined) < len(cells) and joined[0] is not cells[0]


def _with_successors(
    fields: MergedFields, rows: Sequence[Values], columns: Sequence[str]
) -> dict[str, ColumnNames]:
    """Return the fields that go on in another column: one of both has a value in each row, never both."""
    taken = {name for guess in fields.values() for names in name_lists(guess) for name in names}
    others = guess_fields([column for column in columns if column not in taken])
    return {
        field_name: ((guess, other),)
        for field_name, guess in fields.items()
        if isinstance(guess, str)
        and isinstance(other := others.get(field_name), str)
        and _take_turns(guess, other, rows)
    }


def _take_turns(first: str, second: str, rows: Sequence[Values]) -> bool:
    filled = [(_is_filled(row.get(first)), _is_filled(row.get(second))) for row in rows]
    return (False, True) in filled and (True, False) in filled and (True, True) not in filled


def _is_filled(value: Any) -> bool:
    return plain_text(value) not in (None, "", "-")


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / len(listed) if listed else 0.0


def place_fields(fields: MergedFields, rows: Sequence[Values], name_index: AreaNameMatcher) -> MergedFields:
    """Return the guesses with the columns of areas as the city's own areas prove them.

    A single column of districts or boroughs is that of the areas if they are the city's areas; a second one,
    of a division that is not the city's, is left out.
    """
    area, parent = fields.get("area_name"), fields.get("parent_name")
    if not isinstance(parent, str):
        return fields
    others = {name: guess for name, guess in fields.items() if name not in ("area_name", "parent_name")}
    parent_names = [_text(row, parent) for row in _filled(rows, parent)]
    is_area = _share(name_index.match(name) is not None for name in parent_names) > ENOUGH
    is_parent = _share(name_index.match_parent(None, name) is not None for name in parent_names) > ENOUGH
    if not isinstance(area, str):
        return {**others, "area_name": parent} if is_area and area is None else fields
    area_names = [_text(row, area) for row in _filled(rows, area)]
    if is_area and _share(name_index.match_parent(None, name) is not None for name in area_names) > ENOUGH:
        return {**others, "area_name": parent, "parent_name": area}
    is_placed = _share(name_index.match(name) is not None for name in area_names) > ENOUGH
    return {**others, "area_name": area} if is_placed and not is_parent else fields


def _filled(rows: Sequence[Values], column: str) -> list[Values]:
    return [row for row in rows if _is_filled(row.get(column))]


def _text(row: Values, column: str) -> str | None:
    return plain_text(row.get(column))


def in_usual_order(fields: MergedFields) -> MergedFields:
    """Return the fields in the order in which they are always written."""
    return {name: fields[name] for name in (*COLUMN_NAMES, "point") if name in fields}
