"""The history as columns follows the store by change number, and equals a reading of all events.

Kind: the fast form equals its reference.
"""

import errno
import os
import threading
from dataclasses import fields
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from bootstrap import AppContext
from data.core.columns.event_columns import EventColumns
from data.core.columns.event_frames import event_columns_of
from data.core.columns.report_columns import CodedTexts
from data.core.report.standing import Event, EventKind
from data.lib.column_file import ColumnFile
from data.store import reports
from data.store.engine import writer
from data.store.event_history import EventHistory
from data.store.schema import event
from tests.builders import open_test_context, standing
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON
from tests.pulls import LAPOR, QLUE, clear_store
from tests.random_histories import RecordedBatch, event_batches, write_batches


@pytest.fixture
def app_context(tmp_path: Path, store_url: str) -> AppContext:
    """Return the city's context, once on each kind of database."""
    return open_test_context(tmp_path, store_url, source=[QLUE, LAPOR])


def plain(columns: EventColumns) -> dict[str, list[Any]]:
    """Return columns with texts in place of their codes."""
    return {item.name: plain_column(getattr(columns, item.name)) for item in fields(columns)}


def plain_column(column: Any) -> list[Any]:
    if isinstance(column, CodedTexts):
        return [column.labels[code] if code >= 0 else None for code in column.codes]
    values: list[Any] = np.asarray(column).tolist()
    return [None if value != value else value for value in values]  # no point is no number


@limited_examples(6)
@given(recording=event_batches())
def test_columns_followed_by_change_equal_a_reading_of_all_events(
    app_context: AppContext, recording: tuple[list[RecordedBatch], int]
) -> None:
    """After every batch, also in the same history after the store was emptied and filled anew."""
    history = EventHistory(app_context.engine)
    for _ in range(2):
        clear_store(app_context.engine)
        for batch in recording[0]:
            write_batches(app_context, [batch])
            with app_context.engine.connect() as connection:
                revision = reports.revision(connection)
                found = history.columns(connection, revision)
                expected = event_columns_of(reports.events(connection))
            assert plain(found) == plain(expected)


@limited_examples(4)
@given(recording=event_batches())
def test_what_became_known_later_is_not_in_columns_of_an_earlier_change(
    app_context: AppContext, recording: tuple[list[RecordedBatch], int]
) -> None:
    clear_store(app_context.engine)
    write_batches(app_context, recording[0])
    history = EventHistory(app_context.engine)
    with app_context.engine.connect() as connection:
        events = reports.events(connection)
        columns = history.columns(connection, reports.revision(connection))
    for change in events["change"]:
        known = columns.up_to(int(change))
        earlier = event_columns_of(events[events["change"] <= change])
        rows = np.arange(len(known))
        assert known.overtaken_at(rows).tolist() == earlier.overtaken_at(rows).tolist()


@pytest.mark.parametrize("fault_at", [1, 7, 20])
def test_a_full_disk_is_said_and_the_next_question_begins_anew(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch, fault_at: int
) -> None:
    """The columns then have unequal lengths, of which no figure may be made."""
    clear_store(app_context.engine)
    write_batches(app_context, [[*_two_sources()]])
    history, append, calls = EventHistory(app_context.engine), ColumnFile.append, count(1)

    def append_or_fail(file: ColumnFile, values: Any) -> None:
        if next(calls) == fault_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        append(file, values)

    monkeypatch.setattr(ColumnFile, "append", append_or_fail)
    with app_context.engine.connect() as connection:
        revision = reports.revision(connection)
        with pytest.raises(SQLAlchemyError, match="No space left"):
            history.columns(connection, revision)
        assert plain(history.columns(connection, revision)) == plain(
            event_columns_of(reports.events(connection))
        )


def test_a_write_of_which_the_disk_takes_a_part_is_continued(tmp_path: Path) -> None:
    file = ColumnFile(np.dtype(np.int64), tmp_path)
    write = file._file.write
    file._file = SimpleNamespace(write=lambda left: write(left[:5]), fileno=file._file.fileno)  # type: ignore[assignment]
    file.append(np.arange(10))
    assert file.view().tolist() == list(range(10))


def test_a_renamed_source_is_read_anew(app_context: AppContext) -> None:
    clear_store(app_context.engine)
    write_batches(app_context, [[*_two_sources()]])
    history = EventHistory(app_context.engine)
    with app_context.engine.connect() as connection:
        history.columns(connection, 2)
    with writer(app_context.engine).begin() as connection:
        connection.execute(update(event).where(event.c.source == "qlue").values(source="qlue-lama"))
    with app_context.engine.connect() as connection:
        assert "qlue-lama" in plain(history.columns(connection, 2))["source"]


def _two_sources() -> list[Any]:
    received = Event(EventKind.RECEIVED, MONDAY_NOON, MONDAY_NOON, standing(requested_datetime=MONDAY_NOON))
    return [(("qlue", "1"), received), (("lapor", "1"), received)]


def test_an_empty_store_has_no_rows(app_context: AppContext) -> None:
    clear_store(app_context.engine)
    history, stop = EventHistory(app_context.engine), threading.Event()
    with app_context.engine.connect() as connection:
        assert len(history.columns(connection, 0)) == 0
        history.prepare(connection, stop)
