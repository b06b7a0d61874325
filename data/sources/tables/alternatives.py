"""Names that one column has had over the years: ``service_name = [["Kategori", "Jenis Aduan"]]``."""

from collections.abc import Iterator, Sequence

from data.core.config.city import TabularSource
from data.core.config.table_config import ColumnNames
from data.sources.tables.header import Header

MAY_BE_MISSING = ""  # among the names of a column


def name_lists(columns: ColumnNames) -> list[tuple[str, ...]]:
    """Return the names of each column of a field, without the one that says that it may be missing."""
    parts = (columns,) if isinstance(columns, str) else columns
    lists = [(part,) if isinstance(part, str) else part for part in parts]
    return [tuple(name for name in names if name != MAY_BE_MISSING) or names for names in lists if names]


def column_alternatives(source: TabularSource) -> dict[str, tuple[str, ...]]:
    """Return the other names of each column, by its first one."""
    return {names[0]: names[1:] for names in _all_lists(source) if len(names) > 1}


def optional_columns(source: TabularSource) -> frozenset[str]:
    """Return the columns, by their first name, that a file may lack."""
    parts = (part for columns in source.fields.values() if not isinstance(columns, str) for part in columns)
    lists = [part for part in parts if not isinstance(part, str) and MAY_BE_MISSING in part]
    return frozenset(names[0] for part in lists for names in name_lists((part,)))


def other_columns(source: TabularSource, header_names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which columns of a file hold the same as one of them, by the first that the file has.

    :param header_names: the header; empty where rows name their own values
    """
    header = Header(0, tuple(header_names))
    found = [
        tuple(filter(None, map(header.find, names))) if header_names else names
        for names in _all_lists(source)
        if len(names) > 1
    ]
    return {columns[0]: columns[1:] for columns in found if len(columns) > 1}


def _all_lists(source: TabularSource) -> Iterator[tuple[str, ...]]:
    for columns in source.fields.values():
        yield from name_lists(columns)
