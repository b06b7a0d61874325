"""Each ledger line has the duration of the pull, its watermark and the bytes read."""

from datetime import timedelta

from sqlalchemy import select

from bootstrap import AppContext
from data.services.live_board import snapshot_now
from data.store.ledger import health
from data.store.schema import pull
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON, local_time
from tests.pulls import app_context_at, pull_body, pull_rows


def first_source_health(context: AppContext):
    with context.engine.connect() as connection:
        return health(connection, context.city)[0]


def test_watermark_is_the_latest_time_in_any_row(app_context_on_each_db: AppContext) -> None:
    """Filed at 09:00 and 11:30 in Jakarta; the latter is 12:30 in Manado, in the future at noon."""
    early, late = qlue_row(1), qlue_row(2, post_date="2026-11-23 10:30:00")
    line = pull_rows(app_context_on_each_db, early, late, qlue_row(3, post_date="2026-11-23 11:30:00"))
    assert line["watermark"] == local_time("2026-11-23 11:30")
    assert first_source_health(app_context_on_each_db).watermark == local_time("2026-11-23 11:30")


def test_an_old_file_does_not_move_the_watermark_back(app_context_on_each_db: AppContext) -> None:
    pull_rows(app_context_on_each_db, qlue_row(1))
    line = pull_rows(app_context_on_each_db, qlue_row(2, post_date="2026-11-20 09:00:00"))
    assert line["watermark"] == local_time("2026-11-20 10:00")
    assert first_source_health(app_context_on_each_db).watermark == local_time("2026-11-23 10:00")


def test_a_pull_without_a_row_has_no_watermark_of_its_own(app_context_on_each_db: AppContext) -> None:
    line = pull_body(app_context_on_each_db, b"[]")
    assert line["error"] and line["watermark"] is None


def test_bytes_and_latency_are_stored_with_the_pull(app_context_on_each_db: AppContext) -> None:
    body = b'[{"post_id": 1, "post_date": "2026-11-23 09:00:00"}]'
    line = pull_body(app_context_on_each_db, body)
    with app_context_on_each_db.engine.connect() as connection:
        stored = connection.execute(select(pull.c.bytes_read, pull.c.latency_seconds)).one()
    assert tuple(stored) == (len(body), line["latency_seconds"])
    assert line["latency_seconds"] >= 0


def test_snapshot_shows_watermark_and_latency(app_context: AppContext) -> None:
    pull_rows(app_context, qlue_row(1))
    later = MONDAY_NOON + timedelta(minutes=1)
    line = snapshot_now(app_context_at(app_context, later).engine, app_context.city, later).pulls[0]
    assert line["watermark"] == local_time("2026-11-23 10:00")
    assert line["latency_seconds"] == first_source_health(app_context).latency_seconds
