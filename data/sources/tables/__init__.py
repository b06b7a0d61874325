"""Tables of reports as offices keep them: CSV, TSV, JSON lines, JSON lists, Excel, packed or not."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.core.config.city import Sp4nSource, TabularSource
from data.sources.base import Row
from data.sources.tables.feed import TableRows
from data.sources.tables.sp4n import Sp4nRows

__all__ = ["TableRows", "reread_table_row", "table_rows"]


def table_rows(source: TabularSource, content: Path | bytes) -> TableRows:
    """The rows of a table, be it of a known export or of the city's own mapping."""
    return Sp4nRows(source, content) if isinstance(source, Sp4nSource) else TableRows(source, content)


def reread_table_row(source: TabularSource, item: Mapping[str, Any]) -> Row:
    """A row that was kept by column, read as if it stood in its file.

    :raises FeedError: its columns are not the source's, or its dates can be read in more than one way
    """
    return table_rows(source, b"").reread(item)
