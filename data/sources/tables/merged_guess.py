"""One mapping for tables of several years: where their columns differ, each has the names of all."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from data.core.config.table_config import ColumnNames
from data.sources.tables.alternatives import MAY_BE_MISSING, name_lists
from data.sources.values import normalize

FILING_TIME, ID = "requested_datetime", "service_request_id"

MergedFields = dict[str, ColumnNames]


def merge_guesses(guesses: Sequence[MergedFields]) -> MergedFields:
    """Return a mapping that reads the first table, and every other one that is of its kind."""
    merged = dict(guesses[0]) if guesses else {}
    for guess in guesses[1:]:
        if guess and is_same_kind(merged, guess):
            merged = _merge(merged, guess)
    return merged


def is_same_kind(merged: MergedFields, guess: MergedFields) -> bool:
    """Return whether a table holds reports like the others, and gives no name of theirs to another field."""
    keys = {FILING_TIME, ID} & merged.keys()
    if FILING_TIME not in guess or not keys <= guess.keys():
        return False
    field_by_name = {name: field for field, columns in merged.items() for name in _spellings(columns)}
    return all(
        field_by_name.get(name, field) == field
        for field, columns in guess.items()
        for name in _spellings(columns)
    )


def _spellings(columns: ColumnNames) -> set[str]:
    return {normalize(name) for names in name_lists(columns) for name in names}


def _merge(merged: MergedFields, guess: MergedFields) -> MergedFields:
    fields = dict.fromkeys((*merged, *guess))
    return {field: _merge_columns(merged.get(field, ()), guess.get(field, ())) for field in fields}


def _merge_columns(first: ColumnNames, second: ColumnNames) -> ColumnNames:
    """Return each column with the names of both; one that only one of them has may be missing."""
    pairs = zip_longest(_parts(first), _parts(second), fillvalue=(MAY_BE_MISSING,))
    parts = [_distinct((*one, *other)) for one, other in pairs]
    plain = [part[0] if len(part) == 1 else part for part in parts]
    return plain[0] if len(plain) == 1 and isinstance(plain[0], str) else tuple(plain)


def _parts(columns: ColumnNames) -> list[tuple[str, ...]]:
    parts = (columns,) if isinstance(columns, str) else columns
    return [(part,) if isinstance(part, str) else part for part in parts]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names once, however they are spelled; that a column may be missing stands last."""
    by_spelling = {normalize(name): name for name in reversed(list(names))}
    ordered = [name for name in dict.fromkeys(names) if by_spelling.get(normalize(name)) == name]
    return tuple(sorted(ordered, key=lambda name: name == MAY_BE_MISSING))
