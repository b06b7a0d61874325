"""The city that a store belongs to, so that two cities' files of one name never share a store."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from data.store.named_values import load_value, save_value
from data.store.schema import area, service_request

CITY_MARK = "city:code"  # among the feeds' states: a source's name has no colon


@dataclass(frozen=True)
class CityIdentity:
    """By what a city is recognised in a store: its code, and the sources of its reports."""

    code: str
    sources: frozenset[str]


def mark_city(connection: Connection, code: str) -> str | None:
    """Mark a store with the code of the city that opens it; return the code that it had before, if any."""
    stored = _marked_code(connection)
    if stored != code:
        save_value(connection, CITY_MARK, {"code": code})
    return stored


def is_store_of(file: Path, city: CityIdentity) -> bool:
    """Return whether a SQLite file may be the store of a city; what cannot be read is not denied to it."""
    is_of = _ask(file, lambda connection: _is_of(connection, city))
    return is_of is None or is_of  # damaged, or of a kind that the start itself names


def has_reports_of(file: Path, city: CityIdentity) -> bool:
    """Return whether a SQLite file is a store with reports of the city's sources."""
    return bool(_ask(file, lambda connection: _has_own_reports(connection, city)))


def _ask(file: Path, question: Callable[[Connection], bool]) -> bool | None:
    """Return the answer of a SQLite file, which is only read; None if it cannot be."""
    engine = create_engine(f"sqlite:///file:{file.absolute()}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return question(connection)
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()


def _marked_code(connection: Connection) -> str | None:
    kept = load_value(connection, CITY_MARK)
    return str(kept["code"]) if kept else None


def _is_of(connection: Connection, city: CityIdentity) -> bool:
    code = _marked_code(connection)
    if code is not None:
        return code == city.code
    return _has_own_reports(connection, city) or not _lies_elsewhere(connection, city.code)


def _has_own_reports(connection: Connection, city: CityIdentity) -> bool:
    """Return whether any report is of a source of the city: such a store is never left for an empty one."""
    own = select(service_request.c.source).where(service_request.c.source.in_(city.sources)).limit(1)
    return connection.execute(own).first() is not None


def _lies_elsewhere(connection: Connection, code: str) -> bool:
    """Return whether all areas have codes of an office, of which none begins as the city's does."""
    codes = [str(stored) for stored in connection.scalars(select(area.c.code).distinct().limit(1_000))]
    if not codes or not all(map(_is_official_code, (code, *codes))):
        return False
    return not any(_digits(stored).startswith(_digits(code)) for stored in codes)


def _is_official_code(code: str) -> bool:
    return all(part.isdecimal() for part in code.split("."))


def _digits(code: str) -> str:
    """Return a code without dots: one office writes 71.71.01, another one 7171010."""
    return code.replace(".", "")
