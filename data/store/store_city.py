"""The city that a store belongs to, so that two cities' files of one name never share a store."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, delete, select
from sqlalchemy.exc import SQLAlchemyError

from data.store.schema import area, feed_memory, service_request

CITY_MARK = "city:code"  # among the feeds' states: a source's name has no colon
KEPT = "kept"  # the column


@dataclass(frozen=True)
class CityIdentity:
    """By what a city is recognised in a store: its code, and the sources of its reports.

    :param own_source: the source of reports that are submitted on any board, which says nothing
    """

    code: str
    sources: frozenset[str]
    own_source: str


def mark_city(connection: Connection, code: str) -> str | None:
    """Mark a store with the code of the city that opens it; return the code that it had before, if any."""
    stored = _marked_code(connection)
    if stored != code:
        connection.execute(delete(feed_memory).where(feed_memory.c.source == CITY_MARK))
        mark = {"source": CITY_MARK, "fingerprint": "", KEPT: {"code": code}}
        connection.execute(feed_memory.insert().values(mark))
    return stored


def is_store_of(file: Path, city: CityIdentity) -> bool:
    """Return whether a SQLite file may be the store of a city; what cannot be read is not denied to it."""
    engine = create_engine(f"sqlite:///file:{file.absolute()}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return _is_of(connection, city)
    except SQLAlchemyError:
        return True  # damaged, or of a kind that the start itself names
    finally:
        engine.dispose()


def _marked_code(connection: Connection) -> str | None:
    query = select(feed_memory.c[KEPT]).where(feed_memory.c.source == CITY_MARK)
    kept = connection.execute(query).scalar_one_or_none()
    return str(kept["code"]) if kept else None


def _is_of(connection: Connection, city: CityIdentity) -> bool:
    code = _marked_code(connection)
    if code is not None:
        return code == city.code
    return not (_has_only_others(connection, city) or _lies_elsewhere(connection, city.code))


def _has_only_others(connection: Connection, city: CityIdentity) -> bool:
    """Return whether every report is of a source that the city does not have."""
    stored = service_request.c.source
    own = select(stored).where(stored.in_(city.sources)).limit(1)
    other = select(stored).where(stored.not_in({*city.sources, city.own_source})).limit(1)
    return connection.execute(other).first() is not None and connection.execute(own).first() is None


def _lies_elsewhere(connection: Connection, code: str) -> bool:
    """Return whether all areas have codes of the Ministry, and none of them is of the city."""
    codes = [str(stored) for stored in connection.scalars(select(area.c.code).distinct().limit(1_000))]
    if not codes or not all(map(_is_ministry_code, (code, *codes))):
        return False
    return not any(f"{stored}.".startswith(f"{code}.") for stored in codes)


def _is_ministry_code(code: str) -> bool:
    return all(part.isdecimal() for part in code.split("."))
