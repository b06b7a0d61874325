"""Sensitive is sensitive everywhere: in messages, and in the snapshot of one kelurahan."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bootstrap import AppContext
from data.core.notifications import NotificationTemplate, StoredNotice
from data.services.history import snapshot_at
from data.services.live_board import LiveBoard, snapshot_now, to_json
from data.services.notifications.messages import MessageRenderer
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import ANGGREK, BARAT, MONDAY_NOON
from tests.pulls import pull_rows

SECRET_NUMBER, OTHER_NUMBER = "777001", "777002"


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    """Return the city with a report on drugs and one on waste, both in Anggrek."""
    app_context = open_test_context(tmp_path)
    sync_layer(app_context)
    rows = {SECRET_NUMBER: "Narkoba", OTHER_NUMBER: "Sampah"}
    pull_rows(app_context, *(qlue_row(int(number), category=category) for number, category in rows.items()))
    return app_context


@pytest.mark.parametrize("template", list(NotificationTemplate))
@pytest.mark.parametrize(("category", "is_named"), [("narkoba", False), ("rahasia", False), ("sampah", True)])
def test_messages_name_no_kelurahan_of_a_sensitive_category(
    app_context: AppContext, template: NotificationTemplate, category: str, is_named: bool
) -> None:
    """Kind: sensitive everywhere. "Narkoba, Anggrek" went to every channel; only ``rahasia`` was withheld."""
    values = {"service_code": category, "area_code": ANGGREK, "agency": None, "due": None}
    notice = StoredNotice(1, datetime.now(UTC), "operator", template, values, "qlue", SECRET_NUMBER)
    renderer = MessageRenderer(app_context.city, app_context.layer.name_of)
    assert ("Anggrek" in renderer.render(notice).body) is is_named
    assert ("Anggrek" in renderer.render_batch([notice, notice]).body) is is_named


def area_snapshots(app_context: AppContext, area: str) -> list[bytes]:
    """Return the snapshot of an area as the board, the command line and the past show it."""
    engine, city = app_context.engine, app_context.city
    board = LiveBoard(engine, city, app_context.clock)
    board.refresh()
    live = board.area_snapshot(area)
    assert live is not None
    late = MONDAY_NOON + timedelta(days=7, minutes=-115)  # the report has just become late
    return [to_json(live), *(to_json(snapshot_now(engine, city, at, area)) for at in (MONDAY_NOON, late))]


def test_the_snapshot_of_a_kelurahan_lists_no_sensitive_report(app_context: AppContext) -> None:
    """Kind: sensitive everywhere. ``?area=KELURAHAN`` listed the numbers of those that lie there."""
    for body in area_snapshots(app_context, ANGGREK):
        assert SECRET_NUMBER.encode() not in body
        assert b"Narkoba" not in body
        assert OTHER_NUMBER.encode() in body
    past = snapshot_at(app_context.engine, app_context.city, MONDAY_NOON, ANGGREK)
    assert SECRET_NUMBER.encode() not in to_json(past)


def test_a_kelurahan_counts_its_sensitive_reports(app_context: AppContext) -> None:
    """What is not listed is counted all the same: figures agree with those of the city."""
    assert snapshot_now(app_context.engine, app_context.city, MONDAY_NOON, ANGGREK).totals["open"] == 2


@pytest.mark.parametrize("area", [BARAT, None])
def test_kecamatan_and_city_list_sensitive_reports_by_their_kecamatan(
    app_context: AppContext, area: str | None
) -> None:
    snapshot = snapshot_now(app_context.engine, app_context.city, MONDAY_NOON, area)
    [timer] = [row for row in snapshot.timers if row["service_request_id"] == SECRET_NUMBER]
    assert (timer["area"], timer["parent"]) == (None, BARAT)
