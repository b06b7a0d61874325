"""Names of reporters: only their keyed hash is stored or logged."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from data.lib.crypto import keyed_hash
from data.sources.columns import get_path
from data.sources.values import normalize
from data.store.schema import rejected_row
from tests.builders import open_test_context, qlue_row, write_city
from tests.personas import MARIA, YOHANIS
from tests.pulls import (
    LAPOR,
    QLUE,
    csv_body,
    process_environment,
    pull_body,
    pull_rows,
    reports,
    rows_of,
    run_module,
)

TABLE_SOURCE = {
    "name": "rekap", "kind": "csv",
    "fields": {"service_request_id": "Nomor", "requested_datetime": "Tanggal", "reporter": "Pelapor"},
}  # fmt: skip
HEADER = ["Nomor", "Tanggal", "Pelapor", "Catatan"]
VALID_TIME, INVALID_TIME = "2025-03-03T09:00:00", "kemarin"
QUOTED_NAME = 'Ny. "Ester" É.'

KEY = b"kunci uji, yang cukup panjang, 32+"


@pytest.fixture
def context(tmp_path: Path):
    return open_test_context(tmp_path, source=[QLUE, LAPOR, TABLE_SOURCE])


def read_all_bytes(folder: Path) -> bytes:
    """Return the content of all files of a folder, those of the database included."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def contains_name(content: bytes, name: str) -> bool:
    """Return whether the content has any word of a name, in any case."""
    normalized = normalize(content.decode("utf-8", "replace"))
    return any(word in normalized for word in normalize(name).split() if len(word) > 3)


def test_nothing_on_disk_or_in_the_log_names_a_reporter(tmp_path: Path):
    write_city(tmp_path)
    bad = qlue_row(3, post_date=INVALID_TIME, profile_name=YOHANIS.name)
    rows = [qlue_row(1, post_date=VALID_TIME, profile_name=MARIA.name), bad]
    file = tmp_path.parent / f"{tmp_path.name}.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    environment = process_environment(tmp_path, PANTAU_LOG_LEVEL="debug")
    import_process = run_module(["jobs", "import", str(file), "--source", "qlue"], environment)
    assert json.loads(import_process.stdout)["rejected"] == 1
    snapshot_process = run_module(["data", "snapshot"], environment)
    for name in (MARIA.name, YOHANIS.name):
        assert not contains_name(read_all_bytes(tmp_path), name)
        assert not contains_name(
            (
                import_process.stdout
                + import_process.stderr
                + snapshot_process.stdout
                + snapshot_process.stderr
            ).encode(),
            name,
        )
    assert contains_name(file.read_bytes(), MARIA.name)  # the search does find what is there


def test_the_hash_depends_on_the_person_and_the_key(context):
    pull_rows(
        context,
        qlue_row(1),
        qlue_row(2, profile_name="MARIA RUMENGAN"),
        qlue_row(3, profile_name=YOHANIS.name),
    )
    first, second, third = (row["reporter"] for row in reports(context.engine).values())
    assert first == second != third
    assert keyed_hash(KEY, MARIA.name) == first != keyed_hash(b"kunci lain", MARIA.name)


@pytest.mark.parametrize("name", [MARIA.name, QUOTED_NAME, "Yohanis\\Wowor", "Siti 🔥 Aminah", 'Ond"\\rej'])
def test_a_rejected_row_is_stored_without_the_name(context, name):
    pull_rows(context, qlue_row(1, post_date=INVALID_TIME, profile_name=name))
    (row,) = rows_of(context.engine, rejected_row)
    stored_row = json.loads(row["raw"])
    assert stored_row["profile_name"] == f"reporter {keyed_hash(KEY, name)}"
    assert stored_row["post_desc"] == "menumpuk"


@pytest.mark.parametrize("column", ["user.name", "users.1", "user"])
def test_a_nested_name_is_redacted_and_its_neighbours_stay(read_geojson, column):
    properties = {
        "created_at": INVALID_TIME,
        "user": {"name": MARIA.name, "age": 41},
        "users": ["admin", MARIA.name],
    }
    properties |= {"user": MARIA.name} if column == "user" else {}
    fields = {"requested_datetime": "created_at", "service_request_id": "pkey", "reporter": column}
    feature = {"geometry": None, "properties": {"pkey": "A-9", **properties}}
    (row,) = read_geojson(json.dumps({"features": [feature]}).encode(), fields=fields)
    stored_value = get_path(json.loads(row.raw), f"properties.{column}")
    assert stored_value == f"reporter hash of {len(MARIA.name)} letters"
    assert all(word in row.raw for word in ("A-9", INVALID_TIME, "admin"))


def test_redacting_a_one_letter_name_changes_nothing_else(context):
    pull_rows(context, qlue_row(1, post_date=INVALID_TIME, profile_name="e", post_desc="sebelah"))
    (row,) = rows_of(context.engine, rejected_row)
    assert json.loads(row["raw"])["post_desc"] == "sebelah"


@pytest.mark.parametrize(
    "cells",
    [
        ["1", INVALID_TIME, MARIA.name, "bau"],
        ["1", INVALID_TIME, MARIA.name],
        ["1", VALID_TIME, "lebih", MARIA.name, "bau"],
        ["1", MARIA.name],
        [MARIA.name],
    ],
)
def test_a_ragged_rejected_row_is_stored_without_the_name(context, cells):
    pull_body(context, csv_body(HEADER, cells), source="rekap")
    (row,) = rows_of(context.engine, rejected_row)
    assert not contains_name(row["raw"].encode(), MARIA.name)


def test_other_cells_of_a_rejected_table_row_are_stored(context):
    pull_body(context, csv_body(HEADER, ["A-77", VALID_TIME, MARIA.name, "bau", "sekali"]), source="rekap")
    (row,) = rows_of(context.engine, rejected_row)
    (cells,) = json.loads(row["raw"]).values()
    assert (cells[:2], cells[-1]) == (["A-77", VALID_TIME], "sekali")


def test_rejected_rows_that_differ_only_in_reporter_are_two_rows(context):
    rows = [qlue_row(1, post_date=INVALID_TIME, profile_name=person.name) for person in (MARIA, YOHANIS)]
    pull_rows(context, *rows)
    assert [row["times"] for row in rows_of(context.engine, rejected_row)] == [1, 1]


def test_without_a_configured_key_a_private_key_file_is_created_once(tmp_path: Path):
    write_city(tmp_path)
    assert (
        run_module(
            ["jobs", "pull", "tiada"], process_environment(tmp_path, PANTAU_REPORTER_KEY="")
        ).returncode
        == 2
    )
    key = tmp_path / "var" / "reporter.key"
    assert key.stat().st_mode & 0o077 == 0
    created_key = key.read_text(encoding="ascii")
    run_module(["jobs", "pull", "tiada"], process_environment(tmp_path, PANTAU_REPORTER_KEY=""))
    assert key.read_text(encoding="ascii") == created_key
    assert len(created_key) == 64


def test_the_pull_error_does_not_name_a_reporter(context):
    pull_body(context, csv_body([MARIA.name], ["1"]), source="rekap")
    with context.engine.connect() as connection:
        error = connection.execute(text("SELECT error FROM pull")).scalar_one()
    assert "no column Nomor" in error
