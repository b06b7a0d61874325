"""The how-to of a second city works word by word: its TOML, its areas and its file of reports."""

import json
import os
import tomllib
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.pulls import ROOT, run_module

PAGE = ROOT / "docs" / "second-city.md"
AREAS = (
    ("72.99.01.1001", "Muara", "72.99.01", "Utara", 120.0, -1.0),
    ("72.99.01.1002", "Tanjung", "72.99.01", "Utara", 120.1, -1.0),
    ("72.99.02.1001", "Bukit", "72.99.02", "Selatan", 120.0, -1.1),
)  # fmt: skip


def documented_block(first_line: str) -> str:
    """Return the indented block of the page that begins with a line, up to the next paragraph."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index(f"    {first_line}")
    end = next(n for n in range(start, len(lines)) if lines[n] and not lines[n].startswith("    "))
    return dedent("\n".join(lines[start:end]))


def square(west: float, south: float) -> dict[str, Any]:
    east, north = west + 0.1, south + 0.1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def second_city_environment(tmp_path: Path) -> dict[str, str]:
    """Write the three files into a folder; return the environment that names them."""
    columns = ("kode", "nama", "kode_kecamatan", "kecamatan")
    features = [
        {"type": "Feature", "properties": dict(zip(columns, area[:4], strict=True)),
         "geometry": square(*area[4:])}
        for area in AREAS
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "tepi-kelurahan.geojson").write_text(content)
    (tmp_path / "aduan.csv").write_text(documented_block("REKAP ADUAN;;;;;;;"), encoding="utf-8-sig")
    city_toml = documented_block('code = "72.99"').partition("PANTAU_CITY=")[0]
    (tmp_path / "tepi.toml").write_text(city_toml, encoding="utf-8")
    (tmp_path / "bare.toml").write_text(city_toml.partition("[[source]]")[0], encoding="utf-8")
    settings = {"PANTAU_CITY": str(tmp_path / "tepi.toml"), "PANTAU_VAR": str(tmp_path / "var")}
    return {**os.environ, **settings, "PANTAU_DATABASE_URL": ""}


def test_inspect_proposes_the_source_of_the_how_to(
    second_city_environment: dict[str, str], tmp_path: Path
) -> None:
    bare_environment = {**second_city_environment, "PANTAU_CITY": str(tmp_path / "bare.toml")}
    process = run_module(["jobs", "import", str(tmp_path / "aduan.csv"), "--inspect"], bare_environment)
    assert process.returncode == 0, process.stderr
    assert "left out  1 totals" in process.stdout
    proposed = tomllib.loads("[[source]]" + process.stdout.rpartition("[[source]]")[2])["source"][0]
    documented = tomllib.loads((tmp_path / "tepi.toml").read_text())["source"][0]
    assert proposed["date_order"] == documented["date_order"]
    assert proposed["fields"].items() <= documented["fields"].items()
    assert not (tmp_path / "var").exists()


def test_the_commands_of_the_how_to_produce_a_board(
    second_city_environment: dict[str, str], tmp_path: Path
) -> None:
    process = run_module(
        ["jobs", "import", str(tmp_path / "aduan.csv"), "--source", "rekap"], second_city_environment
    )
    line = json.loads(process.stdout)
    assert (line["read"], line["new"], line["rejected"], line["located"]) == (4, 3, 1, 3)
    assert line["left_out"] == {"totals": 1}
    assert run_module(["data", "check"], second_city_environment).returncode == 0
    board = json.loads(
        run_module(
            ["data", "snapshot", "--as-of", "2026-11-23T12:00:00+08:00"], second_city_environment
        ).stdout
    )
    assert board["city"]["name"] == "Kota Tepi"
    assert board["totals"]["open"] == 2
    assert {area["name"]: area["open"] for area in board["areas"]} == {"Muara": 0, "Tanjung": 1, "Bukit": 1}
