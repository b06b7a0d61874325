"""Full text of reports: which of them hold some words, by the change number of their latest event.

PostgreSQL has an index of its own. Beside SQLite stands a private file without a name, made by reading the
store once and then followed by change number. A text that was deleted is found no more at once, and gone from
the disk with the process.
"""

import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection, Engine, Select, Text, func, select, text, type_coerce
from sqlalchemy.exc import SQLAlchemyError

from data.core.columns.report_columns import Numbers
from data.core.report_list.text_query import TextTerm
from data.lib.stems import stem, stems_of
from data.store.event_history import store_identity
from data.store.reports import revision
from data.store.schema import event, service_request

TEXT_FIELDS = ("description", "address", "status_notes", "area_name")
BATCH = 20_000
NO_CHANGES = np.empty(0, dtype=np.int64)


class TextIndexError(SQLAlchemyError):
    """The index cannot be written, perhaps on a full disk: what the words would find is unknown."""


class TextIndex(ABC):
    """The words of all reports of one store; any thread may call it."""

    @abstractmethod
    def matches(self, connection: Connection, terms: Sequence[TextTerm]) -> Numbers:
        """Return the change numbers of the reports that hold all of some terms in their texts or number.

        :raises sqlalchemy.exc.SQLAlchemyError: the store cannot be read, or the index cannot be written
        """

    @abstractmethod
    def rated(self, connection: Connection, stars: Collection[int]) -> Numbers:
        """Return the change numbers of the reports whose reporters gave one of some numbers of stars."""

    @abstractmethod
    def prepare(self, connection: Connection, stop: threading.Event) -> None:
        """Make ready for questions, unless ``stop`` is set: the rest then remains for the first one."""


class SqliteTextIndex(TextIndex):
    """An index by SQLite's FTS5.

    :param hidden: codes of categories whose texts are not searched
    :param folder: on a disk; None: wherever the system keeps temporary files
    """

    def __init__(self, hidden: Collection[str], folder: Path | None = None) -> None:
        self._hidden, self._folder = frozenset(hidden), folder
        self._lock = threading.Lock()
        self._index: sqlite3.Connection | None = None
        self._change = 0
        self._identity: tuple[Any, ...] | None = None

    def matches(self, connection: Connection, terms: Sequence[TextTerm]) -> Numbers:
        return self._find(connection, f"{{number words}} : ({' AND '.join(map(_fts_phrase, terms))})")

    def rated(self, connection: Connection, stars: Collection[int]) -> Numbers:
        return self._find(connection, "rating : (" + " OR ".join(f"s{number}" for number in stars) + ")")

    def prepare(self, connection: Connection, stop: threading.Event) -> None:
        with self._lock, self._reset_on_error():
            self._read_new(connection, stop)

    def _find(self, connection: Connection, expression: str) -> Numbers:
        with self._lock, self._reset_on_error():
            index = self._read_new(connection)
            # One text of all numbers: as rows, they take three times as long.
            query = "SELECT group_concat(rowid) FROM report WHERE report MATCH ?"
            (numbers,) = index.execute(query, (expression,)).fetchone()
        return np.fromstring(numbers, dtype=np.int64, sep=",") if numbers else NO_CHANGES

    @contextmanager
    def _reset_on_error(self) -> Iterator[None]:
        """Begin anew at the next question if the index cannot be read or written."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self._index = None
            raise TextIndexError(f"texts cannot be kept: {error}") from error

    def _read_new(self, connection: Connection, stop: threading.Event | None = None) -> sqlite3.Connection:
        if self._index is None or self._identity != store_identity(connection, self._change):
            self._index, self._change, self._identity = _open_index(self._folder), 0, None
        # A report that changes meanwhile has a later number: it is read again by the next question.
        before, until = self._change, revision(connection)
        for rows in _changed_reports(connection, self._change, until):
            stale = [] if before == 0 else _changes_before(connection, self._change, rows)
            self._write(self._index, stale, rows)
            if stop is not None and stop.is_set():
                break
        if self._change != before:
            self._identity = store_identity(connection, self._change)
        return self._index

    def _write(self, index: sqlite3.Connection, stale: Sequence[tuple[int]], rows: Sequence[Any]) -> None:
        with index:
            index.executemany("DELETE FROM report WHERE rowid = ?", stale)
            index.executemany(
                "INSERT INTO report (rowid, number, words, rating) VALUES (?, ?, ?, ?)", self._entries(rows)
            )
        self._change = rows[-1].change

    def _entries(self, rows: Sequence[Any]) -> Iterator[tuple[int, str, str, str]]:
        for row in rows:
            details = orjson.loads(row.details)
            texts = () if row.service_code in self._hidden else map(details.get, TEXT_FIELDS)
            rating = details.get("rating")
            words = "\n".join(text for text in texts if text)
            words = " ".join((words, *stems_of(words)))
            yield row.change, row.service_request_id, words, f"s{rating}" if rating else ""


def _fts_phrase(term: TextTerm) -> str:
    """Return a term in FTS5's language: a word as it is, as it goes on, or by its stem."""
    phrase = f'"{term.text}"' + ("*" if term.is_prefix else "")
    return f'({phrase} OR "{stem(term.text)}")' if len(term.words) == 1 else phrase


