"""``python -m geo import`` compares a layer with the one in use, settings, accounts, displays and reports."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import Engine

from data.config.clock import start_clock
from data.config.settings import SettingError
from data.core.access import Principal, Role
from data.core.displays import DisplayOrder
from data.services.area_codes import follow_layer
from data.services.auth.service import AuthService
from data.store import accounts, audit, display_orders
from data.store.areas import save_layer
from data.store.engine import migrate, open_engine, writer
from geo import INSTALLED_FIELDS, AreaLayer, open_layer
from geo.__main__ import main
from geo.official import installed_path
from geo.renumbering import layer_changes

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
WORDS = ["--id", "code", "--name", "name", "--parent", "parent", "--parent-name", "parent_name"]
CITY = """code = "31.01"
name = "Kota"
timezone = "Asia/Makassar"
[areas]
inset = ["31.01.02"]
"""
ROWS = [
    ("31.01.01.1001", "Anggrek", "31.01.01", "Barat"),
    ("31.01.01.1002", "Barito", "31.01.01", "Barat"),
    ("31.01.02.1001", "Cempaka", "31.01.02", "Timur"),
    ("31.01.02.1002", "Delima", "31.01.02", "Timur"),
]
SWAPPED = [
    ("31.01.02.1001", "Anggrek", "31.01.02", "Barat"),
    ("31.01.02.1002", "Barito", "31.01.02", "Barat"),
    ("31.01.01.1001", "Cempaka", "31.01.01", "Timur"),
    ("31.01.01.1002", "Delima", "31.01.01", "Timur"),
]
OTHER_CODES = [
    (code.replace(".", ""), name, parent.replace(".", ""), upper) for code, name, parent, upper in ROWS
]
ONE_PARENT = ROWS[:2]

Import = Callable[..., tuple[int, str, str]]


def table(rows: list[tuple[str, ...]], *, west: float = 124.8) -> gpd.GeoDataFrame:
    """Return the areas as squares side by side, in the order of the rows."""
    boxes = [shapely.box(west + 0.01 * n, 1.4, west + 0.01 * (n + 1), 1.41) for n in range(len(rows))]
    return gpd.GeoDataFrame(rows, columns=["code", "name", "parent", "parent_name"], geometry=boxes, crs=4326)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "kota.toml").write_text(CITY, encoding="utf-8")
    store = f"sqlite:///{tmp_path / 'kota.db'}"
    return {
        "PANTAU_VAR": str(tmp_path / "var"),
        "PANTAU_CITY": str(tmp_path / "kota.toml"),
        "PANTAU_DATABASE_URL": store,
    }


@pytest.fixture
def run_import(environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Return a function that imports rows and returns exit code, output and errors."""

    def run(frame: gpd.GeoDataFrame, *options: str) -> tuple[int, str, str]:
        frame.to_file(tmp_path / "resmi.geojson")
        code = main(["import", str(tmp_path / "resmi.geojson"), *WORDS, *options], environ)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def engine(environ: dict[str, str]) -> Engine:
    """Return a store with an account of each kecamatan, and a display pinned to the first."""
    engine = open_engine(environ["PANTAU_DATABASE_URL"])
    migrate(engine)
    service = AuthService(engine, start_clock(1))
    for name, parent in (("camat.barat", "31.01.01"), ("camat.timur", "31.01.02")):
        service.create_account(Principal(name, Role.CAMAT, parent), "kata sandi yang panjang")
    order = DisplayOrder("ruang-utama", "31.01.01", False, "", "operator.1", NOW, None)
    with writer(engine).begin() as connection:
        display_orders.save_order(connection, order)
    return engine


def layer_of(environ: dict[str, str]) -> AreaLayer:
    return open_layer(installed_path(Path(environ["PANTAU_VAR"]), "31.01"), fields=INSTALLED_FIELDS)


def start(engine: Engine, layer: AreaLayer) -> None:
    """Do what a start of the board does with the codes of its layer."""
    follow_layer(engine, layer.fingerprint, lambda old: layer_changes(old, layer.areas).parents, NOW)


def store_layer(engine: Engine, layer: AreaLayer) -> None:
    with writer(engine).begin() as connection:
        save_layer(connection, layer.areas, layer.fingerprint, NOW)


def parents_of_accounts(engine: Engine) -> dict[str, str | None]:
    with engine.connect() as connection:
        return {each.name: each.parent for each in accounts.list_all(connection)}


def test_a_file_that_swaps_codes_is_refused_and_everything_concerned_is_named(
    run_import: Import, engine: Engine, environ: dict[str, str]
) -> None:
    assert run_import(table(ROWS))[0] == 0
    before = layer_of(environ).fingerprint
    code, out, err = run_import(table(SWAPPED))
    assert (code, out) == (2, "")
    for words in (
        "Barat: 31.01.01 becomes 31.01.02",
        "Timur: 31.01.02 becomes 31.01.01",
        "account camat.barat (31.01.01 Barat)",
        "account camat.timur (31.01.02 Timur)",
        "display ruang-utama (31.01.01 Barat)",
        "--renumber",
    ):
        assert words in err
    assert layer_of(environ).fingerprint == before


