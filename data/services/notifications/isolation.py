"""One bad item never stops the others: each is worked on in a savepoint of its own."""

from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

STORE_FAULTS = (OperationalError, InterfaceError)  # of the store itself, so that no other item would pass


def try_item(connection: Connection, work: Callable[[], None]) -> Exception | None:
    """Do the work of one item; return its fault, after which the store is as before this item.

    :raises sqlalchemy.exc.OperationalError: the store itself failed
    """
    try:
        with connection.begin_nested():
            work()
    except STORE_FAULTS:
        raise
    except Exception as error:
        return error
    return None
