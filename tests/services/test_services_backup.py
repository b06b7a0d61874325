"""`python -m data backup` and `restore`: complete, verified, never over a filled store."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import orjson
import pytest
from sqlalchemy.exc import DatabaseError

from bootstrap import open_app_context
from data.__main__ import main
from data.config.secret_files import REPORTER_KEY_FILE, reporter_key
from data.services.backup import INSTALLED_AREAS_COPY, MANIFEST, STORE_COPY, installed_areas
from data.services.history import snapshot_at
from data.services.live_board import to_json
from data.services.notifications.vapid import PUSH_KEY_FILE, load_push_key
from data.services.submission import OWN_SOURCE
from data.store.follow_ups import list_pictures
from geo import installed_path
from geo.official import install
from jobs.area_reassignment import sync_layer
from tests.builders import city, open_test_context, settings, write_city
from tests.personas import MONDAY_NOON
from tests.pulls import ROOT, process_environment, reports, run_sql
from tests.servers import Postgres

GROUP_AND_OTHERS = 0o077
FILED_BEFORE = 5
# Files one report with a picture a minute of its own clock, and prints the number once it is stored.
FILING = """
import sys
from datetime import timedelta
from pathlib import Path
from bootstrap import open_app_context
from data.config.clock import Clock
from data.services.submission import NewReport
from tests.builders import settings
from tests.drill.entering import make_photo
from tests.personas import IN_ANGGREK, MONDAY_NOON
minutes = 0
clock = Clock(time_source=lambda: (MONDAY_NOON + timedelta(minutes=minutes)).timestamp())
configured = settings(Path(sys.argv[1]), PANTAU_DATABASE_URL=sys.argv[2], PANTAU_REPORTER_KEY="")
submissions = open_app_context(configured, time=clock).submissions
lat, long = IN_ANGGREK
while True:
    report = NewReport(f"lapor-{minutes}", "warga", "sampah", f"nomor {minutes}", lat=lat, long=long,
                       contact="mailto:maria@contoh.id", pictures=(make_photo(minutes),))
    print(submissions.submit(report).service_request_id, flush=True)
    minutes += 1
"""
# Holds the right to run the schedule until it is killed.
HOLDING = """
import sys
from data.store.engine import open_engine
from data.store.single_runner import single_runner
runner = single_runner(open_engine(sys.argv[1]))
print(runner.acquire(), flush=True)
sys.stdin.read()
"""
Command = Callable[..., tuple[int, str]]


@contextmanager
def filing(folder: Path, url: str) -> Iterator[Iterator[str]]:
    """Run a process that files reports; yield the numbers that it acknowledges."""
    command = [sys.executable, "-c", FILING, str(folder), url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield (line.strip() for line in process.stdout)
        finally:
            process.kill()


@contextmanager
def running_schedule(url: str) -> Iterator[None]:
    """Hold the right to run a store's schedule in another process."""
    command = [sys.executable, "-c", HOLDING, url]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdout.readline() == "True\n"
        try:
            yield
        finally:
            process.kill()


@pytest.fixture
def run_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs ``python -m data`` for the city of a folder."""

    def run(folder: Path, *arguments: str, url: str = "") -> tuple[int, str]:
        environment = process_environment(folder, url, PANTAU_REPORTER_KEY="")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Make a board with one report, both keys and its key in a file."""
    folder = tmp_path / "asal"
    folder.mkdir()
    app_context = open_test_context(folder)
    sync_layer(app_context)
    reporter_key(settings(folder, PANTAU_REPORTER_KEY=""))
    load_push_key(folder / "var")
    return folder


def other_machine(tmp_path: Path, name: str = "baru") -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_restored(folder: Path, url: str, acknowledged: list[str]) -> bytes:
    """Check the reports and what belongs to them; return the snapshot of their last moment."""
    restored = open_app_context(settings(folder, PANTAU_DATABASE_URL=url, PANTAU_REPORTER_KEY=""))
    assert set(acknowledged) <= reports(restored.engine).keys()
    keys = [(OWN_SOURCE, number) for number in acknowledged]
    with restored.engine.connect() as connection:
        assert [len(found) for found in list_pictures(connection, keys).values()] == [1] * len(keys)
        contacts = {restored.submissions.contact(connection, key) for key in keys}
    assert contacts == {"mailto:maria@contoh.id"}
    return snapshot_of(folder, url, MONDAY_NOON + timedelta(minutes=len(acknowledged) - 1))


