"""An unusable layer is refused with a message that says what to do."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import AreaLayer, LayerError, LayerFields, open_layer

OpenAreas = Callable[[gpd.GeoDataFrame], AreaLayer]


def test_a_missing_field_lists_the_fields_there_are(
    city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path]
) -> None:
    with pytest.raises(LayerError, match=r"no field 'id'; the fields are: kode, nama, kec_kode, kec"):
        open_layer(write_areas(city_areas), fields=LayerFields(code="id", name="nama"))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("kode", "31.01.02.1001", "repeats: 31.01.02.1001"),
        ("kode", "", "'kode' is empty for: Delima"),
        ("kode", None, "'kode' is empty for: Delima"),
        ("nama", "  ", "'nama' is empty for: 31.01.02.1002"),
        ("kec_kode", None, "parent is empty for: 31.01.02.1002"),
        ("kec", "", "parent name is empty for: 31.01.02.1002"),
        ("kec", "Selatan", "more than one name: 31.01.02"),
        ("kec_kode", "31.01.01.1001", "of an area and of a parent at once: 31.01.01.1001"),
    ],
)
def test_an_invalid_value_is_named_with_its_area(
    column: str, value: str | None, words: str, city_areas: gpd.GeoDataFrame, open_areas: OpenAreas
) -> None:
    city_areas.loc[0, column] = value
    with pytest.raises(LayerError, match=words):
        open_areas(city_areas)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        pytest.param(None, "no geometry: 31.01.02.1002", id="missing"),
        pytest.param(shapely.Polygon(), "no geometry: 31.01.02.1002", id="empty"),
        pytest.param(shapely.Point(124.8, 1.4), "not polygons: 31.01.02.1002", id="point"),
        pytest.param(
            shapely.LineString([(124.8, 1.4), (124.9, 1.5)]), "not polygons: 31.01.02.1002", id="line"
        ),
        pytest.param(
            shapely.Polygon([(124.5, 1.5), (125, 2), (125.5, 2.5)]), "without any surface", id="flat"
        ),
    ],
)
def test_an_invalid_geometry_is_named_with_its_area(
    shape: shapely.Geometry | None,
    words: str,
    city_areas: gpd.GeoDataFrame,
    write_areas: Callable[..., Path],
    fields: LayerFields,
) -> None:
    city_areas.loc[0, "geometry"] = shape
    with pytest.raises(LayerError, match=words):
        open_layer(write_areas(city_areas, "batas.geojson"), fields=fields)


def test_metres_without_a_declared_crs_are_refused(
    city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path], fields: LayerFields
) -> None:
    file = write_areas(city_areas.to_crs("EPSG:32651"), "batas.shp")
    file.with_suffix(".prj").unlink()
    with pytest.raises(LayerError, match=r"outside longitude and latitude.*not declared"):
        open_layer(file, fields=fields)


def test_latitude_before_longitude_is_refused(city_areas: gpd.GeoDataFrame, open_areas: OpenAreas) -> None:
    city_areas["geometry"] = shapely.transform(
        city_areas.geometry.to_numpy(), lambda corners: corners[:, ::-1]
    )
    with pytest.raises(LayerError, match="put longitude before latitude"):
        open_areas(city_areas)


def test_a_layer_without_rows_is_refused(city_areas: gpd.GeoDataFrame, open_areas: OpenAreas) -> None:
    with pytest.raises(LayerError, match="has no areas"):
        open_areas(city_areas.iloc[:0])


def test_a_file_with_several_layers_needs_a_layer_name(
    city_areas: gpd.GeoDataFrame, tmp_path: Path, fields: LayerFields
) -> None:
    file = tmp_path / "kota.gpkg"
    city_areas.to_file(file, layer="kelurahan")
    city_areas.to_file(file, layer="lama")
    with pytest.raises(LayerError, match="name one of its layers: kelurahan, lama"):
        open_layer(file, fields=fields)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="no such file"):
        open_layer(tmp_path / "tiada.gpkg")


@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.txt"])
def test_a_file_that_is_no_map_is_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text("<html>Silakan masuk</html>", encoding="utf-8")
    with pytest.raises(LayerError, match="cannot be read as a map"):
        open_layer(file)


def test_a_table_without_geometry_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "batas.csv"
    pd.DataFrame({"code": ["1.1"], "name": ["A"]}).to_csv(file, index=False)
    with pytest.raises(LayerError, match="holds no map layer"):
        open_layer(file)
