"""The store's whole history as columns, read once and then followed by change number.

Events are only appended, so that catching up costs what is new. The columns lie in mapped files: they are
several hundred megabytes in a large city, of which a question looks at some.
"""

import os
import threading
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from data.core.columns.event_columns import NO_ROW, EventColumns, RowNumbers, earlier_rows
from data.core.columns.event_frames import EVENT_MOMENTS, EVENT_NUMBERS, EVENT_TEXTS
from data.core.columns.report_columns import NO_CODE, CodedTexts
from data.core.report.standing import EventKind
from data.lib.column_file import ColumnFile
from data.store.event_columns import BATCH, NO_CHANGE, EventBatch, TextCodes, event_batches, read_points
from data.store.report_numbers import ReportNumbers
from data.store.schema import event

ROW_COLUMNS = ("previous", "following", "report")
COLUMN_TYPES: dict[str, np.dtype[np.generic]] = {
    "change": np.dtype(np.int64),
    **dict.fromkeys((*ROW_COLUMNS, *EVENT_TEXTS), np.dtype(np.int32)),
    **{name: np.dtype(dtype) for name, dtype in EVENT_NUMBERS.items()},
    **dict.fromkeys(EVENT_MOMENTS, np.dtype(np.int64)),
}


MOST_MISSING = 3 * BATCH  # events that are read while somebody waits, where there is another way
ANOTHER: tuple[object, ...] = ()  # no event: that of no store


class HistoryFileError(SQLAlchemyError):
    """The columns cannot be written, perhaps on a full disk: the history is unknown, as without a store."""


class EventHistory:
    """All events of one store as columns; any thread may call it."""

    def __init__(self, engine: Engine) -> None:
        self._folder = writable_store_folder(engine)
        self._lock = threading.Lock()
        self._files: dict[str, ColumnFile] = {}
        self._numbers = ReportNumbers(self._folder)
        self._last: tuple[object, ...] | None = ANOTHER  # what the last event is in its store
        self._change = NO_CHANGE

    def _reset(self) -> None:
        self._files = {name: ColumnFile(dtype, self._folder) for name, dtype in COLUMN_TYPES.items()}
        self._numbers = ReportNumbers(self._folder)
        self._codes = {name: TextCodes() for name in EVENT_TEXTS}
        self._change, self._last = NO_CHANGE, None

    def columns(self, connection: Connection, revision: int) -> EventColumns:
        """Return all events as they were known at a change number, after reading what is new.

        :param revision: at most the last change number that the connection sees
        :raises sqlalchemy.exc.SQLAlchemyError: the store cannot be read, or the columns cannot be written
        """
        with self._lock:
            self._catch_up(connection)
            return self._view().up_to(revision)

    def is_near(self, revision: int) -> bool:
        """Return whether a question of a change number waits for few events to be read, or for none."""
        return revision - self._change <= MOST_MISSING

    def report_numbers(self, columns: EventColumns, rows: RowNumbers) -> list[str]:
        """Return the report's number at its source of some events.

        :param columns: of this history
        """
        with self._lock:
            return self._numbers.read(columns.report[rows])

    def prepare(self, connection: Connection, stop: threading.Event) -> None:
        """Read what is new, unless ``stop`` is set: the rest then remains for the first question."""
        with self._lock:
            self._catch_up(connection, stop)
        self.release()

    def release(self) -> None:
        """Give back the memory in which columns were looked at."""
        for file in [*self._files.values(), *self._numbers.files]:
            file.release()

    def _catch_up(self, connection: Connection, stop: threading.Event | None = None) -> None:
        try:
            self._read_new(connection, stop)
        except OSError as error:
            raise HistoryFileError(f"events cannot be kept: {error.strerror}") from error

    def _read_new(self, connection: Connection, stop: threading.Event | None) -> None:
        if self._last is not None and self._last != store_identity(connection, self._change):
            self._reset()  # another store, or a renamed source: other rows have these numbers
        try:
            self._append_new(connection, stop)
        except BaseException:
            self._last = ANOTHER  # the columns may be of unequal lengths: the next question begins anew
            raise

    def _append_new(self, connection: Connection, stop: threading.Event | None) -> None:
        before = self._change
        for batch in event_batches(connection, self._change, self._codes):
            self._append(batch)
            self._read_points_again(connection, batch)
            self._change = int(batch.change[-1])
            if stop is not None and stop.is_set():
                break
        if self._change != before:
            self._last = store_identity(connection, self._change)

    def _append(self, batch: EventBatch) -> None:
        start, files = len(self._files["change"]), self._files
        files["change"].append(batch.change)
        previous = _rows_of(files["change"].view(), batch.previous)
        files["previous"].append(previous)
        files["following"].append(np.full(len(previous), NO_ROW))
        linked = np.flatnonzero(previous != NO_ROW)
        files["following"].set_values(previous[linked], start + linked)
        files["report"].append(_reports_of(previous, start, files["report"].view()))
        self._numbers.append(batch.numbers, previous == NO_ROW)
        for name, values in (batch.codes | batch.moments | batch.values).items():
            files[name].append(values)

    def _read_points_again(self, connection: Connection, batch: EventBatch) -> None:
        """Read the points of reports with a new category: those from before a secret one are deleted."""
        previous, change = (np.asarray(self._files[name].view()) for name in ("previous", "change"))
        rows = earlier_rows(previous, self._recategorised(batch))
        for changes, lat, long in read_points(connection, change[rows]):
            found = np.searchsorted(change, changes)
            self._files["lat"].set_values(found, lat)
            self._files["long"].set_values(found, long)

    def _recategorised(self, batch: EventBatch) -> RowNumbers:
        start = len(self._files["change"]) - len(batch.change)
        kind = self._codes["kind"].get(EventKind.RECATEGORISED, NO_CODE - 1)
        return start + np.flatnonzero(batch.codes["kind"] == kind)

    def _view(self) -> EventColumns:
        views = {name: file.view() for name, file in self._files.items()}
        texts = {name: CodedTexts(views[name], self._codes[name].labels) for name in EVENT_TEXTS}  # type: ignore[arg-type]
        return EventColumns(**{**views, **texts})  # type: ignore[arg-type]


