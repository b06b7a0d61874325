"""Each line of the ledger tells how long the pull took, how far its rows reach and what it cost."""

from datetime import timedelta

from sqlalchemy import select

from bootstrap import World
from data.services.live_board import snapshot_now
from data.store.ledger import health
from data.store.schema import pull
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON, local
from tests.pulls import at, pull_body, pull_rows


def state(world: World):
    with world.engine.connect() as connection:
        return health(connection, world.city)[0]


def test_the_watermark_is_the_latest_time_that_a_row_speaks_of(town_on_each: World) -> None:
    """Filed at 09:00 and 11:30 in Jakarta, which is 12:30 in Manado: not yet, at noon."""
    early, late = qlue_row(1), qlue_row(2, post_date="2026-11-23 10:30:00")
    line = pull_rows(town_on_each, early, late, qlue_row(3, post_date="2026-11-23 11:30:00"))
    assert line["watermark"] == local("2026-11-23 11:30")
    assert state(town_on_each).watermark == local("2026-11-23 11:30")


def test_an_old_file_does_not_move_the_watermark_back(town_on_each: World) -> None:
    pull_rows(town_on_each, qlue_row(1))
    line = pull_rows(town_on_each, qlue_row(2, post_date="2026-11-20 09:00:00"))
    assert line["watermark"] == local("2026-11-20 10:00")
    assert state(town_on_each).watermark == local("2026-11-23 10:00")


def test_a_pull_without_a_row_has_no_watermark_of_its_own(town_on_each: World) -> None:
    line = pull_body(town_on_each, b"[]")
    assert line["error"] and line["watermark"] is None


def test_bytes_and_seconds_are_kept_with_the_line(town_on_each: World) -> None:
    body = b'[{"post_id": 1, "post_date": "2026-11-23 09:00:00"}]'
    line = pull_body(town_on_each, body)
    with town_on_each.engine.connect() as connection:
        kept = connection.execute(select(pull.c.bytes_read, pull.c.latency_seconds)).one()
    assert tuple(kept) == (len(body), line["latency_seconds"])
    assert line["latency_seconds"] >= 0


def test_the_snapshot_tells_of_both(town: World) -> None:
    pull_rows(town, qlue_row(1))
    later = MONDAY_NOON + timedelta(minutes=1)
    line = snapshot_now(at(town, later).engine, town.city, later).pulls[0]
    assert line["watermark"] == local("2026-11-23 10:00")
    assert line["latency_seconds"] == state(town).latency_seconds
