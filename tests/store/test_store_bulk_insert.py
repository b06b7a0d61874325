"""Bulk inserts write what SQLAlchemy writes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.dialects import sqlite

from data.core.status import Status
from data.store.bulk_insert import _sqlite_time, insert_many, update_many
from data.store.engine import migrate, open_engine
from data.store.schema import UtcDateTime, standing_span

MOMENTS = (
    None,
    datetime(999, 3, 4, tzinfo=UTC),
    datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=8))),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_time_is_written_to_sqlite_as_sqlalchemy_does(moment: datetime | None) -> None:
    dialect = sqlite.dialect()
    encode = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    assert encode is not None
    assert _sqlite_time(moment) == encode(moment)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        _sqlite_time(datetime(2026, 11, 23))  # noqa: DTZ001


def test_rows_are_read_as_they_were_inserted(store_url: str) -> None:
    engine: Engine = open_engine(store_url)
    migrate(engine)
    row = {
        "change": 1, "status": Status.OPEN, "occurred_at": MOMENTS[2], "overtaken_at": None, "size": 17,
        "closed_datetime": None, "received_at": MOMENTS[1],
    }  # fmt: skip
    with engine.begin() as connection:
        insert_many(connection, standing_span, [row, {**row, "change": 2, "status": "closed"}])
        stored = [dict(found) for found in connection.execute(select(standing_span)).mappings()]
        update_many(connection, standing_span, ["change"], [{**row, "overtaken_at": MOMENTS[2]}])
        updated = [dict(found) for found in connection.execute(select(standing_span)).mappings()]
    assert stored == [row, {**row, "change": 2, "status": "closed"}]
    assert {found["change"]: found["overtaken_at"] for found in updated} == {1: MOMENTS[2], 2: None}
    engine.dispose()
