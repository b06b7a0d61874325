"""``python -m geo``: import and export of area layers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

from geo.__main__ import main

FLAGS = ["--id", "kode", "--name", "nama", "--parent", "kec_kode", "--parent-name", "kec"]

Write = Callable[..., Path]


def test_import_prints_one_json_line_and_export_gives_the_layer_back(
    city_areas: gpd.GeoDataFrame, write_areas: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"PANTAU_VAR": str(tmp_path / "var"), "PANTAU_CITY": "data/cities/kota.toml"}
    assert main(["import", str(write_areas(city_areas)), *FLAGS], environ) == 0
    (line,) = capsys.readouterr().out.splitlines()
    report = json.loads(line)
    assert report["to"] == str(tmp_path / "var" / "areas" / "kota.geojson")
    assert (report["areas"], report["parents"], report["previous"]) == (4, 2, None)
    assert main(["export"], environ) == 0
    features = json.loads(capsys.readouterr().out)["features"]
    assert features[0]["properties"] == {
        "code": "31.01.01.1001",
        "name": "Anggrek",
        "parent": "31.01.01",
        "parent_name": "Barat",
    }


def test_city_and_path_options_override_the_settings(
    city_areas: gpd.GeoDataFrame, write_areas: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "lain" / "batas.geojson"
    assert main(["import", str(write_areas(city_areas)), *FLAGS, "--city", "lain", "--to", str(to)], {}) == 0
    assert json.loads(capsys.readouterr().out)["city"] == "lain"
    assert to.is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "{file}", "--id", "id", "--name", "nama"], "the fields are: kode, nama"),
        (["import", "tiada.gpkg", "--id", "kode", "--name", "nama"], "no such file"),
        (["import", "{file}", *FLAGS, "--city", "../x"], "letters, digits"),
        (["export", "--city", "lain"], "bring one in with"),
    ],
)
def test_an_error_goes_to_standard_error_with_exit_code_2(
    arguments: list[str],
    words: str,
    city_areas: gpd.GeoDataFrame,
    write_areas: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = str(write_areas(city_areas))
    assert main([part.format(file=file) for part in arguments], {"PANTAU_VAR": str(tmp_path / "var")}) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err


def test_an_unwritable_path_is_an_error_without_a_traceback(
    city_areas: gpd.GeoDataFrame, write_areas: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("a file where a folder should be", encoding="utf-8")
    assert main(["import", str(write_areas(city_areas)), *FLAGS], {"PANTAU_VAR": str(tmp_path / "var")}) == 2
    assert str(tmp_path / "var") in capsys.readouterr().err


def test_without_any_setting_the_module_exports_the_default_layer(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "geo", "export"]
    process = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, check=True)
    assert len(json.loads(process.stdout)["features"]) == 87
    assert list(tmp_path.iterdir()) == []
