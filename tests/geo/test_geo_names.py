"""Geocoding of names as people write them."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import AreaLayer, NameIndex, aliases, open_layer, places
from geo.names import spelling_key

NO_ALIASES = pd.DataFrame({"code": [], "official": [], "alias": []}, dtype=str)


@pytest.fixture(scope="module")
def index(manado: AreaLayer) -> NameIndex:
    return NameIndex(manado, aliases())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Molas", "71.71.01.1001"),
        ("MOLAS", "71.71.01.1001"),
        ("  kelurahan   molas ", "71.71.01.1001"),
        ("Kel. Molas", "71.71.01.1001"),
        ("Kel.Molas,", "71.71.01.1001"),
        ("Ma'asing", "71.71.02.1004"),
        ("Paal 2", "71.71.11.1003"),
        ("Paal II", "71.71.11.1003"),
        ("paal dua", "71.71.11.1003"),
        ("PAAL2", "71.71.11.1003"),
        ("Paal IV", "71.71.05.1010"),
        ("Paal 4", "71.71.05.1010"),
        ("Paal Empat", "71.71.05.1010"),
        ("Malalayang I Timur", "71.71.09.1005"),
        ("Malalayang 1", "71.71.09.1001"),
        ("Sario Kota-Baru", "71.71.06.1002"),
        ("Titiwungen Utara", "71.71.06.1005"),
        ("Kampung Islam", "71.71.02.1007"),
        ("Mapanget", "71.71.08.1003"),
        ("Bunaken", "71.71.10.1001"),
        ("Tuminting", "71.71.02.1002"),
        ("Wanea", "71.71.07.1001"),
    ],
)
def test_all_spellings_of_a_kelurahan_match_it(written: str, code: str, index: NameIndex) -> None:
    assert index.match(written) == code


@pytest.mark.parametrize(
    "written", [None, "", " ", "-", "Kelurahan", "Jakarta", "Paal", "Paal 3", "Sario Kota"]
)
def test_an_unknown_kelurahan_name_matches_nothing(written: str | None, index: NameIndex) -> None:
    assert index.match(written) is None


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan", "code"),
    [
        ("Bunaken", "Bunaken Kepulauan", "71.71.10.1001"),
        ("Bunaken", "Bunaken Pulau", "71.71.10.1001"),
        ("Bunaken", "Bunaken", None),
        ("Sario", "Kec. Sario", "71.71.06.1004"),
        ("Paal Dua", "Kecamatan Paal 2", "71.71.11.1003"),
        ("Tumumpa 1", "TUMINITING", "71.71.02.1003"),
        ("Molas", "", "71.71.01.1001"),
        ("Molas", "Wenang", None),
        (None, "Sario", None),
    ],
)
def test_the_kecamatan_must_agree(
    kelurahan: str | None, kecamatan: str, code: str | None, index: NameIndex
) -> None:
    assert index.match(kelurahan, kecamatan) == code


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan", "code"),
    [
        ("Kec. Sario", None, None),  # the kecamatan, not the kelurahan of that name
        ("KECAMATAN SARIO", None, None),
        ("Kel. Sario", None, "71.71.06.1004"),
        ("Kel. Sario, Kec. Sario", None, "71.71.06.1004"),
        ("KELURAHAN PAAL DUA KECAMATAN PAAL DUA", None, "71.71.11.1003"),
        ("Kec. Sario, Kel. Sario", None, "71.71.06.1004"),
        ("Kel. Molas, Kec. Sario", None, None),
        ("Kel. Paal 2 (Kec. Paal Dua)", "Paal Dua", "71.71.11.1003"),
        ("Kecil", None, None),
    ],
)
def test_a_text_that_names_kelurahan_and_kecamatan_is_split(
    kelurahan: str, kecamatan: str | None, code: str | None, index: NameIndex
) -> None:
    assert index.match(kelurahan, kecamatan) == code


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan", "code"),
    [
        (None, "Sario", "71.71.06"),
        ("", "KEC. WENANG", "71.71.04"),
        ("Kec. Wenang", None, "71.71.04"),
        ("Lingkungan 3", "Wenang", "71.71.04"),
        (None, "Tuminiting", "71.71.02"),
        ("Molas", "Wenang", None),  # Molas is in Bunaken: a contradiction
        ("Sario", None, None),
        (None, "Gotham", None),
        (None, None, None),
    ],
)
def test_a_kecamatan_alone_is_matched_as_a_parent(
    kelurahan: str | None, kecamatan: str | None, code: str | None, index: NameIndex
) -> None:
    assert index.match_parent(kelurahan, kecamatan) == code


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan", "agrees"),
    [
        ("Molas", None, True),
        ("Molas", "Bunaken", True),
        (None, "Bunaken", True),
        ("Lingkungan 2", None, True),
        (None, None, True),
        ("Sario", None, False),
        (None, "Wenang", False),
        ("Lingkungan 2", "Wenang", False),
        ("Sario", "Bunaken", False),
    ],
)
def test_names_contradict_a_point_only_if_they_are_known_to_mean_another_area(
    kelurahan: str | None, kecamatan: str | None, agrees: bool, index: NameIndex
) -> None:
    assert index.agrees("71.71.01.1001", kelurahan, kecamatan) is agrees


def test_every_official_name_finds_its_own_code(index: NameIndex) -> None:
    table = places()
    assert (index.match_many(table["name"]) == table["code"]).all()
    assert (index.match_many(table["name"].str.upper(), table["parent_name"]) == table["code"]).all()


def test_every_alias_finds_its_own_code(index: NameIndex, manado: AreaLayer) -> None:
    table = aliases()[lambda rows: rows["code"].isin(manado.codes)]
    assert (index.match_many(table["alias"]) == table["code"]).all()


def test_many_at_once_are_matched_as_one_by_one(index: NameIndex) -> None:
    codes = index.match_many(
        ["Molas", None, np.nan, pd.NA, 7, "Molas"], ["Wenang", "Bunaken", "x", "x", "x", None]
    )
    assert list(codes) == [None, None, None, None, None, "71.71.01.1001"]
    assert codes.dtype == object
    assert index.match_many([]).shape == (0,)


def test_a_name_in_two_kecamatan_is_never_guessed(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    city_areas["nama"] = ["Mawar", "Melati", "Mawar", "Kenanga"]
    index = NameIndex(open_areas(city_areas), NO_ALIASES)
    assert index.match("Mawar") is None
    assert index.match("Mawar", "Timur") == "31.01.02.1002"
    assert index.match("Melati") == "31.01.02.1001"


def test_an_official_name_goes_before_an_alias(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    extra_aliases = pd.DataFrame({"code": ["31.01.02.1001"], "official": ["Cempaka"], "alias": ["Anggrek"]})
    index = NameIndex(open_areas(city_areas), extra_aliases)
    assert index.match("Anggrek") == "31.01.01.1001"
    assert index.match("Anggrek", "Timur") == "31.01.02.1001"


def test_aliases_of_areas_the_layer_lacks_are_ignored(
    city_areas: gpd.GeoDataFrame, open_areas: Callable[[gpd.GeoDataFrame], AreaLayer]
) -> None:
    index = NameIndex(open_areas(city_areas), aliases())
    assert index.match("Mapanget") is None
    assert index.match("Anggrek", "Barat") == "31.01.01.1001"


@given(st.text())
def test_every_text_has_a_spelling_key(text: str) -> None:
    key = spelling_key(text)
    assert key.isalnum() or key == ""


@given(
    st.sampled_from(list(places()["name"])),
    st.sampled_from(["Kel. {}", "KELURAHAN {}", " {} ", "{}.", "kel {}"]),
)
def test_prefix_case_and_punctuation_do_not_change_the_spelling_key(name: str, dress: str) -> None:
    assert spelling_key(dress.format(name)) == spelling_key(name)


def test_no_two_kelurahan_of_manado_share_a_spelling() -> None:
    assert len({spelling_key(name) for name in open_layer().areas["name"]}) == 87
