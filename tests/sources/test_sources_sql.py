"""The feed of another system's database, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from bootstrap import AppContext
from data.sources.base import FeedError, PullContext
from data.sources.http import SourceContext
from data.sources.sql import SqlFeed
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import city, fixed_clock, open_test_context
from tests.personas import IN_ANGGREK, MONDAY_NOON, ZONE, local_time

CREATE_TABLE = """CREATE TABLE aduan (nomor INTEGER PRIMARY KEY, isi TEXT, status TEXT, masuk TIMESTAMP,
    diubah TIMESTAMP, lat NUMERIC(9, 6), lng NUMERIC(9, 6))"""
QUERY = "SELECT * FROM aduan WHERE diubah >= :since ORDER BY diubah"
FIELDS = {
    "service_request_id": "nomor", "description": "isi", "status_description": "status",
    "requested_datetime": "masuk", "updated_datetime": "diubah", "lat": "lat", "long": "lng",
}  # fmt: skip
SOURCE_KEYS: dict[str, Any] = {
    "name": "aduan", "kind": "sql", "database": {"env": "ADUAN_URL"}, "query": QUERY, "fields": FIELDS,
    "status_words": {"tuntas": "selesai"},
}  # fmt: skip


@pytest.fixture
def foreign_database_url(store_url: str) -> str:
    """Create the other system's database of either kind, with ten reports of the morning in WITA."""
    execute(store_url, CREATE_TABLE)
    for n in range(10):
        insert_report(store_url, n, f"2026-11-23 08:{n:02}:00")
    return store_url


def execute(url: str, statement: str, **values: Any) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def insert_report(url: str, number: int, at: str) -> None:
    row = "INSERT INTO aduan VALUES (:n, 'menumpuk', 'baru', :at, :at, :lat, :lng)"
    execute(url, row, n=number, at=at, lat=IN_ANGGREK[0], lng=IN_ANGGREK[1])


def open_context_with(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, **keys: Any) -> AppContext:
    monkeypatch.setenv("ADUAN_URL", url)
    return open_test_context(folder, f"sqlite:///{folder / 'store.db'}", source=[{**SOURCE_KEYS, **keys}])


def pull_once_at(context: AppContext, moment: datetime = MONDAY_NOON) -> dict[str, Any]:
    context_at = AppContext(**{**vars(context), "clock": fixed_clock(moment)})
    return pull(context_at, context.city.source[0], open_feed(context.city.source[0], context_at))


def sql_feed(url: str, **keys: Any) -> SqlFeed:
    only_source: Any = city(source=[{**SOURCE_KEYS, **keys}]).source[0]
    return SqlFeed(only_source, ZONE, SourceContext(Path(), {"ADUAN_URL": url}))


