"""The recap from either database, and ``python -m data recap``."""

import json
from pathlib import Path

import orjson
import pytest

from bootstrap import World
from data.__main__ import main
from data.core.recap.groups import By
from data.core.recap.recap import NoAreaError
from data.core.recap.spans import JUST, Span
from data.services.live_board import LiveBoard
from data.services.recap import Asked
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.dashboard.office_pages import DONE, ROWS, town_at_work
from tests.personas import BARAT, MONDAY_NOON, local

TODAY = Span(local("2026-11-23 00:00") - JUST, MONDAY_NOON)
COMMAND = ["recap", "--since", "2026-11-23", "--until", "2026-11-23"]


@pytest.fixture
def live(town_on_each: World, tmp_path: Path) -> LiveBoard:
    """The town at Monday noon, on each kind of database: six reports, two of them closed."""
    world, source = town_on_each, town_on_each.city.source[0]
    sync_layer(world)
    for rows in (ROWS, DONE):
        (tmp_path / "feed.json").write_bytes(orjson.dumps(rows))
        pull(world, source, feed_of(source, world, tmp_path / "feed.json"))
    found = LiveBoard(world.engine, world.city, world.clock)
    found.refresh()
    return found


def test_either_database_tells_the_same(live: LiveBoard) -> None:
    """Counted by hand from the town's rows: filed 6, 7 and 11 hours before noon; two closed."""
    total = live.recap(Asked(TODAY)).total
    assert [total[name] for name in ("received", "resolved", "opening", "closing")] == [3, 2, 3, 4]
    (chunk,) = live.reports(Asked(TODAY))
    assert sorted(chunk["service_request_id"]) == ["1", "2", "3", "4", "5", "6"]
    assert set(chunk["description"]) == {"menumpuk"}
    assert [len(found) for found in live.reports(Asked(TODAY, BARAT))] == [4]


def test_a_recap_is_the_published_board_s_until_the_next_is_published(
    live: LiveBoard, town_on_each: World, tmp_path: Path
) -> None:
    """What the store has learnt meanwhile counts on neither."""
    first, source = live.recap(Asked(TODAY)), town_on_each.city.source[0]
    assert live.recap(Asked(TODAY)) is first
    (tmp_path / "feed.json").write_bytes(orjson.dumps([{**ROWS[0], "status": "Selesai"}]))
    pull(town_on_each, source, feed_of(source, town_on_each, tmp_path / "feed.json"))
    assert live.recap(Asked(TODAY, by=By.CATEGORY)).total == first.total
    live.refresh()
    assert live.recap(Asked(TODAY)).total["resolved"] == first.total["resolved"] + 1


def test_an_area_that_is_not_there_is_refused_before_a_row_is_sent(live: LiveBoard) -> None:
    with pytest.raises(NoAreaError):
        live.recap(Asked(TODAY, "99.99"))
    with pytest.raises(NoAreaError):
        live.reports(Asked(TODAY, "99.99"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's files, and the environment that names them."""
    monkeypatch.setenv("PANTAU_CITY", str(tmp_path / "uji.toml"))
    monkeypatch.setenv("PANTAU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PANTAU_REPORTER_KEY", "kunci uji")
    town_at_work(tmp_path)
    return tmp_path


def test_the_command_prints_the_recap(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON document on standard output."""
    assert main([*COMMAND, "--area", BARAT, "--by", "area"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in body["rows"]] == ["Anggrek", "Barito"]
    assert (body["area"]["name"], body["total"]["received"]) == ("Barat", 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*COMMAND, "--area", "99.99"], "--area = '99.99'"),
        (["recap", "--since", "2026-11-24", "--until", "2026-11-23"], "must not lie after"),
        (["recap", "--since", "2199-01-01", "--until", "2199-01-02"], "has not begun"),
    ],
)
def test_what_cannot_be_recapped_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
