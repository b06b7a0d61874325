"""A pull that breaks off leaves whole batches or nothing; repeating it gives the same store."""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.services.integrity import check_store
from data.sources.base import FeedError, Row
from data.store.engine import migrate, open_engine
from data.store.schema import event, pull, rejected_row, service_request
from jobs.pull import BATCH_SIZE
from jobs.pull import pull as pull_once
from tests.builders import open_test_context, qlue_row, write_city
from tests.personas import MONDAY_NOON
from tests.pulls import (
    TWO_SOURCES,
    ScriptedFeed,
    find_source,
    ledger_balances,
    plain_row,
    process_environment,
    pull_rows,
    rows_of,
    run_module,
    start_module,
    store_contents,
    wait_until,
)

MANY = 3 * BATCH_SIZE
LONG_AGO = {
    "post_date": "2025-03-03 09:00:00"
}  # a Monday in the past, since the killed process uses real time


@dataclass
class TableDroppingFeed:
    """A feed during which the store loses a table."""

    content: list[Row]
    engine: Engine

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        with self.engine.begin() as connection:
            rejected_row.drop(connection)
        yield from self.content


class PowerCutError(Exception):
    """An error that no code handles."""


def plain_rows(count):
    return [plain_row(number) for number in range(count)]


def test_rows_read_before_a_feed_breaks_off_are_stored(two_sources):
    pull_once(
        two_sources,
        find_source(two_sources, "qlue"),
        ScriptedFeed(plain_rows(BATCH_SIZE + 10), error=FeedError("half")),
    )
    assert_stored(two_sources, BATCH_SIZE + 10)


def test_an_internal_error_keeps_only_complete_batches(two_sources):
    with pytest.raises(PowerCutError):
        pull_once(
            two_sources,
            find_source(two_sources, "qlue"),
            ScriptedFeed(plain_rows(BATCH_SIZE + 10), error=PowerCutError("out")),
        )
    assert_stored(two_sources, BATCH_SIZE)


def assert_stored(context, count):
    """Assert that the one pull failed, and that ledger, store and identities agree on what it stored."""
    (line,) = rows_of(context.engine, pull)
    assert (line["outcome"], line["read"], line["new"]) == ("failed", count, count)
    assert len(rows_of(context.engine, service_request)) == count
    assert check_store(context.engine, context.city, MONDAY_NOON) == []


def test_rows_missing_from_a_broken_pull_are_stored_by_the_next_one(two_sources):
    source = find_source(two_sources, "qlue")
    pull_once(
        two_sources, source, ScriptedFeed(plain_rows(BATCH_SIZE + 10), error=FeedError("half an answer"))
    )
    line = pull_once(two_sources, source, ScriptedFeed(plain_rows(BATCH_SIZE + 30)))
    assert (line["new"], line["unchanged"], line["error"]) == (20, BATCH_SIZE + 10, None)


def test_an_error_while_writing_a_batch_rolls_the_batch_back(two_sources):
    """A valid and a rejected row are in one batch; the table of rejected rows is gone."""
    feed = TableDroppingFeed([plain_row(1), plain_row(2, requested_datetime="kemarin")], two_sources.engine)
    with pytest.raises(Exception, match="rejected_row"):
        pull_once(two_sources, find_source(two_sources, "qlue"), feed)
    assert rows_of(two_sources.engine, service_request) == rows_of(two_sources.engine, event) == []
    (line,) = rows_of(two_sources.engine, pull)
    assert (line["outcome"], line["read"]) == ("failed", 0)
    assert "fault of the board itself" in line["error"]


def test_a_killed_import_stays_consistent_and_the_next_one_completes_it(tmp_path: Path, store_url: str):
    write_city(tmp_path, source=TWO_SOURCES)
    rows = [qlue_row(number, **LONG_AGO) for number in range(MANY)] + [{"post_id": 0}]
    file = tmp_path / "banyak.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    engine, command = open_engine(store_url), ["jobs", "import", str(file), "--source", "qlue"]
    migrate(engine)
    with start_module(command, process_environment(tmp_path, store_url)) as process:
        wait_until(lambda: any(line["read"] for line in rows_of(engine, pull)))
        process.kill()
        assert process.wait() == -signal.SIGKILL
    (line,) = rows_of(engine, pull)
    assert line["outcome"] == "running"
    assert 0 < line["read"] < MANY
    assert line["read"] % BATCH_SIZE == 0
    assert ledger_balances(line)
    assert len(rows_of(engine, service_request)) == len(rows_of(engine, event)) == line["new"]

    again = run_module(command, process_environment(tmp_path, store_url))
    assert again.returncode == 0, again.stderr
    summary = json.loads(again.stdout)
    assert (summary["new"], summary["unchanged"], summary["rejected"]) == (MANY - line["new"], line["new"], 1)
    assert [row["outcome"] for row in rows_of(engine, pull)] == ["interrupted", "ok"]
    assert _without_times(engine) == _without_times(_uninterrupted_import(tmp_path, rows))


def _uninterrupted_import(folder: Path, rows: list[dict]):
    """Return the store of an import that was not killed."""
    (folder / "lain").mkdir()
    context = open_test_context(folder / "lain", moment=datetime.now(UTC), source=TWO_SOURCES)
    pull_rows(context, *rows)
    return context.engine


def _without_times(engine):
    """Return the store's contents without the moments that differ between two runs."""
    times = ("learnt_at", "first_learnt_at", "first_seen_at", "last_seen_at")
    tables = store_contents(engine)
    return {
        name: [{column: value for column, value in row.items() if column not in times} for row in rows]
        for name, rows in tables.items()
    }