def snapshot_of(folder: Path, url: str, moment: datetime) -> bytes:
    opened = open_app_context(settings(folder, PANTAU_DATABASE_URL=url, PANTAU_REPORTER_KEY=""))
    return to_json(snapshot_at(opened.engine, opened.city, moment))


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_backup_while_reports_are_filed_holds_every_acknowledged_one(
    kind: str, tmp_path: Path, origin: Path, run_command: Command, request: pytest.FixtureRequest
) -> None:
    """Kind: a copy of the store's file alone lacks what its WAL holds, and the keys."""
    servers: list[Postgres] = [request.getfixturevalue("postgres")] if kind == "postgresql" else []
    url, new_url = (servers[0].new_database(), servers[0].new_database()) if servers else ("", "")
    sync_layer(open_app_context(settings(origin, PANTAU_DATABASE_URL=url, PANTAU_REPORTER_KEY="")))
    with filing(origin, url) as numbers:
        acknowledged = [next(numbers) for _ in range(FILED_BEFORE)]
        code, printed = run_command(origin, "backup", tmp_path / "cadangan", url=url)
        assert code == 0, printed
        after = [next(numbers) for _ in range(2)]  # it went on meanwhile
    new = other_machine(tmp_path)
    code, printed = run_command(new, "restore", tmp_path / "cadangan", url=new_url)
    assert code == 0, printed
    assert run_command(new, "check", url=new_url) == (0, "all identities hold\n")
    moment = MONDAY_NOON + timedelta(minutes=FILED_BEFORE - 1)
    assert check_restored(new, new_url, acknowledged) == snapshot_of(origin, url, moment)
    assert len(after) == 2


def test_a_backup_has_keys_areas_and_city_for_this_user_alone(
    tmp_path: Path, origin: Path, run_command: Command
) -> None:
    run_command(origin, "backup", tmp_path / "cadangan")
    folder = tmp_path / "cadangan"
    assert {path.name for path in folder.iterdir()} == {
        MANIFEST, STORE_COPY, REPORTER_KEY_FILE, PUSH_KEY_FILE, "city.toml", "areas",
    }  # fmt: skip
    assert [path for path in (folder, *folder.iterdir()) if path.stat().st_mode & GROUP_AND_OTHERS] == []
    new = other_machine(tmp_path)
    assert run_command(new, "restore", folder)[0] == 0
    assert [contents(new)[name] for name in (f"var/{REPORTER_KEY_FILE}", "uji.toml", "uji.geojson")] == [
        contents(origin)[name] for name in (f"var/{REPORTER_KEY_FILE}", "uji.toml", "uji.geojson")
    ]


def test_an_imported_area_layer_is_in_the_backup(tmp_path: Path, origin: Path, run_command: Command) -> None:
    layer = installed_areas(settings(origin), city())
    assert layer == installed_path(origin / "var", "31.01")
    install(b"{}", layer, MONDAY_NOON)
    run_command(origin, "backup", tmp_path / "cadangan")
    assert (tmp_path / "cadangan" / INSTALLED_AREAS_COPY).read_bytes() == b"{}"
    new = other_machine(tmp_path)
    run_command(new, "restore", tmp_path / "cadangan")
    assert installed_areas(settings(new), city()).read_bytes() == b"{}"


