"""Change numbers rise without gaps, and become visible in their own order, whoever else writes."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, func, select, text

from bootstrap import World
from data.store import reports
from data.store.engine import open_engine, writer
from data.store.schema import event, service_request
from tests.builders import qlue_row
from tests.pulls import eventually, pull_rows, rows_of

PULLS = 12


def test_numbers_rise_by_one_with_each_event(two_sources):
    pull_rows(two_sources, qlue_row(1), qlue_row(2, status="complete"))
    pull_rows(two_sources, qlue_row(1, status="process"))
    assert [row["change"] for row in rows_of(two_sources.engine, event)] == [1, 2, 3, 4]
    with two_sources.engine.connect() as connection:
        assert reports.revision(connection) == 4


def test_a_report_carries_the_number_of_its_latest_event(two_sources):
    pull_rows(two_sources, qlue_row(1), qlue_row(2, status="complete"))
    pull_rows(two_sources, qlue_row(1, status="process"))
    changes = {
        row["service_request_id"]: row["change"] for row in rows_of(two_sources.engine, service_request)
    }
    assert changes == {"1": 4, "2": 3}


def test_two_writers_at_once_leave_no_gap_and_no_reader_sees_a_number_before_those_below_it(two_sources):
    seen = _while_reading(two_sources, [_filing(two_sources, "qlue"), _filing(two_sources, "lapor")])
    assert seen[-1] == (2 * PULLS * 3, 2 * PULLS * 3, 2 * PULLS * 3)
    assert all(events == highest == counted for events, highest, counted in seen)
    assert seen == sorted(seen)


def test_two_writers_of_the_same_reports_decide_one_after_the_other(two_sources):
    rows = [qlue_row(number) for number in range(40)]
    lines: list[dict] = []
    both = [lambda: lines.append(pull_rows(two_sources, *rows)) for _ in range(2)]
    _while_reading(two_sources, both)
    assert sorted(line["new"] for line in lines) == [0, 40]
    assert sorted(line["unchanged"] for line in lines) == [0, 40]


@pytest.mark.postgres
def test_a_second_writer_waits_until_the_first_has_ended(postgres):
    """SQLite lets one writer in by itself; on PostgreSQL we must see to it."""
    engine, entered = open_engine(postgres.new_database()), threading.Event()

    def write() -> None:
        with writer(engine).begin():
            entered.set()

    second = threading.Thread(target=write)
    with writer(engine).begin():
        second.start()
        eventually(lambda: entered.is_set() or _somebody_waits(engine))
        assert not entered.is_set()
    second.join()
    assert entered.is_set()


def _somebody_waits(engine: Engine) -> bool:
    locks = "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
    with engine.connect() as reader:
        waiting = text(f"{locks} WHERE datname = current_database() AND NOT granted")
        return bool(reader.execute(waiting).scalar_one())


def _filing(world: World, source: str) -> Callable[[], None]:
    def file() -> None:
        for turn in range(PULLS):
            pull_rows(world, *(qlue_row(3 * turn + number) for number in range(3)), source=source)

    return file


def _while_reading(world: World, writers: list[Callable[[], None]]) -> list[tuple[int, int, int]]:
    """What a reader saw from before the writers began until after they ended."""
    threads = [threading.Thread(target=write) for write in writers]
    for thread in threads:
        thread.start()
    seen = [_look(world.engine)]
    while any(thread.is_alive() for thread in threads):
        seen.append(_look(world.engine))
    return [*seen, _look(world.engine)]


def _look(engine: Engine) -> tuple[int, int, int]:
    """How many events there are, the highest number among them, and the counter, at one moment."""
    with engine.connect() as connection:
        found = select(func.count(), func.coalesce(func.max(event.c.change), 0))
        count, highest = connection.execute(found).one()
        return count, highest, reports.revision(connection)
