"""Another name for a source, or another code for a category, in everything that is stored.

The city's file calls it otherwise now; the reports stay what they are, and no event is written.
"""

from sqlalchemy import Connection, Table, func, select, update

from data.store.origin_counts import forget_counts
from data.store.renamed_states import rename_states
from data.store.schema import feed_memory, metadata, service_request

CATEGORY_COLUMN, SOURCE_COLUMN = "service_code", "source"


def count_reports(connection: Connection, column: str, value: str) -> int:
    """Return the number of stored reports with a value."""
    condition = service_request.c[column] == value
    return int(connection.scalar(select(func.count()).select_from(service_request).where(condition)) or 0)


def rename(connection: Connection, column: str, old: str, new: str) -> None:
    """Replace a value of a column in every table; what is kept by a source's name goes with it."""
    forget_counts(connection)
    for table in _tables_with(column):
        connection.execute(update(table).where(table.c[column] == old).values({column: new}))
    if column == SOURCE_COLUMN:
        rename_states(connection, old, new)


def _tables_with(column: str) -> list[Table]:
    tables = [table for table in metadata.tables.values() if column in table.c]
    return [table for table in tables if table is not feed_memory]