def test_a_key_from_the_settings_is_in_the_backup(
    tmp_path: Path, origin: Path, run_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_file = tmp_path / "kunci"
    key_file.write_text("kunci dari pengaturan, cukup panjang")
    monkeypatch.setenv("PANTAU_REPORTER_KEY_FILE", str(key_file))
    run_command(origin, "backup", tmp_path / "cadangan")
    assert (tmp_path / "cadangan" / REPORTER_KEY_FILE).read_bytes() == key_file.read_bytes()


@pytest.mark.parametrize("name", [STORE_COPY, REPORTER_KEY_FILE, "city.toml", MANIFEST])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_nothing_is_put_back_from_a_damaged_backup(
    name: str, damage: str, tmp_path: Path, origin: Path, run_command: Command
) -> None:
    """Kind: half a board after a restore."""
    run_command(origin, "backup", tmp_path / "cadangan")
    file = tmp_path / "cadangan" / name
    file.write_bytes(file.read_bytes()[:-1]) if damage == "changed" else file.unlink()
    new = other_machine(tmp_path)
    code, printed = run_command(new, "restore", tmp_path / "cadangan")
    assert code == 2 and name in printed
    assert contents(new) == {}


def test_a_name_that_leads_out_of_the_backup_is_refused(
    tmp_path: Path, origin: Path, run_command: Command
) -> None:
    run_command(origin, "backup", tmp_path / "cadangan")
    file = tmp_path / "cadangan" / MANIFEST
    manifest = orjson.loads(file.read_bytes())
    manifest["files"][0]["name"] = "../asal/uji.toml"
    file.write_bytes(orjson.dumps(manifest))
    code, printed = run_command(other_machine(tmp_path), "restore", tmp_path / "cadangan")
    assert (code, "does not belong into a backup" in printed) == (2, True)


def test_a_filled_store_or_another_key_is_replaced_only_if_told(
    tmp_path: Path, origin: Path, run_command: Command
) -> None:
    """Kind: a restore into the wrong folder destroys the board that is there."""
    run_command(origin, "backup", tmp_path / "cadangan")
    before = contents(copytree(origin, tmp_path / "saat itu"))
    run_sql(open_test_context(origin).engine, "CREATE TABLE sesudah (satu)")
    code, printed = run_command(origin, "restore", tmp_path / "cadangan")
    assert (code, "--replace" in printed) == (2, True)
    key = origin / "var" / REPORTER_KEY_FILE
    key.write_bytes(b"k" * 64)
    assert run_command(origin, "restore", tmp_path / "cadangan", "--replace")[0] == 0
    assert key.read_bytes() == before[f"var/{REPORTER_KEY_FILE}"]
    kept = [path for path in (origin / "var").iterdir() if path.name.startswith(f"{REPORTER_KEY_FILE}.")]
    assert [path.read_bytes() for path in kept] == [b"k" * 64]
    assert len([file for file in (origin / "var").glob("31.01.db.2*") if "-" not in file.name]) == 1
    with pytest.raises(DatabaseError, match="no such table: sesudah"):
        run_sql(open_test_context(origin).engine, "SELECT * FROM sesudah")


def test_nothing_is_put_back_while_another_process_runs_the_schedule(
    tmp_path: Path, origin: Path, run_command: Command
) -> None:
    """Kind: a board that was not stopped writes into the store that was moved away."""
    run_command(origin, "backup", tmp_path / "cadangan")
    (origin / "var" / PUSH_KEY_FILE).unlink()
    with running_schedule(f"sqlite:///{origin / 'var' / '31.01.db'}"):
        before = contents(origin)
        code, printed = run_command(origin, "restore", tmp_path / "cadangan", "--replace")
        assert (code, printed) == (
            2,
            "the schedule of this store: another process runs it; stop all of the board first\n",
        )
        assert contents(origin) == before
    assert run_command(origin, "restore", tmp_path / "cadangan", "--replace")[0] == 0


def test_a_damaged_store_is_replaced(tmp_path: Path, origin: Path, run_command: Command) -> None:
    run_command(origin, "backup", tmp_path / "cadangan")
    store = origin / "var" / "31.01.db"
    store.write_bytes(b"rusak" * 1_000)
    assert run_command(origin, "restore", tmp_path / "cadangan", "--replace")[0] == 0
    assert store.read_bytes() == (tmp_path / "cadangan" / STORE_COPY).read_bytes()


def test_a_mount_point_is_refused_with_a_folder_to_name(origin: Path, run_command: Command) -> None:
    """Kind: the whole copy was made before its last step, the new name, failed."""
    code, printed = run_command(origin, "backup", "/proc")
    assert (code, printed) == (2, "/proc: a disk is mounted here; name a folder on it, as /proc/pantau\n")


def test_a_backup_never_goes_into_a_filled_folder(tmp_path: Path, origin: Path, run_command: Command) -> None:
    run_command(origin, "backup", tmp_path / "cadangan")
    before = contents(tmp_path / "cadangan")
    code, printed = run_command(origin, "backup", tmp_path / "cadangan")
    assert (code, "allowed is a new or empty folder" in printed) == (2, True)
    assert contents(tmp_path / "cadangan") == before


def test_a_store_that_is_not_there_is_not_backed_up_as_an_empty_one(
    tmp_path: Path, run_command: Command
) -> None:
    write_city(tmp_path)
    code, printed = run_command(tmp_path, "backup", tmp_path / "cadangan")
    assert (code, "this store is empty" in printed) == (2, True)
    assert not (tmp_path / "cadangan").exists() and not (tmp_path / "var").exists()


def test_missing_tools_are_named_with_what_to_install(
    tmp_path: Path, origin: Path, run_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.services.backup.is_filled", lambda url: True)
    monkeypatch.setattr("data.store.backup._schema", lambda url: "public")
    monkeypatch.setattr("data.store.backup.DEBIAN_POSTGRES_FOLDER", tmp_path)
    monkeypatch.setattr("data.store.backup.shutil.which", lambda name: None)
    url = "postgresql+psycopg://pantau@localhost/pantau"
    code, printed = run_command(origin, "backup", tmp_path / "cadangan", url=url)
    assert (code, printed) == (
        2,
        "pg_dump is missing: apt-get install postgresql-client, of the server's version\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["asal"]