def test_the_first_pull_reads_all_and_later_pulls_read_changes(
    tmp_path: Path, foreign_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an hour of overlap, the pull after that of 13:00 reads what changed from 12:00 on."""
    context = open_context_with(tmp_path, monkeypatch, foreign_database_url)
    first = pull_once_at(context)
    insert_report(foreign_database_url, 99, "2026-11-23 12:30:00")
    execute(
        foreign_database_url,
        "UPDATE aduan SET status = 'tuntas', diubah = '2026-11-23 12:40:00' WHERE nomor = 3",
    )
    second = pull_once_at(context, MONDAY_NOON + timedelta(hours=1))
    third = pull_once_at(context, MONDAY_NOON + timedelta(hours=3))
    fourth = pull_once_at(context, MONDAY_NOON + timedelta(hours=5))
    lines = (first, second, third, fourth)
    counts = [(line["error"], line["read"], line["new"], line["changed"]) for line in lines]
    assert counts == [(None, 10, 10, 0), (None, 2, 1, 1), (None, 2, 0, 0), (None, 0, 0, 0)]
    assert first["located"] == 10


def test_times_without_a_zone_are_read_in_the_sources_zone(foreign_database_url: str) -> None:
    row = next(iter(sql_feed(foreign_database_url).rows(MONDAY_NOON, None)))
    filed = datetime.fromisoformat(str(row.fields["requested_datetime"]))
    assert filed.replace(tzinfo=ZONE) == local_time("2026-11-23 08:00")


@pytest.mark.parametrize(("at", "expected"), [("2026-11-23 08:05", 5), ("2026-11-23 08:10", 0)])
def test_since_is_bound_in_the_sources_zone(foreign_database_url: str, at: str, expected: int) -> None:
    rows = sql_feed(foreign_database_url, overlap_seconds=0).rows(MONDAY_NOON, local_time(at))
    assert len(list(rows)) == expected


def test_since_may_be_bound_in_other_forms(foreign_database_url: str) -> None:
    """The same time in UTC without a zone is 00:05 to the database: all ten are later."""
    rows = sql_feed(foreign_database_url, overlap_seconds=0, since_as="utc").rows(
        MONDAY_NOON, local_time("2026-11-23 08:05")
    )
    assert len(list(rows)) == 10


def test_a_changed_configuration_reads_everything_again(foreign_database_url: str) -> None:
    rows = sql_feed(foreign_database_url).pull_rows(MONDAY_NOON, MONDAY_NOON, PullContext(reconfigured=True))
    assert len(list(rows)) == 10


def test_the_database_cannot_be_written_to(foreign_database_url: str) -> None:
    """On PostgreSQL a ``WITH`` can contain a change; SQLite has no such statement."""
    writing = "WITH gone AS (DELETE FROM aduan RETURNING *) SELECT * FROM gone"
    with pytest.raises(FeedError):
        list(sql_feed(foreign_database_url, query=writing).rows(MONDAY_NOON, None))
    assert len(list(sql_feed(foreign_database_url).rows(MONDAY_NOON, None))) == 10


@pytest.mark.parametrize("query", ["DELETE FROM aduan", "UPDATE aduan SET isi = ''", "DROP TABLE aduan"])
def test_a_query_that_is_not_a_select_is_a_configuration_error(query: str) -> None:
    with pytest.raises(ValueError, match="query"):
        sql_feed("sqlite://", query=query)


FAULTS: list[tuple[str, Callable[[str], str], dict[str, Any], str]] = [
    ("no table", lambda url: url, {"query": "SELECT * FROM nirwana"}, "nirwana"),
    ("no column", lambda url: url, {"fields": {"service_request_id": "id"}}, "the query has no column id"),
    ("no row at all", lambda url: url, {"query": "SELECT * FROM aduan WHERE nomor < 0"}, "is empty"),
    ("no URL", lambda _: "orang:rahasia@server", {}, "no SQLAlchemy URL"),
    ("no such driver", lambda _: "oracle+nirwana://orang:rahasia@server/x", {}, "nirwana"),
    (
        "nobody there",
        lambda _: "postgresql+psycopg://orang:rahasia@127.0.0.1:1/x",
        {},
        "postgresql://127.0.0.1/x",
    ),
    ("no file", lambda _: "sqlite:////nirwana/aduan.db", {}, "no such file"),
]


@pytest.mark.parametrize(("what", "url", "keys", "reason"), FAULTS, ids=[row[0] for row in FAULTS])
def test_an_error_is_reported_without_the_password(
    foreign_database_url: str, what: str, url: Callable[[str], str], keys: dict[str, Any], reason: str
) -> None:
    with pytest.raises(FeedError, match=reason) as fault:
        list(sql_feed(url(foreign_database_url), **keys).rows(MONDAY_NOON, None))
    assert "rahasia" not in str(fault.value)


def test_columns_named_like_our_fields_need_no_mapping(foreign_database_url: str) -> None:
    query = "SELECT nomor AS service_request_id, masuk AS requested_datetime, lat FROM aduan"
    row = next(iter(sql_feed(foreign_database_url, query=query, fields={}).rows(MONDAY_NOON, None)))
    assert row.fields["service_request_id"] == 0
    assert float(row.fields["lat"]) == pytest.approx(IN_ANGGREK[0])


def test_many_rows_are_streamed(foreign_database_url: str) -> None:
    """The first of a million rows comes before the last is computed: the connection is closed then."""
    if make_url(foreign_database_url).get_backend_name() == "sqlite":
        numbers = "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 1000000)"
        query = f"{numbers} SELECT n AS service_request_id FROM g"
    else:
        query = "SELECT n AS service_request_id FROM generate_series(1, 1000000) AS n"
    rows = iter(sql_feed(foreign_database_url, query=query, fields={}, batch_rows=10).rows(MONDAY_NOON, None))
    assert [next(rows).fields["service_request_id"] for _ in range(25)] == list(range(1, 26))
    rows.close()  # type: ignore[attr-defined]
