"""A city's SQLite store is named after its code; one of yesterday's name is still its store."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bootstrap import open_app_context, open_city_layer
from data.config.city_loader import load_city, safe_file_name
from data.config.settings import Settings, read_settings
from data.services.store_location import located_store_url
from data.store.engine import migrate, open_engine
from jobs.area_reassignment import sync_layer
from tests.builders import city, open_test_context, qlue_row, settings, write_city
from tests.personas import MONDAY_NOON
from tests.pulls import ROOT, pull_rows

MANADO = ROOT / "data" / "cities" / "manado.toml"


def city_settings(tmp_path: Path, folder: str, **changed: object) -> Settings:
    """Write a city's file as kota.toml into a folder of its own; return settings with one ``var`` for all."""
    (tmp_path / folder).mkdir(exist_ok=True)
    path = write_city(tmp_path / folder, **changed)
    path.rename(path.with_name("kota.toml"))
    return settings(tmp_path, PANTAU_CITY=str(tmp_path / folder / "kota.toml"))


def stores(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "var").glob("*.db")}


def old_store(tmp_path: Path, *statements: str) -> Path:
    """Make a store under the name of the city's file, as it was before."""
    file = tmp_path / "var" / "kota.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
    return file


def test_the_store_has_the_citys_code_as_its_name(tmp_path):
    """Kind: a first city. It was named after the TOML file, so that renaming that file lost the store."""
    open_app_context(city_settings(tmp_path, "a"))
    assert stores(tmp_path) == {"31.01.db"}


def test_two_cities_whose_files_have_one_name_do_not_share_a_store(tmp_path):
    """Kind: a first city. Both opened kota.db."""
    for folder, code in (("a", "31.01"), ("b", "31.02")):
        open_app_context(city_settings(tmp_path, folder, code=code))
    assert stores(tmp_path) == {"31.01.db", "31.02.db"}


def test_a_store_of_the_earlier_name_is_opened_and_said_so(tmp_path, capfd):
    file = old_store(tmp_path)
    context = open_app_context(city_settings(tmp_path, "a"))
    assert context.engine.url.database == str(file)
    assert stores(tmp_path) == {"kota.db"}
    assert "new_name" in "".join(capfd.readouterr())


def test_the_earlier_store_stays_with_the_city_that_opened_it_first(tmp_path):
    file = old_store(tmp_path)
    open_app_context(city_settings(tmp_path, "a"))
    other = open_app_context(city_settings(tmp_path, "b", code="31.02"))
    assert other.engine.url.database != str(file)
    assert stores(tmp_path) == {"kota.db", "31.02.db"}


@pytest.mark.parametrize(
    ("code", "is_taken"),
    [("31.01", True), ("3101", True), ("72.99", False), ("tepi", True)],
)
def test_an_earlier_store_with_areas_elsewhere_is_not_taken(tmp_path, code, is_taken):
    old_store(
        tmp_path,
        "insert into area (layer_id, code, name, parent, parent_name) "
        "values (1, '31.01.01.1001', 'Anggrek', '31.01.01', 'Barat')",
    )
    located = located_store_url(city_settings(tmp_path, "a", code=code), city(code=code))
    assert located.endswith("/kota.db") is is_taken


def test_a_new_store_goes_before_one_of_the_earlier_name(tmp_path):
    open_app_context(city_settings(tmp_path, "a"))
    old_store(tmp_path)
    located = located_store_url(city_settings(tmp_path, "a"), city())
    assert located.endswith("/31.01.db")


def test_an_earlier_file_that_is_damaged_is_named_by_the_start(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "kota.db").write_bytes(b"not a database" * 100)
    assert located_store_url(city_settings(tmp_path, "a"), city()).endswith("/kota.db")


def test_a_code_is_a_safe_file_name_and_no_two_are_the_same():
    assert safe_file_name("72.99") == "72.99"
    names = [safe_file_name(code) for code in ("../../etc", "a b", "a/b", "a-b", ".", "é")]
    assert len(set(names)) == len(names)
    assert not any("/" in name or name.startswith(".") for name in names)


def test_a_copy_of_a_bundled_citys_file_works_under_any_name(tmp_path):
    """Kind: a first city. "no area layer for city 'kota'": the default layer hung on the name of the file."""
    (tmp_path / "kota.toml").write_text(MANADO.read_text(encoding="utf-8"), encoding="utf-8")
    environ = {"PANTAU_CITY": str(tmp_path / "kota.toml"), "PANTAU_VAR": str(tmp_path / "var")}
    copy = read_settings(environ)
    assert len(open_city_layer(copy, load_city(copy)).codes) == 87


def test_a_store_that_another_city_had_is_named_in_the_log(tmp_path, capfd):
    url = f"sqlite:///{tmp_path / 'one.db'}"
    for folder, code in (("a", "31.01"), ("b", "31.02")):
        base = city_settings(tmp_path, folder, code=code)
        open_app_context(settings(tmp_path, PANTAU_CITY=base.city, PANTAU_DATABASE_URL=url))
    assert "another city's until now" in "".join(capfd.readouterr())
    with create_engine(url).connect() as connection:
        kept = connection.execute(text("select kept from feed_memory where source = 'city:code'")).scalar()
    assert "31.02" in kept


def test_a_store_with_reports_of_the_citys_source_is_never_left_for_an_empty_one(tmp_path):
    """Whatever the codes of its areas are."""
    folder = tmp_path / "a"
    folder.mkdir()
    context = open_test_context(folder, moment=MONDAY_NOON)
    pull_rows(context, qlue_row())
    sync_layer(context)
    with context.engine.begin() as connection:
        connection.execute(text("delete from feed_memory"))
    context.engine.dispose()
    (tmp_path / "var").mkdir()
    (folder / "var" / "31.01.db").rename(tmp_path / "var" / "kota.db")
    located = located_store_url(city_settings(tmp_path, "a", code="72.99"), city(code="72.99"))
    assert located.endswith("/kota.db")


def test_a_city_whose_code_was_changed_is_told_of_its_old_store(tmp_path, capfd):
    """Kind: a first city. A new code began with an empty store, and nothing said where the reports are."""
    pull_rows(open_test_context(tmp_path, moment=MONDAY_NOON), qlue_row())
    old = tmp_path / "var" / "31.01.db"
    capfd.readouterr()
    for _start in ("the first", "the second"):
        open_test_context(tmp_path, moment=MONDAY_NOON, code="31.02").engine.dispose()
        told = "".join(capfd.readouterr())
        assert str(old) in told
        assert "31.02.db" in told
    pull_rows(open_test_context(tmp_path, moment=MONDAY_NOON, code="31.02"), qlue_row())
    capfd.readouterr()
    open_test_context(tmp_path, moment=MONDAY_NOON, code="31.02")
    assert str(old) not in "".join(capfd.readouterr())


def test_a_store_of_other_sources_is_not_named(tmp_path, capfd):
    pull_rows(open_test_context(tmp_path, moment=MONDAY_NOON), qlue_row())
    capfd.readouterr()
    sources = [{"name": "lapor", "kind": "qlue", "url": "https://x.example/a"}]
    open_test_context(tmp_path, moment=MONDAY_NOON, code="31.02", source=sources)
    assert "31.01.db" not in "".join(capfd.readouterr())
