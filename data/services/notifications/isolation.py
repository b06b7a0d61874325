"""One bad item never stops the others: each is worked on by itself, and its fault is stored with it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from data.core.faults import RETRY_DELAY, FaultKind, describe_error
from data.store import faults
from data.store.store_faults import is_store_fault

Item = TypeVar("Item")
Result = TypeVar("Result")

log = structlog.get_logger(__name__)


def try_item(connection: Connection, work: Callable[[], None]) -> Exception | None:
    """Do the work of one item; return its fault, after which the store is as before this item.

    :raises sqlalchemy.exc.SQLAlchemyError: the store itself failed
    """
    try:
        with connection.begin_nested():
            work()
    except Exception as error:
        if is_store_fault(error):
            raise
        return error
    return None


def collect(
    items: Iterable[Item],
    make: Callable[[Item], Iterable[Result]],
    on_fault: Callable[[Item, Exception], None],
) -> list[Result]:
    """Return what is made of all items; one of which nothing can be made is reported and left out.

    :raises sqlalchemy.exc.SQLAlchemyError: the store itself failed
    """
    results: list[Result] = []
    for item in items:
        try:
            made = list(make(item))
        except Exception as error:
            if is_store_fault(error):
                raise
            on_fault(item, error)
        else:
            results += made
    return results


def note_fault(
    connection: Connection, kind: FaultKind, item: str, error: Exception, now: datetime, event: str
) -> None:
    """Store the fault of an item for the operator's page, and log it the first time.

    :param event: the text of the log line
    """
    if faults.record(connection, kind, item, describe_error(error), now, now + RETRY_DELAY):
        log.error(event, item=item, exc_info=error)
