"""File formats and geometries that offices have."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import AreaLayer, LayerFields, open_layer

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Schema name="s" id="s"><SimpleField name="kode" type="string"/></Schema>
<Folder><name>Batas</name>{placemarks}</Folder></Document></kml>"""

PLACEMARK = """<Placemark><name>{name}</name>
<ExtendedData><SchemaData schemaUrl="#s">
<SimpleData name="kode">{code}</SimpleData></SchemaData></ExtendedData>
<MultiGeometry><Point><coordinates>124.8,1.4,0</coordinates></Point>
<Polygon><outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs>
</Polygon></MultiGeometry></Placemark>"""


def assert_is_the_example_city(layer: AreaLayer) -> None:
    assert layer.codes == ("31.01.01.1001", "31.01.01.1002", "31.01.02.1001", "31.01.02.1002")
    assert list(layer.areas["name"]) == ["Anggrek", "Barito", "Cempaka", "Delima"]
    assert list(layer.parents["code"]) == ["31.01.01", "31.01.02"]
    assert layer.areas.crs == "EPSG:4326"
    assert not layer.schematic


@pytest.mark.parametrize("name", ["batas.geojson", "batas.gpkg", "batas.shp"])
def test_a_file_of_each_kind_opens_to_the_same_layer(
    name: str, city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path], fields: LayerFields
) -> None:
    layer = open_layer(write_areas(city_areas, name), fields=fields)
    assert_is_the_example_city(layer)
    assert list(layer.parents["name"]) == ["Barat", "Timur"]
    assert layer.source == name


def test_a_kml_opens_although_its_polygons_have_heights_and_label_points(
    city_areas: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    placemarks = [
        PLACEMARK.format(
            name=row.nama,
            code=row.kode,
            corners=" ".join(f"{x},{y},0" for x, y in row.geometry.exterior.coords),
        )
        for row in city_areas.itertuples()
    ]
    file = tmp_path / "batas.kml"
    file.write_text(KML.format(placemarks="".join(placemarks)), encoding="utf-8")
    layer = open_layer(file, fields=LayerFields(code="kode", name="Name"))
    assert_is_the_example_city(layer)
    assert not shapely.has_z(layer.areas.geometry.to_numpy()).any()


def test_metres_are_projected_to_longitude_and_latitude(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    layer = open_areas(city_areas.to_crs("EPSG:32651"))
    assert_is_the_example_city(layer)
    assert layer.areas.total_bounds == pytest.approx(city_areas.total_bounds, abs=1e-9)


def test_a_shapefile_without_a_declared_crs_is_taken_as_longitude_and_latitude(
    city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path], fields: LayerFields
) -> None:
    file = write_areas(city_areas, "batas.shp")
    file.with_suffix(".prj").unlink()
    assert_is_the_example_city(open_layer(file, fields=fields))


def test_a_self_intersecting_polygon_is_repaired_and_stays_a_polygon(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    bow_tie = shapely.Polygon([(124.80, 1.40), (124.81, 1.41), (124.81, 1.40), (124.80, 1.41)])
    city_areas.loc[city_areas["kode"] == "31.01.01.1001", "geometry"] = bow_tie
    shapes = open_areas(city_areas).areas.geometry
    assert shapes.is_valid.all()
    assert shapes.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    assert shapely.area(shapes[0]) == pytest.approx(0.5e-4)


def test_a_spike_is_cut_off(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    spiked = shapely.Polygon(
        [(124.80, 1.40), (124.81, 1.40), (124.81, 1.41), (124.82, 1.42), (124.81, 1.41), (124.80, 1.41)]
    )
    city_areas.loc[city_areas["kode"] == "31.01.01.1001", "geometry"] = spiked
    assert open_areas(city_areas).areas.geometry[0].bounds == pytest.approx((124.80, 1.40, 124.81, 1.41))


def test_numeric_codes_become_text(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    city_areas["kode"] = pd.Series([3101021002.0, 3101021001.0, 3101011002.0, 3101011001.0])
    assert open_areas(city_areas).codes[0] == "3101011001"


def test_one_layer_of_a_file_with_several_is_chosen_by_name(
    city_areas: gpd.GeoDataFrame, tmp_path: Path, fields: LayerFields
) -> None:
    file = tmp_path / "kota.gpkg"
    city_areas.to_file(file, layer="kelurahan")
    city_areas.dissolve("kec_kode").reset_index().to_file(file, layer="kecamatan")
    layer = open_layer(file, fields=fields, layer="kelurahan")
    assert_is_the_example_city(layer)
    assert layer.source == "kota.gpkg (kelurahan)"
