"""A store of any density is one that the integrity check finds no fault in, on each database."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from bootstrap import AppContext
from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from data.store.reports import revision
from data.store.schema import event, pull, service_request
from data.store.standing_spans import size_class
from tests.bench.density.city import open_city, write_city
from tests.bench.density.fill import Density, fill_density
from tests.bench.density.lives import NEVER
from tests.bench.density.revisions import Revisions
from tests.bench.density.rows import sizes
from tests.personas import MONDAY_NOON

DENSITY = Density(per_day=70, days=10, end=MONDAY_NOON)


@pytest.fixture
def dense_city(tmp_path: Path, store_url: str) -> AppContext:
    """Open a filled city of 28 areas, once on each kind of database."""
    write_city(tmp_path, areas=28)
    app_context = open_city(tmp_path, MONDAY_NOON, store_url)
    fill_density(app_context, DENSITY)
    return app_context


def test_density_store_has_no_fault(dense_city: AppContext) -> None:
    assert check_store(dense_city.engine, dense_city.city, MONDAY_NOON) == []
    _assert_full_of_cases(dense_city)
    _assert_board_has_all_states(dense_city)


def _assert_full_of_cases(dense_city: AppContext) -> None:
    """Assert that there are as many reports as asked for, of every kind."""
    with dense_city.engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(service_request))
        words = set(connection.scalars(select(service_request.c.status_description).distinct()))
        kinds = set(connection.scalars(select(event.c.kind).distinct()))
        verdicts = set(connection.scalars(select(service_request.c.verdict).distinct()))
        assert connection.scalar(select(func.max(event.c.change))) == revision(connection)
        assert connection.scalar(select(func.sum(pull.c.new))) == count
    assert count is not None
    assert abs(count - DENSITY.per_day * DENSITY.days) < DENSITY.per_day
    assert {"menunggu", "proses", "selesai", "ditolak", "duplikat", "menunggu_pelapor"} <= words
    assert {"received", "closed", "reopened", "moved", "withdrawn", "amended", "rescheduled"} <= kinds
    assert {"closed_on_time", "closed_late"} <= verdicts


def _assert_board_has_all_states(dense_city: AppContext) -> None:
    totals = snapshot_now(dense_city.engine, dense_city.city, MONDAY_NOON).totals
    assert 0 < totals["very_late"] < totals["overdue"] < totals["open"]
    assert totals["stopped"] > 0
    assert totals["new_today"] > 0


def test_sizes_are_those_of_the_store() -> None:
    hours = [0, 1, 2, 3, 4, 1_000, 65_535, 65_536, 10**6]
    begin = np.zeros(len(hours) + 1, np.int64)
    end = np.array([*(hour * 3_600 + 5 for hour in hours), NEVER])
    expected = [size_class(MONDAY_NOON, MONDAY_NOON + timedelta(hours=hour, seconds=5)) for hour in hours]
    assert sizes(begin, end).tolist() == [*expected, size_class(MONDAY_NOON, None)]


def test_revisions_keep_the_highest_change_of_each_moment() -> None:
    revisions, written = Revisions(), []
    revisions.add(np.array([1, 2, 3]), np.array([10, 30, 20]))
    revisions.add(np.array([4, 5]), np.array([25, 25]))

    class Sink:
        def write(self, _table: object, _names: object, rows: object) -> None:
            written.extend(list(rows))  # type: ignore[call-overload]

    revisions.write(Sink())
    assert [change for _, change in written] == [1, 3, 5]
