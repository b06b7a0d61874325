"""`python -m data snapshot` and `python -m data check`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.__main__ import main
from data.services.integrity import check_store
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import ANGGREK, BARAT, IN_CEMPAKA, MONDAY_NOON, TIMUR
from tests.pulls import TWO_SOURCES, process_environment, pull_rows, run_module, run_sql

SNAPSHOT_KEYS = {
    "city", "as_of", "data_as_of", "revision", "stale", "simulated", "totals", "reconciliation",
    "areas", "timers", "ranking", "pulls",
}  # fmt: skip
TIME = "'2026-11-23 01:00:00.000000'"
UPDATE_STATE = "UPDATE service_request SET"
DAMAGES = [
    (f"{UPDATE_STATE} status = 'closed' WHERE service_request_id = '1'", "qlue/1", "last event"),
    (f"{UPDATE_STATE} area_code = 'x' WHERE service_request_id = '2'", "qlue/2", "area_code"),
    (f"{UPDATE_STATE} expected_datetime = NULL WHERE service_request_id = '2'", "qlue/2",
     "expected_datetime"),
    (f"{UPDATE_STATE} closed_datetime = {TIME} WHERE service_request_id = '1'",
     "qlue/1", "open means not closed"),
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


def app_context_with_reports(folder: Path, url: str = ""):
    """Store four reports of Monday: open in Anggrek and Cempaka, one closed, one without a place."""
    app_context = open_test_context(folder, url, source=TWO_SOURCES)
    sync_layer(app_context)
    lat, long = IN_CEMPAKA
    pull_rows(
        app_context, qlue_row(1, status="wait", category="Sampah"),
        qlue_row(2, status="wait", category="flood", loc_lat=lat, loc_lng=long),
        qlue_row(3, status="complete", closed_datetime="2026-11-23 10:00:00"),
        qlue_row(4, loc_lat="", status="wait"), {"post_id": 5},
    )  # fmt: skip
    return app_context


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return a function that runs a command in this process: its exit code and its output."""

    def call(*arguments: str, **settings: str) -> tuple[int, str, str]:
        for name, value in process_environment(tmp_path, **settings).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as error:
            code = int(error.code or 0)
        return code, *capsys.readouterr()

    return call


def test_snapshot_prints_the_present_board_under_its_public_names(tmp_path, store_url):
    app_context_with_reports(tmp_path, store_url)
    process = run_module(["data", "snapshot"], process_environment(tmp_path, store_url))
    assert process.returncode == 0, process.stderr
    snapshot = json.loads(process.stdout)
    assert set(snapshot) >= SNAPSHOT_KEYS
    assert snapshot["totals"]["open"] == 3
    assert snapshot["reconciliation"] == {"open": 3, "on_map": 2, "no_location": 1, "outside": 0}
    assert snapshot["stale"] is True  # the last pull was on a past day
    assert snapshot["pulls"][0]["rejected"] == 1


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23T09:59", 0),  # filed at nine in Jakarta, which is ten in the city
        ("2026-11-23T10:00", 4),
        ("2026-11-23T11:00", 3),
        ("2026-11-23T02:59:59+00:00", 4),
        ("2026-11-23T03:00:00Z", 3),
    ],
)
def test_snapshot_as_of_reads_a_moment_in_the_citys_zone(tmp_path, run_command, moment, opened):
    app_context_with_reports(tmp_path)
    code, out, _ = run_command("snapshot", "--as-of", moment)
    snapshot = json.loads(out)
    assert code == 0
    assert snapshot["totals"]["open"] == opened
    assert snapshot["historical"] is True


@pytest.mark.parametrize("area", [BARAT, TIMUR, ANGGREK])
@pytest.mark.parametrize("moment", [[], ["--as-of", "2026-11-23T12:00"]])
def test_snapshot_of_one_area_counts_its_own_reports(tmp_path, run_command, area, moment):
    app_context_with_reports(tmp_path)
    code, out, _ = run_command("snapshot", "--area", area, *moment)
    snapshot = json.loads(out)
    assert code == 0
    assert snapshot["totals"]["open"] == 1
    assert all(line["code"].startswith(area) for line in snapshot["areas"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["snapshot", "--area", "99.99"], "--area = '99.99': no such kecamatan or kelurahan"),
        (["snapshot", "--as-of", "kemarin"], "'kemarin' is not a time such as 2026-11-24T08:00"),
        (["lihat"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_arguments_end_with_exit_code_2_and_a_reason(tmp_path, run_command, arguments, reason):
    app_context_with_reports(tmp_path)
    code, out, err = run_command(*arguments)
    assert (code, out) == (2, "")
    assert reason in err


@pytest.mark.parametrize("name", ["snapshot", "check"])
def test_a_wrong_setting_ends_with_exit_code_2(run_command, name):
    code, out, err = run_command(name, PANTAU_SPEED="0")
    assert (code, out) == (2, "")
    assert "PANTAU_SPEED = '0': allowed is" in err


def test_check_of_an_intact_store_reports_no_faults(tmp_path, store_url):
    app_context_with_reports(tmp_path, store_url)
    process = run_module(["data", "check"], process_environment(tmp_path, store_url))
    assert (process.returncode, process.stdout, process.stderr) == (0, "all identities hold\n", "")


def test_check_of_an_empty_store_reports_no_faults(tmp_path, run_command):
    open_test_context(tmp_path)
    assert run_command("check") == (0, "all identities hold\n", "")


def test_check_of_a_store_damaged_by_hand_names_the_row_and_ends_with_exit_code_1(tmp_path, store_url):
    app_context = app_context_with_reports(tmp_path, store_url)
    run_sql(app_context.engine, DAMAGES[0][0])
    process = run_module(["data", "check"], process_environment(tmp_path, store_url))
    assert process.returncode == 1
    assert "stored state = last event: qlue/1: differ in status" in process.stderr
    assert process.stdout.endswith("broken identities\n")


@pytest.mark.parametrize(("statement", "row", "fault"), DAMAGES)
def test_every_kind_of_damage_is_found_and_its_row_named(tmp_path, store_url, statement, row, fault):
    app_context = app_context_with_reports(tmp_path, store_url)
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []
    run_sql(app_context.engine, statement)
    faults = [
        f"{broken.identity}: {broken.where}: {broken.figures}"
        for broken in check_store(app_context.engine, app_context.city, MONDAY_NOON)
    ]
    assert any(row in line and fault in line for line in faults), faults


def test_a_file_that_is_not_a_store_is_an_error_without_a_traceback(tmp_path):
    open_test_context(tmp_path)
    (tmp_path / "rusak.db").write_bytes(b"bukan sebuah basis data" * 100)
    process = run_module(
        ["data", "check"], process_environment(tmp_path, f"sqlite:///{tmp_path / 'rusak.db'}")
    )
    assert process.returncode == 1
    assert "PANTAU_DATABASE_URL" in process.stderr
    assert "Traceback" not in process.stderr
