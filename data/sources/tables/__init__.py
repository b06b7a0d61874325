"""Tables of reports: CSV, TSV, JSON lines, JSON lists and Excel, also compressed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.core.config.city import Sp4nSource, TabularSource
from data.sources.base import Row
from data.sources.tables.feed import TableRows
from data.sources.tables.sp4n import Sp4nRows

__all__ = ["TableRows", "reread_table_row", "table_rows"]


def table_rows(source: TabularSource, content: Path | bytes) -> TableRows:
    """Return the rows of a table, of a known export or by the city's own mapping."""
    return Sp4nRows(source, content) if isinstance(source, Sp4nSource) else TableRows(source, content)


def reread_table_row(source: TabularSource, item: Mapping[str, Any]) -> Row:
    """Read a row that quarantine stores by column, as if it were in its file.

    :raises FeedError: its columns are not the source's, or its dates are ambiguous
    """
    return table_rows(source, b"").reread(item)
