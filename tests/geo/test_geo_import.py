"""Import of an official area layer."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo import (
    INSTALLED_FIELDS,
    AreaLayer,
    LayerError,
    LayerFields,
    import_official,
    installed_layer,
    layer_in_use,
    open_layer,
)
from geo.geojson import layer_geojson
from geo.official import installed_path

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)

Write = Callable[..., Path]


def test_the_imported_layer_is_the_one_in_use(
    city_areas: gpd.GeoDataFrame, write_areas: Write, fields: LayerFields, tmp_path: Path
) -> None:
    file = write_areas(city_areas.to_crs("EPSG:32651"))
    import_official(file, fields=fields, city="kota", to=installed_path(tmp_path, "kota"), at=AT)
    used = layer_in_use(tmp_path, "kota")
    assert list(used.areas["name"]) == ["Anggrek", "Barito", "Cempaka", "Delima"]
    assert list(used.parents["name"]) == ["Barat", "Timur"]
    assert not used.schematic
    assert "batas.gpkg" in used.source


def test_before_any_import_manado_is_drawn_and_another_city_is_refused(tmp_path: Path) -> None:
    assert installed_layer(tmp_path, "manado") is None
    assert layer_in_use(tmp_path, "manado").schematic
    with pytest.raises(LayerError, match="no area layer for city 'kota'"):
        layer_in_use(tmp_path, "kota")


def test_the_previous_file_is_kept_with_the_time_of_the_import(
    city_areas: gpd.GeoDataFrame, write_areas: Write, fields: LayerFields, tmp_path: Path
) -> None:
    to = installed_path(tmp_path, "kota")
    first = import_official(write_areas(city_areas), fields=fields, city="kota", to=to, at=AT)
    old = to.read_bytes()
    city_areas["nama"] = city_areas["nama"].str.upper()
    second = import_official(write_areas(city_areas), fields=fields, city="kota", to=to, at=LATER)
    assert first.previous is None
    assert second.previous is not None
    assert second.previous.name == "kota.geojson.20261125T040000000000"
    assert second.previous.read_bytes() == old
    assert sorted(to.parent.iterdir()) == sorted([to, second.previous])


def test_a_refused_file_leaves_the_previous_one_unchanged(
    city_areas: gpd.GeoDataFrame, write_areas: Write, fields: LayerFields, tmp_path: Path
) -> None:
    to = installed_path(tmp_path, "kota")
    import_official(write_areas(city_areas), fields=fields, city="kota", to=to, at=AT)
    old = to.read_bytes()
    city_areas.loc[0, "geometry"] = city_areas.geometry[1]
    with pytest.raises(LayerError, match=r"overlap on .* 31.01.02.1001 with 31.01.02.1002"):
        import_official(write_areas(city_areas), fields=fields, city="kota", to=to, at=LATER)
    assert to.read_bytes() == old
    assert list(to.parent.iterdir()) == [to]


def test_a_small_overlap_is_reported_and_accepted(
    city_areas: gpd.GeoDataFrame, write_areas: Write, fields: LayerFields, tmp_path: Path
) -> None:
    city_areas.loc[0, "geometry"] = shapely.box(124.80995, 1.41, 124.82, 1.42)
    report = import_official(
        write_areas(city_areas), fields=fields, city="kota", to=tmp_path / "a.geojson", at=AT
    )
    assert report.overlap_percent == pytest.approx(0.125, rel=0.01)
    assert [pair[:2] for pair in report.overlaps] == [("31.01.01.1002", "31.01.02.1002")]


@pytest.mark.parametrize(
    ("parent", "parent_name", "expected"),
    [
        pytest.param("kec_kode", "kec", {"31.01.01": "Barat", "31.01.02": "Timur"}, id="codes and names"),
        pytest.param("kec", None, {"31.01.01": "Barat", "31.01.02": "Timur"}, id="names only"),
        pytest.param("kec_kode", None, {"31.01.01": "31.01.01", "31.01.02": "31.01.02"}, id="codes only"),
        pytest.param(None, None, {"31.01.01": "31.01.01", "31.01.02": "31.01.02"}, id="neither"),
    ],
)
def test_parents_may_be_codes_or_names(
    parent: str | None,
    parent_name: str | None,
    expected: dict[str, str],
    city_areas: gpd.GeoDataFrame,
    write_areas: Write,
    tmp_path: Path,
) -> None:
    to = tmp_path / "a.geojson"
    fields = LayerFields("kode", "nama", parent, parent_name)
    import_official(write_areas(city_areas), fields=fields, city="kota", to=to, at=AT)
    parents = open_layer(to, fields=INSTALLED_FIELDS).parents
    assert dict(zip(parents["code"], parents["name"], strict=True)) == expected


def test_an_import_for_manado_is_compared_with_the_default_layer(manado: AreaLayer, tmp_path: Path) -> None:
    frame = manado.areas.drop(columns=["parent", "parent_name"])
    frame.loc[0, "code"] = "71.71.01.1099"
    frame.loc[1, "name"] = "Tongkeina"
    frame.to_file(tmp_path / "resmi.gpkg")
    to = tmp_path / "manado.geojson"
    report = import_official(tmp_path / "resmi.gpkg", fields=LayerFields(), city="manado", to=to, at=AT)
    assert report.against_default is not None
    assert report.against_default.missing == ("71.71.01.1001",)
    assert report.against_default.extra == ("71.71.01.1099",)
    assert report.against_default.renamed == (("71.71.01.1006", "Tongkaina", "Tongkeina"),)
    assert 94 < report.against_default.agreement_percent < 96
    assert set(open_layer(to, fields=INSTALLED_FIELDS).parents["name"]) == set(manado.parents["name"])


def test_an_import_for_another_city_is_not_compared_with_manado(
    city_areas: gpd.GeoDataFrame, write_areas: Write, fields: LayerFields, tmp_path: Path
) -> None:
    report = import_official(
        write_areas(city_areas), fields=fields, city="kota", to=tmp_path / "a.geojson", at=AT
    )
    assert report.against_default is None


def test_writing_and_reading_back_changes_nothing(manado: AreaLayer, tmp_path: Path) -> None:
    file = tmp_path / "ekspor.geojson"
    file.write_bytes(layer_geojson(manado))
    again = open_layer(file, fields=INSTALLED_FIELDS)
    columns = ["code", "name", "parent", "parent_name"]
    assert again.areas[columns].equals(manado.areas[columns])
    assert again.areas.geometry.geom_equals_exact(manado.areas.geometry, 0).all()


@pytest.mark.parametrize("city", ["../kota", "a/b", "", "kota.toml"])
def test_a_city_name_with_path_characters_is_refused(city: str, tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="letters, digits"):
        installed_layer(tmp_path, city)