def test_accounts_and_displays_follow_the_names_once_and_sign_in_again(
    run_import: Import, engine: Engine, environ: dict[str, str]
) -> None:
    run_import(table(ROWS))
    store_layer(engine, layer_of(environ))
    assert run_import(table(SWAPPED), "--renumber")[0] == 0
    assert parents_of_accounts(engine) == {"camat.barat": "31.01.01", "camat.timur": "31.01.02"}
    for _process in ("dashboard", "jobs"):
        start(engine, layer_of(environ))
    store_layer(engine, layer_of(environ))
    start(engine, layer_of(environ))
    assert parents_of_accounts(engine) == {"camat.barat": "31.01.02", "camat.timur": "31.01.01"}
    with engine.connect() as connection:
        assert display_orders.list_orders(connection)["ruang-utama"].view == "31.01.02"
        assert {each.generation for each in accounts.list_all(connection)} == {2}
        assert "camat.barat: 31.01.01 -> 31.01.02" in {each.object for each in audit.latest(connection, 9)}


def test_going_back_to_the_earlier_layer_is_a_renumbering_too(
    run_import: Import, engine: Engine, environ: dict[str, str]
) -> None:
    run_import(table(ROWS))
    store_layer(engine, layer_of(environ))
    run_import(table(SWAPPED), "--renumber")
    start(engine, layer_of(environ))
    assert run_import(table(ROWS))[0] == 2
    assert run_import(table(ROWS), "--renumber")[0] == 0
    start(engine, layer_of(environ))
    assert parents_of_accounts(engine) == {"camat.barat": "31.01.01", "camat.timur": "31.01.02"}


def test_a_board_does_not_start_with_swapped_codes_that_nobody_agreed_to(
    run_import: Import, engine: Engine, environ: dict[str, str], tmp_path: Path
) -> None:
    run_import(table(ROWS))
    store_layer(engine, layer_of(environ))
    table(SWAPPED).to_file(tmp_path / "by-hand.geojson")
    swapped = open_layer(tmp_path / "by-hand.geojson", fields=INSTALLED_FIELDS)
    with pytest.raises(SettingError, match=r"account camat.barat \(31.01.01 Barat\).*--renumber"):
        start(engine, swapped)
    assert parents_of_accounts(engine)["camat.barat"] == "31.01.01"


def test_other_codes_for_all_are_refused_with_the_setting_and_its_new_code(run_import: Import) -> None:
    run_import(table(ROWS))
    code, _out, err = run_import(table(OTHER_CODES))
    assert code == 2
    assert '[areas] inset "31.01.02"' in err
    assert 'now "310102"' in err


def test_a_kecamatan_that_is_gone_is_refused_while_accounts_belong_to_it(
    run_import: Import, engine: Engine
) -> None:
    run_import(table(ROWS))
    code, _out, err = run_import(table(ONE_PARENT))
    assert code == 2
    assert "kecamatan that the file has not: 31.01.02 (Timur)" in err
    assert "account camat.timur" in err
    assert '[areas] inset "31.01.02"' in err


def test_without_accounts_there_a_lost_kecamatan_is_a_note(run_import: Import) -> None:
    run_import(table(ROWS))
    code, out, _err = run_import(table(ONE_PARENT))
    assert code == 0
    assert any("inset" in remark for remark in json.loads(out)["remarks"])


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(c, n.replace("Barito", "Baritto"), p, u.upper()) for c, n, p, u in ROWS], "spelling"),
        ([(c, n.replace("Barito", "Mawar"), p, u) for c, n, p, u in ROWS], "another name for the same place"),
        ([(c, n, p, u.replace("Timur", "Kenanga")) for c, n, p, u in ROWS], "the same members"),
        ([*ROWS, ("31.01.02.1003", "Eceng", "31.01.02", "Timur")], "one more"),
    ],
)
def test_what_is_no_renumbering_needs_no_flag(
    rows: list[tuple[str, ...]], why: str, run_import: Import, engine: Engine
) -> None:
    run_import(table(ROWS))
    assert run_import(table(rows))[0] == 0, why


def test_two_kelurahan_of_nearly_one_name_that_swap_codes_are_noticed(run_import: Import) -> None:
    rows = [("1.1.1", "Malalayang Satu", "1.1", "A"), ("1.1.2", "Malalayang Dua", "1.1", "A")]
    run_import(table(rows))
    code, _out, err = run_import(table([("1.1.2", *rows[0][1:]), ("1.1.1", *rows[1][1:])]))
    assert code == 2
    assert "Malalayang Satu: 1.1.1 becomes 1.1.2" in err


def test_a_layer_that_lies_elsewhere_or_has_its_axes_swapped_is_refused(run_import: Import) -> None:
    near = table(ROWS, west=30.0)
    shapes = near.geometry.to_numpy()
    near["geometry"] = shapely.transform(shapes, lambda corners: corners + 48.6 * (corners < 2))
    run_import(near)
    swapped = near.set_geometry(
        shapely.transform(near.geometry.to_numpy(), lambda corners: corners[:, ::-1]), crs=4326
    )
    code, _out, err = run_import(swapped)
    assert code == 2
    assert "latitude and longitude look swapped" in err


def test_a_city_file_that_cannot_be_read_is_said_and_does_not_stop_the_import(
    run_import: Import, environ: dict[str, str]
) -> None:
    environ["PANTAU_CITY"] = "data/cities/tiada.toml"
    code, out, _err = run_import(table(ROWS))
    assert code == 0
    assert "settings and store were not compared" in json.loads(out)["remarks"][0]
