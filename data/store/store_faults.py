"""Which errors are faults of the store itself, after which no other item would pass either."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionError


def is_store_fault(error: Exception) -> bool:
    """Tell whether the store itself failed: it is away, busy or full, or a table or column is missing.

    A missing table is an ``OperationalError`` of SQLite and a ``ProgrammingError`` of PostgreSQL. The latter
    is also what its driver raises for a value that it cannot adapt; that is a fault of one item, and only
    what the server itself answered has an SQLSTATE.
    """
    if isinstance(error, ProgrammingError):
        return _has_sqlstate(error)
    return isinstance(error, OperationalError | InterfaceError | NoConnectionError)


def _has_sqlstate(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) is not None
