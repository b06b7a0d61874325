"""`python -m data snapshot` and `python -m data check`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.__main__ import main
from data.services.integrity import check_store
from jobs.area_reassignment import sync_layer
from tests.builders import open_town, qlue_row
from tests.personas import ANGGREK, BARAT, IN_CEMPAKA, MONDAY_NOON, TIMUR
from tests.pulls import TWO_SOURCES, damage, environ, pull_rows, run

NAMES = {
    "city", "as_of", "data_as_of", "revision", "stale", "simulated", "totals", "reconciliation",
    "areas", "timers", "ranking", "pulls",
}  # fmt: skip
TIME = "'2026-11-23 01:00:00.000000'"
STATE = "UPDATE service_request SET"
DAMAGES = [
    (f"{STATE} status = 'closed' WHERE service_request_id = '1'", "qlue/1", "last event"),
    (f"{STATE} area_code = 'x' WHERE service_request_id = '2'", "qlue/2", "area_code"),
    (f"{STATE} expected_datetime = NULL WHERE service_request_id = '2'", "qlue/2", "expected_datetime"),
    (f"{STATE} closed_datetime = {TIME} WHERE service_request_id = '1'", "qlue/1", "open means not closed"),
    ("DELETE FROM service_request WHERE service_request_id = '3'", "qlue/3", "only in one of the two"),
    ("DELETE FROM event WHERE service_request_id = '3'", "qlue/3", "only in one of the two"),
    (f"UPDATE event SET learnt_at = {TIME} WHERE service_request_id = '1'", "qlue/1", "events run forward"),
    (f"UPDATE standing_span SET overtaken_at = {TIME} WHERE change = 1", "change 1", "span = from event"),
    ("DELETE FROM standing_span WHERE change = 1", "change 1", "span = from event to event"),
    ("UPDATE standing_span SET size = 0 WHERE change = 1", "change 1", "span = from event to event"),
    (f"UPDATE standing_span SET received_at = {TIME} WHERE change = 1", "change 1", "span = from event"),
    ("UPDATE pull SET read = read + 1 WHERE source = 'qlue'", "of qlue", "read = new + changed"),
    ("UPDATE pull SET located = located + 1 WHERE source = 'qlue'", "of qlue", "located + outside"),
]  # fmt: skip


def stocked(folder: Path, url: str = ""):
    """Four reports of Monday: open in Anggrek and Cempaka, one closed, one without a place."""
    town = open_town(folder, url, source=TWO_SOURCES)
    sync_layer(town)
    lat, long = IN_CEMPAKA
    pull_rows(
        town, qlue_row(1, status="wait", category="Sampah"),
        qlue_row(2, status="wait", category="flood", loc_lat=lat, loc_lng=long),
        qlue_row(3, status="complete", closed_datetime="2026-11-23 10:00:00"),
        qlue_row(4, loc_lat="", status="wait"), {"post_id": 5},
    )  # fmt: skip
    return town


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command in this process, which is quicker: its exit code and what it printed."""

    def call(*arguments: str, **settings: str) -> tuple[int, str, str]:
        for name, value in environ(tmp_path, **settings).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return code, *capsys.readouterr()

    return call


def test_snapshot_prints_the_present_board_under_its_public_names(tmp_path, store_url):
    stocked(tmp_path, store_url)
    done = run(["data", "snapshot"], environ(tmp_path, store_url))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) >= NAMES
    assert found["totals"]["open"] == 3
    assert found["reconciliation"] == {"open": 3, "on_map": 2, "no_location": 1, "outside": 0}
    assert found["stale"] is True  # the town's last pull lies on a day of the past
    assert found["pulls"][0]["rejected"] == 1


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23T09:59", 0),  # filed at nine in Jakarta, which is ten in the town
        ("2026-11-23T10:00", 4),
        ("2026-11-23T11:00", 3),
        ("2026-11-23T02:59:59+00:00", 4),
        ("2026-11-23T03:00:00Z", 3),
    ],
)
def test_snapshot_as_of_reads_a_moment_in_the_citys_zone(tmp_path, command, moment, opened):
    stocked(tmp_path)
    code, out, _ = command("snapshot", "--as-of", moment)
    found = json.loads(out)
    assert code == 0
    assert found["totals"]["open"] == opened
    assert found["historical"] is True


@pytest.mark.parametrize("area", [BARAT, TIMUR, ANGGREK])
@pytest.mark.parametrize("moment", [[], ["--as-of", "2026-11-23T12:00"]])
def test_snapshot_of_one_area_counts_its_own_reports(tmp_path, command, area, moment):
    stocked(tmp_path)
    code, out, _ = command("snapshot", "--area", area, *moment)
    found = json.loads(out)
    assert code == 0
    assert found["totals"]["open"] == 1
    assert all(line["code"].startswith(area) for line in found["areas"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["snapshot", "--area", "99.99"], "--area = '99.99': no such kecamatan or kelurahan"),
        (["snapshot", "--as-of", "kemarin"], "'kemarin' is not a time such as 2026-11-24T08:00"),
        (["lihat"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_use_ends_with_exit_code_2_and_says_why(tmp_path, command, arguments, words):
    stocked(tmp_path)
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("name", ["snapshot", "check"])
def test_a_wrong_setting_ends_with_exit_code_2(command, name):
    code, out, err = command(name, PANTAU_SPEED="0")
    assert (code, out) == (2, "")
    assert "PANTAU_SPEED = '0': allowed is" in err


def test_check_of_a_sound_store_says_so(tmp_path, store_url):
    stocked(tmp_path, store_url)
    done = run(["data", "check"], environ(tmp_path, store_url))
    assert (done.returncode, done.stdout, done.stderr) == (0, "all identities hold\n", "")


def test_check_of_an_empty_store_says_so(tmp_path, command):
    open_town(tmp_path)
    assert command("check") == (0, "all identities hold\n", "")


def test_check_of_a_store_damaged_by_hand_names_the_row_and_ends_with_exit_code_1(tmp_path, store_url):
    town = stocked(tmp_path, store_url)
    damage(town.engine, DAMAGES[0][0])
    done = run(["data", "check"], environ(tmp_path, store_url))
    assert done.returncode == 1
    assert "stored state = last event: qlue/1: differ in status" in done.stderr
    assert done.stdout.endswith("broken identities\n")


@pytest.mark.parametrize(("statement", "row", "words"), DAMAGES)
def test_every_kind_of_damage_is_found_and_its_row_named(tmp_path, store_url, statement, row, words):
    town = stocked(tmp_path, store_url)
    assert check_store(town.engine, town.city, MONDAY_NOON) == []
    damage(town.engine, statement)
    told = [
        f"{fault.identity}: {fault.where}: {fault.figures}"
        for fault in check_store(town.engine, town.city, MONDAY_NOON)
    ]
    assert any(row in fault and words in fault for fault in told), told


def test_a_file_that_is_no_store_is_an_error_and_no_traceback(tmp_path):
    open_town(tmp_path)
    (tmp_path / "rusak.db").write_bytes(b"bukan sebuah basis data" * 100)
    done = run(["data", "check"], environ(tmp_path, f"sqlite:///{tmp_path / 'rusak.db'}"))
    assert done.returncode == 1
    assert "PANTAU_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
