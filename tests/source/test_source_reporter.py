"""A reporter's name goes no further than the border: only its keyed hash is kept."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from bootstrap import keyed_hash
from data.sources.columns import reach
from data.sources.values import folded
from data.store.schema import rejected_row
from tests.builders import open_town, qlue_row, write_city
from tests.personas import MARIA, YOHANIS
from tests.pulls import LAPOR, QLUE, csv_body, environ, pull_body, pull_rows, reports, rows_of, run

TABLE = {
    "name": "rekap", "kind": "csv",
    "fields": {"service_request_id": "Nomor", "requested_datetime": "Tanggal", "reporter": "Pelapor"},
}  # fmt: skip
HEADER = ["Nomor", "Tanggal", "Pelapor", "Catatan"]
DATED, UNDATED = "2025-03-03T09:00:00", "kemarin"
QUOTED = 'Ny. "Ester" É.'


@pytest.fixture
def town(tmp_path: Path):
    return open_town(tmp_path, source=[QLUE, LAPOR, TABLE])


def bytes_of(folder: Path) -> bytes:
    """Everything in a folder's files, the store's and its log of writes included."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def named_in(found: bytes, name: str) -> bool:
    """Whether any word of a name stands there, in any case."""
    words = folded(found.decode("utf-8", "replace"))
    return any(word in words for word in folded(name).split() if len(word) > 3)


def test_nothing_on_disk_or_in_the_log_names_a_reporter(tmp_path: Path):
    write_city(tmp_path)
    bad = qlue_row(3, post_date=UNDATED, profile_name=YOHANIS.name)
    rows = [qlue_row(1, post_date=DATED, profile_name=MARIA.name), bad]
    file = tmp_path.parent / f"{tmp_path.name}.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    environment = environ(tmp_path, PANTAU_LOG_LEVEL="debug")
    done = run(["jobs", "import", str(file), "--source", "qlue"], environment)
    assert json.loads(done.stdout)["rejected"] == 1
    shown = run(["data", "snapshot"], environment)
    for name in (MARIA.name, YOHANIS.name):
        assert not named_in(bytes_of(tmp_path), name)
        assert not named_in((done.stdout + done.stderr + shown.stdout + shown.stderr).encode(), name)
    assert named_in(file.read_bytes(), MARIA.name)  # the search does find what is there


def test_the_hash_is_the_same_for_one_person_and_another_under_another_key(town):
    pull_rows(
        town, qlue_row(1), qlue_row(2, profile_name="MARIA RUMENGAN"), qlue_row(3, profile_name=YOHANIS.name)
    )
    one, same, other = (row["reporter"] for row in reports(town.engine).values())
    assert one == same != other
    assert keyed_hash(b"kunci uji", MARIA.name) == one != keyed_hash(b"kunci lain", MARIA.name)


@pytest.mark.parametrize("name", [MARIA.name, QUOTED, "Yohanis\\Wowor", "Siti 🔥 Aminah", 'Ond"\\rej'])
def test_a_rejected_row_is_kept_without_the_name(town, name):
    pull_rows(town, qlue_row(1, post_date=UNDATED, profile_name=name))
    (row,) = rows_of(town.engine, rejected_row)
    kept = json.loads(row["raw"])
    assert kept["profile_name"] == f"reporter {keyed_hash(b'kunci uji', name)}"
    assert kept["post_desc"] == "menumpuk"


@pytest.mark.parametrize("column", ["user.name", "users.1", "user"])
def test_a_name_deep_in_a_row_is_left_out_and_its_neighbours_stay(geojson, column):
    told = {"created_at": UNDATED, "user": {"name": MARIA.name, "age": 41}, "users": ["admin", MARIA.name]}
    told |= {"user": MARIA.name} if column == "user" else {}
    fields = {"requested_datetime": "created_at", "service_request_id": "pkey", "reporter": column}
    feature = {"geometry": None, "properties": {"pkey": "A-9", **told}}
    (row,) = geojson(json.dumps({"features": [feature]}).encode(), fields=fields)
    kept = reach(json.loads(row.raw), f"properties.{column}")
    assert kept == f"reporter hash of {len(MARIA.name)} letters"
    assert all(word in row.raw for word in ("A-9", UNDATED, "admin"))


def test_a_name_of_one_letter_leaves_the_rest_of_the_row_as_it_was(town):
    pull_rows(town, qlue_row(1, post_date=UNDATED, profile_name="e", post_desc="sebelah"))
    (row,) = rows_of(town.engine, rejected_row)
    assert json.loads(row["raw"])["post_desc"] == "sebelah"


@pytest.mark.parametrize(
    "cells",
    [
        ["1", UNDATED, MARIA.name, "bau"],
        ["1", UNDATED, MARIA.name],
        ["1", DATED, "lebih", MARIA.name, "bau"],
        ["1", MARIA.name],
        [MARIA.name],
    ],
)
def test_a_bad_row_of_a_table_is_kept_without_the_name_wherever_its_cells_slipped(town, cells):
    pull_body(town, csv_body(HEADER, cells), source="rekap")
    (row,) = rows_of(town.engine, rejected_row)
    assert not named_in(row["raw"].encode(), MARIA.name)


def test_what_a_table_says_beside_the_name_is_kept(town):
    pull_body(town, csv_body(HEADER, ["A-77", DATED, MARIA.name, "bau", "sekali"]), source="rekap")
    (row,) = rows_of(town.engine, rejected_row)
    (cells,) = json.loads(row["raw"]).values()
    assert (cells[:2], cells[-1]) == (["A-77", DATED], "sekali")


def test_two_bad_rows_that_differ_in_their_reporter_only_are_two(town):
    rows = [qlue_row(1, post_date=UNDATED, profile_name=who.name) for who in (MARIA, YOHANIS)]
    pull_rows(town, *rows)
    assert [row["times"] for row in rows_of(town.engine, rejected_row)] == [1, 1]


def test_without_a_key_in_the_settings_one_is_made_kept_and_shown_to_nobody_else(tmp_path: Path):
    write_city(tmp_path)
    assert run(["jobs", "pull", "tiada"], environ(tmp_path, PANTAU_REPORTER_KEY="")).returncode == 2
    key = tmp_path / "var" / "reporter.key"
    assert key.stat().st_mode & 0o077 == 0
    made = key.read_text(encoding="ascii")
    run(["jobs", "pull", "tiada"], environ(tmp_path, PANTAU_REPORTER_KEY=""))
    assert key.read_text(encoding="ascii") == made
    assert len(made) == 64


def test_the_ledger_and_the_pulls_error_say_nothing_of_a_reporter(town):
    pull_body(town, csv_body([MARIA.name], ["1"]), source="rekap")
    with town.engine.connect() as connection:
        error = connection.execute(text("SELECT error FROM pull")).scalar_one()
    assert "no column Nomor" in error
