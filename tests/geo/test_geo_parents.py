"""The parents of areas: from codes, names or columns."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo import AreaLayer, LayerError, LayerFields, open_layer
from geo.parents import parent_codes, with_parent_codes

BY_CODE = LayerFields(code="kode", name="nama")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [(None, ["31.01.01", "31.01.02"]), (3, ["31.01.01", "31.01.02"]), (2, ["31.01"]), (1, ["31"])],
)
def test_without_a_parent_column_the_parent_comes_from_the_code(
    groups: int | None, expected: list[str], city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path]
) -> None:
    layer = open_layer(write_areas(city_areas), fields=BY_CODE, parent_groups=groups)
    assert list(layer.parents["code"]) == expected


def test_parents_without_a_known_name_are_named_by_their_code(
    city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path]
) -> None:
    layer = open_layer(write_areas(city_areas), fields=BY_CODE, parent_names={"31.01.01": "Barat"})
    assert list(layer.parents["name"]) == ["Barat", "31.01.02"]


@pytest.mark.parametrize("groups", [0, 4, 9, -1])
def test_a_number_of_groups_that_leaves_no_parent_is_refused(
    groups: int, city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path]
) -> None:
    with pytest.raises(LayerError, match="name the parent field"):
        open_layer(write_areas(city_areas), fields=BY_CODE, parent_groups=groups)


def test_codes_without_dots_need_a_parent_column(
    city_areas: gpd.GeoDataFrame, write_areas: Callable[..., Path]
) -> None:
    city_areas["kode"] = city_areas["kode"].str.replace(".", "")
    with pytest.raises(LayerError, match="name the parent field"):
        open_layer(write_areas(city_areas), fields=BY_CODE)


def test_a_parent_given_by_name_takes_the_code_its_children_share() -> None:
    names = pd.Series(["Barat", "Barat", "Timur"])
    codes = pd.Series(["31.01.01.1001", "31.01.01.1002", "31.01.02.1001"])
    assert parent_codes(names, codes) == {"Barat": "31.01.01", "Timur": "31.01.02"}


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param(["3101011001", "3101011002", "3101021001"], id="no dots"),
        pytest.param(["31.01.01.1001", "31.01.02.1002", "31.01.03.1001"], id="first kecamatan torn"),
        pytest.param(["31.01.01.1001", "31.01.01.1002", "31.01.01.1003"], id="both kecamatan under one code"),
    ],
)
def test_a_parent_whose_children_share_no_code_of_their_own_takes_a_slug(codes: list[str]) -> None:
    names = pd.Series(["Sungai Barat", "Sungai Barat", "Timur"])
    assert parent_codes(names, pd.Series(codes))["Sungai Barat"] == "sungai-barat"


def test_parents_given_by_code_are_unchanged(city_areas: gpd.GeoDataFrame) -> None:
    fields = LayerFields(code="kode", name="nama", parent="kec_kode")
    frame, same = with_parent_codes(city_areas, fields)
    assert frame is city_areas
    assert same is fields


def test_numbers_in_parent_names_do_not_make_them_codes(city_areas: gpd.GeoDataFrame) -> None:
    city_areas["kec"] = city_areas["kec"].replace({"Barat": "Paal 2"})
    frame, fields = with_parent_codes(city_areas, LayerFields(code="kode", name="nama", parent="kec"))
    assert set(frame[fields.parent]) == {"31.01.01", "31.01.02"}
    assert set(frame[fields.parent_name]) == {"Paal 2", "Timur"}


def test_select_takes_an_area_a_parent_or_the_start_of_a_code(manado: AreaLayer) -> None:
    assert len(manado.select("71.71.10")) == 4
    assert len(manado.select(["71.71.10.1001", "71.71.11"])) == 8
    assert len(manado.select("71.71")) == 87
    assert len(manado.select(exclude="71.71.10")) == 83
    assert len(manado.select("71.71", exclude=["71.71.10"])) == 83


def test_select_does_not_take_half_a_group_for_a_code(manado: AreaLayer) -> None:
    with pytest.raises(LayerError, match="no area"):
        manado.select("71.71.1")
