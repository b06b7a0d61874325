"""Tables of reports as offices keep them: CSV, TSV, JSON lines, JSON lists, Excel, packed or not."""

from pathlib import Path

from data.core.city import Sp4nSource, TabularSource
from data.source.tables.feed import TableRows
from data.source.tables.sp4n import Sp4nRows

__all__ = ["TableRows", "table_rows"]


def table_rows(source: TabularSource, content: Path | bytes) -> TableRows:
    """The rows of a table, be it of a known export or of the city's own mapping."""
    return Sp4nRows(source, content) if isinstance(source, Sp4nSource) else TableRows(source, content)