def _open_index(folder: Path | None) -> sqlite3.Connection:
    """Return a new index in a file that has no name, so that it ends with the process."""
    with NamedTemporaryFile(dir=folder, prefix=".texts-") as file:
        index = sqlite3.connect(file.name, check_same_thread=False)
        index.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;"
            "CREATE VIRTUAL TABLE report USING fts5(number, words, rating, tokenize = 'unicode61');"
        )
    return index


def _changed_reports(connection: Connection, after: int, until: int) -> Iterator[Sequence[Any]]:
    """Yield the reports whose latest change lies in (``after``, ``until``], by batches, in its order."""
    while rows := connection.execute(_texts_query(after, until)).fetchall():
        yield rows
        after = rows[-1].change


def _texts_query(after: int, until: int) -> Select[Any]:
    table = service_request.c
    details = type_coerce(table.details, Text).label("details")  # parsed by a faster reader than the driver's
    columns = (table.change, table.source, table.service_request_id, table.service_code)
    return (
        select(*columns, details)
        .where(table.change > after, table.change <= until)
        .order_by(table.change)
        .limit(BATCH)
    )


def _changes_before(connection: Connection, until: int, rows: Sequence[Any]) -> list[tuple[int]]:
    """Return under which change number each report stands in the index, if it does."""
    found = list[tuple[int]]()
    for row in rows:
        own = (event.c.source == row.source) & (event.c.service_request_id == row.service_request_id)
        change = connection.execute(
            select(func.max(event.c.change)).where(own, event.c.change <= until)
        ).scalar()
        found += [(change,)] if change is not None else []
    return found


# Texts as they are and by their stems. What an index is of must be written exactly as it is asked for.
# What joins words, as in "MND-2026-000123", is taken out: PostgreSQL would read a sign into the numbers.
NUMBER_VECTOR = "to_tsvector('simple', regexp_replace(service_request_id, '\\W+', ' ', 'g'))"
TEXT_VECTOR = " || ".join(
    [NUMBER_VECTOR]
    + [
        f"to_tsvector('{language}', regexp_replace(coalesce(details ->> '{name}', ''), '\\W+', ' ', 'g'))"
        for name in TEXT_FIELDS
        for language in ("simple", "indonesian")
    ]
)
INDEX_NAME = "service_request_texts"
# Its making was interrupted, and nobody is at it.
IS_BROKEN = (
    "SELECT NOT indisvalid AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index AS progress"
    " WHERE progress.index_relid = indexrelid) FROM pg_index WHERE indexrelid = to_regclass(:name)"
)
TERM_QUERY = "(to_tsquery('indonesian', {0}) || to_tsquery('simple', {0}))"


class PostgresTextIndex(TextIndex):
    """An index of PostgreSQL's own, made when it is missing.

    :param hidden: codes of categories whose texts are not searched
    """

    def __init__(self, engine: Engine, hidden: Collection[str]) -> None:
        self._engine, self._hidden = engine, sorted(hidden)

    def matches(self, connection: Connection, terms: Sequence[TextTerm]) -> Numbers:
        query = " && ".join(TERM_QUERY.format(f":term_{place}") for place in range(len(terms)))
        condition = (
            f"({TEXT_VECTOR}) @@ ({query})"
            f" AND (NOT service_code = ANY(:hidden) OR {NUMBER_VECTOR} @@ ({query}))"
        )
        values = {f"term_{place}": _lexemes(term) for place, term in enumerate(terms)}
        return self._find(connection, condition, hidden=self._hidden, **values)

    def rated(self, connection: Connection, stars: Collection[int]) -> Numbers:
        return self._find(connection, "details ->> 'rating' = ANY(:stars)", stars=[str(one) for one in stars])

    def prepare(self, connection: Connection, stop: threading.Event) -> None:
        """Make the index beside whoever writes, unless it is there."""
        target = f"service_request USING gin (({TEXT_VECTOR}))"
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as own_connection:
            if own_connection.execute(text(IS_BROKEN), {"name": INDEX_NAME}).scalar():
                own_connection.execute(text(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX_NAME}"))
            own_connection.execute(text(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {INDEX_NAME} ON {target}"))

    @staticmethod
    def _find(connection: Connection, condition: str, **values: Any) -> Numbers:
        statement = text(f"SELECT change FROM service_request WHERE {condition}")
        rows = connection.execute(statement, values).fetchall()
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))


def _lexemes(term: TextTerm) -> str:
    return " <-> ".join(term.words) + (":*" if term.is_prefix else "")


def open_text_index(engine: Engine, hidden: Collection[str], folder: Path | None = None) -> TextIndex:
    """Return the index of a store's texts.

    :param hidden: codes of categories whose texts are not searched
    :param folder: in which an index beside the store is written; None: where the system keeps such files
    """
    if engine.dialect.name == "sqlite":
        return SqliteTextIndex(hidden, folder)
    return PostgresTextIndex(engine, hidden)