def _rows_of(change: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return the rows of change numbers, ``NO_ROW`` for ``NO_CHANGE``."""
    return np.where(numbers == NO_CHANGE, NO_ROW, np.searchsorted(change, numbers))


def _reports_of(previous: np.ndarray, start: int, reports: np.ndarray) -> np.ndarray:
    """Return the first row of each report of a batch that begins at a row.

    :param reports: of the rows before the batch
    """
    rows = np.where(previous == NO_ROW, np.arange(start, start + len(previous)), previous)
    while True:
        own = rows >= start
        further = rows.copy()
        further[own] = rows[rows[own] - start]
        if np.array_equal(further, rows):
            break
        rows = further
    earlier = rows < start
    rows[earlier] = reports[rows[earlier]]
    return rows


def store_identity(connection: Connection, change: int) -> tuple[object, ...] | None:
    """Return what tells one store from another that has the same change numbers."""
    columns = (event.c.change, event.c.source, event.c.service_request_id, event.c.kind, event.c.learnt_at)
    row = connection.execute(select(*columns).where(event.c.change == change)).one_or_none()
    return None if row is None else (*row, *_sources(connection))


def _sources(connection: Connection) -> list[str]:
    """Return the sources of all events, with one step in the index for each."""
    sources, query = list[str](), select(func.min(event.c.source))
    while source := connection.execute(query.where(event.c.source > (sources or [""])[-1])).scalar():
        sources.append(source)
    return sources


def writable_store_folder(engine: Engine) -> Path | None:
    """Return the folder of a SQLite file; None for any other store, or where nothing can be written to it.

    A store that is away for a while takes its folder along: what is kept there begins again when it is back.
    """
    name = engine.url.database
    is_file = engine.url.get_backend_name() == "sqlite" and name and not name.startswith((":", "file:"))
    folder = Path(str(name)).resolve().parent if is_file else None
    return folder if folder and os.access(folder, os.W_OK) else None
