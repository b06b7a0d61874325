"""The recap on each database, and ``python -m data recap``."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from bootstrap import AppContext
from data.__main__ import main
from data.core.recap.groups import GroupBy
from data.core.recap.recap import UnknownAreaError
from data.core.recap.spans import MICROSECOND, TimeSpan
from data.lib.byte_cache import DEFAULT_BUDGET
from data.services import recap as recap_module
from data.services.live_board import LiveBoard, to_json
from data.services.recap import RecapCache, RecapQuery, build_recap
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.dashboard.office_pages import CLOSED_ROWS, ROWS, open_city_at_work
from tests.personas import BARAT, MONDAY_NOON, local_time
from tests.pulls import wait_until

TODAY = TimeSpan(local_time("2026-11-23 00:00") - MICROSECOND, MONDAY_NOON)
COMMAND = ["recap", "--since", "2026-11-23", "--until", "2026-11-23"]


@pytest.fixture
def board(app_context_on_each_db: AppContext, tmp_path: Path) -> LiveBoard:
    """Return a live board at Monday noon, on each kind of database: six reports, two of them closed."""
    app_context, source = app_context_on_each_db, app_context_on_each_db.city.source[0]
    sync_layer(app_context)
    for rows in (ROWS, CLOSED_ROWS):
        (tmp_path / "feed.json").write_bytes(orjson.dumps(rows))
        pull(app_context, source, open_feed(source, app_context, tmp_path / "feed.json"))
    board = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    board.refresh()
    return board


def test_the_recap_is_the_same_on_each_database(board: LiveBoard) -> None:
    """Counted by hand from the rows: filed 6, 7 and 11 hours before noon; two closed."""
    total = board.recap(RecapQuery(TODAY)).total
    assert [total[name] for name in ("received", "resolved", "opening", "closing")] == [3, 2, 3, 4]
    (chunk,) = board.reports(RecapQuery(TODAY))
    assert sorted(chunk["service_request_id"]) == ["1", "2", "3", "4", "5", "6"]
    assert set(chunk["description"]) == {"menumpuk"}
    assert [len(reports) for reports in board.reports(RecapQuery(TODAY, BARAT))] == [4]


def test_a_recap_matches_the_published_snapshot_until_the_next_one(
    board: LiveBoard, app_context_on_each_db: AppContext, tmp_path: Path
) -> None:
    """What the store has learnt since counts in neither."""
    first, source = board.recap(RecapQuery(TODAY)), app_context_on_each_db.city.source[0]
    assert board.recap(RecapQuery(TODAY)) is first
    (tmp_path / "feed.json").write_bytes(orjson.dumps([{**ROWS[0], "status": "Selesai"}]))
    pull(app_context_on_each_db, source, open_feed(source, app_context_on_each_db, tmp_path / "feed.json"))
    assert board.recap(RecapQuery(TODAY, by=GroupBy.CATEGORY)).total == first.total
    board.refresh()
    assert board.recap(RecapQuery(TODAY)).total["resolved"] == first.total["resolved"] + 1


def test_an_unknown_area_is_refused_before_any_row_is_sent(board: LiveBoard) -> None:
    with pytest.raises(UnknownAreaError):
        board.recap(RecapQuery(TODAY, "99.99"))
    with pytest.raises(UnknownAreaError):
        board.reports(RecapQuery(TODAY, "99.99"))


@pytest.fixture
def city_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the city's files, and set the environment to it."""
    monkeypatch.setenv("PANTAU_CITY", str(tmp_path / "uji.toml"))
    monkeypatch.setenv("PANTAU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PANTAU_REPORTER_KEY", "kunci uji, yang cukup panjang, 32+")
    open_city_at_work(tmp_path)
    return tmp_path


def test_the_command_prints_the_recap(city_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output is one JSON document."""
    assert main([*COMMAND, "--area", BARAT, "--by", "area"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in body["rows"]] == ["Anggrek", "Barito"]
    assert (body["area"]["name"], body["total"]["received"]) == ("Barat", 2)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([*COMMAND, "--area", "99.99"], "--area = '99.99'"),
        (["recap", "--since", "2026-11-24", "--until", "2026-11-23"], "must not lie after"),
        (["recap", "--since", "2199-01-01", "--until", "2199-01-02"], "has not begun"),
    ],
)
def test_an_impossible_recap_is_refused_with_a_reason(
    city_folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err


def test_recaps_that_wait_for_one_period_share_one_reading_of_it(
    board: LiveBoard, app_context_on_each_db: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one reads only when all others wait for it; nothing is kept afterwards."""
    app_context, max_change = app_context_on_each_db, board._revision()
    cache = RecapCache(app_context.engine, app_context.city, DEFAULT_BUDGET)
    queries = [RecapQuery(TODAY, area, by) for area in (None, BARAT) for by in GroupBy]
    readings, read_period = list[TimeSpan](), recap_module._read_period

    def read_when_all_wait(engine, event_history, span, max_change):
        wait_until(lambda: cache._waiting == len(queries))
        readings.append(span)
        return read_period(engine, event_history, span, max_change)

    monkeypatch.setattr(recap_module, "_read_period", read_when_all_wait)
    with ThreadPoolExecutor(len(queries)) as pool:
        recaps = list(pool.map(lambda query: cache.get(query, max_change), queries))
    monkeypatch.undo()
    for shared, query in zip(recaps, queries, strict=True):
        assert to_json(shared) == to_json(build_recap(app_context.engine, app_context.city, query))
    assert (readings, cache._period) == ([TODAY], None)
