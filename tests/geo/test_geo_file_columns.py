"""``geo import --inspect`` shows an area file's columns and proposes options that import it."""

import shlex
import tomllib
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.__main__ import main
from geo.areas import LayerFields
from geo.file_columns import read_columns

COLUMNS: list[tuple[dict[str, list[Any]], LayerFields]] = [
    ({"name": ["Old Hills", "New Village", "East Field"]}, LayerFields("", "name", levels=1)),
    (
        {"OBJECTID": [1, 2, 3], "NbhdCode": ["N1", "N2", "N3"], "NbhdName": ["Satu", "Dua", "Tiga"],
         "Shape_Area": [0.1, 0.2, 0.3]},
        LayerFields("NbhdCode", "NbhdName", levels=1),
    ),
    (
        {"KDEPUM": ["72.99.01.1001", "72.99.01.1002", "72.99.02.1001"],
         "WADMKD": ["Muara", "Tanjung", "Bukit"],
         "WADMKC": ["Utara", "Utara", "Selatan"], "WADMPR": ["S", "S", "S"]},
        LayerFields("KDEPUM", "WADMKD", "WADMKC"),
    ),
    (
        {"kode": ["72.99.01.1001", "72.99.01.1002", "72.99.02.1001"], "nama": ["Muara", "Tanjung", "Bukit"],
         "kode_kecamatan": ["72.99.01", "72.99.01", "72.99.02"], "kecamatan": ["Utara", "Utara", "Selatan"]},
        LayerFields("kode", "nama", "kode_kecamatan", "kecamatan"),
    ),
    (
        {"kode": ["72.99.01.1001", "72.99.01.1002", "72.99.02.1001"], "nama": ["Muara", "Tanjung", "Bukit"]},
        LayerFields("kode", "nama"),
    ),
]  # fmt: skip


def write_file(folder: Path, columns: dict[str, list[Any]]) -> Path:
    boxes = [shapely.box(number, 0, number + 1, 1) for number in range(3)]
    gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:4326").to_file(
        folder / "peta.geojson", driver="GeoJSON"
    )
    return folder / "peta.geojson"


@pytest.mark.parametrize(("columns", "fields"), COLUMNS, ids=[",".join(columns) for columns, _ in COLUMNS])
def test_the_proposed_command_imports_the_file(tmp_path, capsys, columns, fields):
    """Kind: a first city. The columns were shown only by the refusal of a guess."""
    file, environ = write_file(tmp_path, columns), {"PANTAU_VAR": str(tmp_path / "var")}
    assert read_columns(file).guess() == fields
    assert main(["import", str(file), "--inspect"], environ) == 0
    text = capsys.readouterr().out
    assert not (tmp_path / "var").exists()
    assert all(column in text for column in columns)
    command = shlex.split(next(line for line in text.splitlines() if "python -m geo" in line))
    assert main([*command[3:], "--city", "tepi", "--to", str(tmp_path / "in.geojson")], environ) == 0
    block = tomllib.loads(text[text.index("[areas]") :])["areas"]
    assert (block["file"], block.get("levels", 2)) == ("peta.geojson", fields.levels)


def test_a_file_without_a_name_for_each_area_is_said_to_lack_it(tmp_path, capsys):
    file = write_file(tmp_path, {"nama": ["Satu", None, "Tiga"]})
    assert main(["import", str(file), "--inspect"], {}) == 0
    assert "1 without" in (text := capsys.readouterr().out)
    assert "no column has a name for every area" in text


def test_without_names_nothing_is_imported_and_the_way_on_is_said(tmp_path, capsys):
    file = write_file(tmp_path, {"nama": ["Satu", "Dua", "Tiga"]})
    for options in ([], ["--name", "nama"]):
        assert main(["import", str(file), *options], {"PANTAU_VAR": str(tmp_path / "var")}) == 2
        assert "--inspect shows the file's columns" in capsys.readouterr().err
