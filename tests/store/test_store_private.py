"""What the board stores is for its own user alone: the store, its WAL files, and the folder around them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import open_app_context
from data.config.city_loader import store_url
from data.store.engine import migrate, open_engine, writer
from geo.official import install
from tests.builders import settings, write_city
from tests.personas import MONDAY_NOON

GROUP_AND_OTHERS = 0o077


@pytest.fixture(autouse=True)
def common_umask() -> Iterator[None]:
    """Let new files be readable by everybody, as most systems do."""
    previous = os.umask(0o022)
    yield
    os.umask(previous)


def exposed(folder: Path) -> list[str]:
    """Return what others may open."""
    paths = [folder, *folder.rglob("*")]
    return [str(path) for path in paths if path.stat().st_mode & GROUP_AND_OTHERS]


def test_store_wal_files_keys_and_areas_are_private(tmp_path: Path) -> None:
    """Kind: password hashes and texts of people in files that every user of the machine may read."""
    write_city(tmp_path)
    context = open_app_context(settings(tmp_path, PANTAU_REPORTER_KEY=""))
    install(b"{}", context.settings.var / "areas" / "uji.geojson", MONDAY_NOON)
    with writer(context.engine).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE baru (satu)")
        names = {path.name for path in context.settings.var.rglob("*")}
        assert {"31.01.db", "31.01.db-wal", "31.01.db-shm", "reporter.key", "uji.geojson"} <= names
        assert exposed(context.settings.var) == []
    assert store_url(context.settings, context.city).endswith("var/31.01.db")


def test_a_store_that_others_could_read_is_taken_back(tmp_path: Path) -> None:
    """Kind: files of an earlier version."""
    url = f"sqlite:///{tmp_path}/lama/toko.db"
    first = open_engine(url)
    migrate(first)
    with first.connect():  # so that the WAL files stay
        for path in (tmp_path / "lama").iterdir():
            path.chmod(0o644)
        open_engine(url)
        assert [path.stat().st_mode & 0o777 for path in (tmp_path / "lama").iterdir()] == [0o600] * 3


def test_a_store_in_memory_has_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    migrate(open_engine("sqlite:///:memory:"))
    assert list(tmp_path.iterdir()) == []
