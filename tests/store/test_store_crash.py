"""A pull that breaks off leaves whole batches or nothing; doing it again comes to the same end."""

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
from data.store.engine import open_engine
from data.store.schema import event, pull, rejected_row, service_request
from jobs.pull import BATCH
from jobs.pull import pull as pull_once
from tests.builders import open_town, qlue_row, write_city
from tests.personas import MONDAY_NOON
from tests.pulls import (
    TWO_SOURCES,
    Told,
    adds_up,
    environ,
    eventually,
    named,
    plain_row,
    pull_rows,
    rows_of,
    run,
    started,
    substance,
)

MANY = 3 * BATCH
LONG_AGO = {"post_date": "2025-03-03 09:00:00"}  # a Monday: the process that is killed knows the real time


@dataclass
class Losing:
    """A feed in whose course the store loses a table."""

    told: list[Row]
    engine: Engine

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        with self.engine.begin() as connection:
            rejected_row.drop(connection)
        yield from self.told


class PowerCutError(Exception):
    """What no code of ours expects."""


def some(count):
    return [plain_row(number) for number in range(count)]


def test_what_a_feed_told_before_it_broke_off_is_kept(two_sources):
    pull_once(two_sources, named(two_sources, "qlue"), Told(some(BATCH + 10), then=FeedError("half")))
    assert_stored(two_sources, BATCH + 10)


def test_a_fault_of_the_board_itself_keeps_whole_batches_only(two_sources):
    with pytest.raises(PowerCutError):
        pull_once(two_sources, named(two_sources, "qlue"), Told(some(BATCH + 10), then=PowerCutError("out")))
    assert_stored(two_sources, BATCH)


def assert_stored(town, count):
    """The one pull failed, and the ledger, the store and the identities agree on what it left."""
    (line,) = rows_of(town.engine, pull)
    assert (line["outcome"], line["read"], line["new"]) == ("failed", count, count)
    assert len(rows_of(town.engine, service_request)) == count
    assert check_store(town.engine, town.city, MONDAY_NOON) == []


def test_what_a_broken_feed_left_out_comes_with_the_next_pull(two_sources):
    source = named(two_sources, "qlue")
    pull_once(two_sources, source, Told(some(BATCH + 10), then=FeedError("half an answer")))
    line = pull_once(two_sources, source, Told(some(BATCH + 30)))
    assert (line["new"], line["unchanged"], line["error"]) == (20, BATCH + 10, None)


def test_a_fault_while_a_batch_is_written_leaves_nothing_of_it(two_sources):
    """A good row and a bad one stand in one batch; the table of the bad ones is gone."""
    feed = Losing([plain_row(1), plain_row(2, requested_datetime="kemarin")], two_sources.engine)
    with pytest.raises(Exception, match="rejected_row"):
        pull_once(two_sources, named(two_sources, "qlue"), feed)
    assert rows_of(two_sources.engine, service_request) == rows_of(two_sources.engine, event) == []
    (line,) = rows_of(two_sources.engine, pull)
    assert (line["outcome"], line["read"]) == ("failed", 0)
    assert "fault of the board itself" in line["error"]


def test_a_killed_import_adds_up_and_the_next_one_completes_it(tmp_path: Path, store_url: str):
    write_city(tmp_path, source=TWO_SOURCES)
    rows = [qlue_row(number, **LONG_AGO) for number in range(MANY)] + [{"post_id": 0}]
    file = tmp_path / "banyak.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    engine, command = open_engine(store_url), ["jobs", "import", str(file), "--source", "qlue"]
    assert run(["data", "check"], environ(tmp_path, store_url)).returncode == 0  # and the tables are there
    with started(command, environ(tmp_path, store_url)) as process:
        eventually(lambda: any(line["read"] for line in rows_of(engine, pull)))
        process.kill()
        assert process.wait() == -signal.SIGKILL
    (line,) = rows_of(engine, pull)
    assert line["outcome"] == "running"
    assert 0 < line["read"] < MANY
    assert line["read"] % BATCH == 0
    assert adds_up(line)
    assert len(rows_of(engine, service_request)) == len(rows_of(engine, event)) == line["new"]

    again = run(command, environ(tmp_path, store_url))
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout)
    assert (told["new"], told["unchanged"], told["rejected"]) == (MANY - line["new"], line["new"], 1)
    assert [row["outcome"] for row in rows_of(engine, pull)] == ["interrupted", "ok"]
    assert _but_for_time(engine) == _but_for_time(_whole(tmp_path, rows))


def _whole(folder: Path, rows: list[dict]):
    """The store of somebody whose import was not killed."""
    (folder / "lain").mkdir()
    town = open_town(folder / "lain", moment=datetime.now(UTC), source=TWO_SOURCES)
    pull_rows(town, *rows)
    return town.engine


def _but_for_time(engine):
    """What the store says, without the moments at which two runs learnt it."""
    times = ("learnt_at", "first_learnt_at", "first_seen_at", "last_seen_at")
    tables = substance(engine)
    return {
        name: [{k: v for k, v in row.items() if k not in times} for row in rows]
        for name, rows in tables.items()
    }
