"""Change numbers rise without gaps and become visible in order, with any number of writers."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, func, select, text

from bootstrap import AppContext
from data.store import reports
from data.store.engine import open_engine, writer
from data.store.schema import event, service_request
from tests.builders import qlue_row
from tests.pulls import pull_rows, rows_of, wait_until

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


def test_concurrent_writers_leave_no_gap_and_numbers_become_visible_in_order(two_sources):
    observations = _observe_while_writing(
        two_sources, [_report_writer(two_sources, "qlue"), _report_writer(two_sources, "lapor")]
    )
    assert observations[-1] == (2 * PULLS * 3, 2 * PULLS * 3, 2 * PULLS * 3)
    assert all(events == highest == counted for events, highest, counted in observations)
    assert observations == sorted(observations)


def test_concurrent_writers_of_the_same_reports_are_serialised(two_sources):
    rows = [qlue_row(number) for number in range(40)]
    lines: list[dict] = []
    writers = [lambda: lines.append(pull_rows(two_sources, *rows)) for _ in range(2)]
    _observe_while_writing(two_sources, writers)
    assert sorted(line["new"] for line in lines) == [0, 40]
    assert sorted(line["unchanged"] for line in lines) == [0, 40]


@pytest.mark.postgres
def test_a_second_writer_waits_until_the_first_has_ended(postgres):
    """SQLite has one writer by itself; PostgreSQL needs the lock of :func:`writer`."""
    engine, entered = open_engine(postgres.new_database()), threading.Event()

    def write() -> None:
        with writer(engine).begin():
            entered.set()

    second = threading.Thread(target=write)
    with writer(engine).begin():
        second.start()
        wait_until(lambda: entered.is_set() or _has_waiting_lock(engine))
        assert not entered.is_set()
    second.join()
    assert entered.is_set()


def _has_waiting_lock(engine: Engine) -> bool:
    locks = "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
    with engine.connect() as reader:
        query = text(f"{locks} WHERE datname = current_database() AND NOT granted")
        return bool(reader.execute(query).scalar_one())


def _report_writer(context: AppContext, source: str) -> Callable[[], None]:
    def pull_reports() -> None:
        for pull_index in range(PULLS):
            pull_rows(context, *(qlue_row(3 * pull_index + number) for number in range(3)), source=source)

    return pull_reports


def _observe_while_writing(
    context: AppContext, writers: list[Callable[[], None]]
) -> list[tuple[int, int, int]]:
    """Return what a reader saw from before the writers began until after they ended."""
    threads = [threading.Thread(target=write) for write in writers]
    for thread in threads:
        thread.start()
    observations = [_observe(context.engine)]
    while any(thread.is_alive() for thread in threads):
        observations.append(_observe(context.engine))
    return [*observations, _observe(context.engine)]


def _observe(engine: Engine) -> tuple[int, int, int]:
    """Return the number of events, the highest change among them, and the counter, at one moment."""
    with engine.connect() as connection:
        query = select(func.count(), func.coalesce(func.max(event.c.change), 0))
        count, highest = connection.execute(query).one()
        return count, highest, reports.revision(connection)
