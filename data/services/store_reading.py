"""Reading the store for a page: what a store that is away means there."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError


class StoreUnavailableError(Exception):
    """The store cannot be read: what was asked for is unknown, which is not the same as empty."""


@contextmanager
def reading_connection(engine: Engine) -> Iterator[Connection]:
    """Open a connection for reading.

    :raises StoreUnavailableError: the store cannot be read
    """
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise StoreUnavailableError(type(error).__name__) from error
