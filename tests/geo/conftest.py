"""Fixtures of the area layers: a city of four square kelurahan, and the default layer."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo import AreaLayer, LayerFields, open_layer

WEST, SOUTH, SIDE = 124.80, 1.40, 0.01

FIELDS = LayerFields(code="kode", name="nama", parent="kec_kode", parent_name="kec")


@pytest.fixture(scope="session")
def manado() -> AreaLayer:
    return open_layer()


@pytest.fixture
def city_areas() -> gpd.GeoDataFrame:
    """Return the areas from north-east to south-west, so that nothing is sorted by chance."""
    rows = [
        (
            "31.01.02.1002",
            "Delima",
            "31.01.02",
            "Timur",
            shapely.box(WEST + SIDE, SOUTH + SIDE, WEST + 2 * SIDE, SOUTH + 2 * SIDE),
        ),
        (
            "31.01.02.1001",
            "Cempaka",
            "31.01.02",
            "Timur",
            shapely.box(WEST + SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE),
        ),
        (
            "31.01.01.1002",
            "Barito",
            "31.01.01",
            "Barat",
            shapely.box(WEST, SOUTH + SIDE, WEST + SIDE, SOUTH + 2 * SIDE),
        ),
        (
            "31.01.01.1001",
            "Anggrek",
            "31.01.01",
            "Barat",
            shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE),
        ),
    ]
    return gpd.GeoDataFrame(rows, columns=["kode", "nama", "kec_kode", "kec", "geometry"], crs="EPSG:4326")


@pytest.fixture
def fields() -> LayerFields:
    return FIELDS


@pytest.fixture
def write_areas(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a frame to a GeoPackage, or to the format of its suffix."""

    def write(frame: gpd.GeoDataFrame, name: str = "batas.gpkg") -> Path:
        frame.to_file(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def open_areas(
    write_areas: Callable[..., Path], fields: LayerFields
) -> Callable[[gpd.GeoDataFrame], AreaLayer]:
    """Return a function that writes a frame to a file and opens it as a layer."""
    return lambda frame: open_layer(write_areas(frame), fields=fields)
