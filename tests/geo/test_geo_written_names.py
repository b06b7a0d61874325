"""Names of areas as offices write them: with levels, codes, what lies below and above, and typing errors."""

from collections.abc import Callable

import geopandas as gpd
import pytest

from geo import AreaLayer, NameIndex, NameRules, aliases

BAHU = "71.71.09.1002"
SARIO, TITIWUNGAN_UTARA = "71.71.06.1004", "71.71.06.1005"
RULES = NameRules(city_names=("Manado",), level="Kelurahan", parent_level="Kecamatan")


@pytest.fixture(scope="module")
def index(manado: AreaLayer) -> NameIndex:
    return NameIndex(manado, aliases(), RULES)


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan"),
    [
        ("Bahu", "Malalayang"),
        ("Bahu Lingkungan IV", "Malalayang"),
        ("Kel. Bahu Kec. Malalayang Kota Manado", None),
        ("Kel. Bahu", "Kota Manado"),
        ("Lingk. III Kel. Bahu", "Kec. Malalayang"),
        ("Desa Bahu", None),
        ("Ds. Bahu", "Malalayang"),
        ("Kampung Bahu", None),
        ("Kelurahan/Desa Bahu", None),
        ("Lingkungan 3, Bahu", None),
        ("Lingkungan III Bahu", None),
        ("LK III Bahu", None),
        ("Bahu RT 02/RW 01", None),
        ("RT.002 RW.003 Kel Bahu", None),
        ("RT/RW: 02/01, Bahu", None),
        ("Bahu RT02RW01", None),
        ("Bahu (Malalayang)", None),
        ("Bahu, Kec. Malalayang, Kota Manado", None),
        ("Kota Manado, Kec. Malalayang, Kel. Bahu", None),
        ("Sulawesi Utara, Manado, Malalayang, Bahu", None),
        ("Bahu, Malalayang, Manado, Sulawesi Utara 95115", "Malalayang"),
        ("KEL BAHU", None),
        ("KEL_BAHU", None),
        ("Kel\u00a0\u00a0Bahu", "Kec.\u00a0Malalayang"),
        ("\u201cBahu\u201d", None),
        ("Bahu\u2013Malalayang", None),
        ("Malalayang - Bahu", None),
        ("Malalayang/Bahu", None),
        ("Bahu Malalayang", None),
        ("Bahu Manado", None),
        ("Bahu Kota Manado", None),
        ("Bahu - 1003", None),
        ("71.71.09.1002", None),
        ("7171091002", "717109"),
        ("7171091002.0", None),
        ("71.71.09.1002 Bahu", "71.71.09"),
        ("Bahu (7171091002)", None),
        (None, "Kel. Bahu, Kec. Malalayang"),
        ("Kel: Bahu", "Kec: Malalayang"),
        ("Bahu", "Malalayang, Kota Manado"),
        ("Bahu", "Kecamatan Lama"),
        ("Bahu", "Sulawesi Utara"),
    ],
)
def test_ways_to_write_bahu(kelurahan: str | None, kecamatan: str | None, index: NameIndex) -> None:
    assert index.match(kelurahan, kecamatan) == BAHU


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan", "code"),
    [
        ("Sario, Sario", None, SARIO),
        ("Sario, Titiwungan Utara", None, TITIWUNGAN_UTARA),
        ("Titiwungan Utara (Sario)", None, TITIWUNGAN_UTARA),
        ("Bunaken, Bunaken Kepulauan", None, "71.71.10.1001"),
        ("Bunaken, Molas", None, "71.71.01.1001"),
        ("Kel. Bunaken, Kec. Bunaken", None, None),
        ("Kel. Bahu, Sario", None, None),
        ("Molas, Bahu", None, None),
        ("Kec. Sario", None, None),
        ("Kec: Sario", None, None),
        ("Tuminting Tuminting", None, "71.71.02.1002"),
        ("Paal Dua Lingkungan Dua", "Paal 2", "71.71.11.1003"),
        ("Kel. Sario Kota Baru Kec. Sario Kota Manado", None, "71.71.06.1002"),
        ("Malalayang Satu Lingk. I", None, "71.71.09.1001"),
        ("Malalayang I Timur RT 1", "Malalayang", "71.71.09.1005"),
        ("Ma\u2019asing", None, "71.71.02.1004"),
        ("Kampung Islam", "Tuminting", "71.71.02.1007"),
        ("Baho", None, None),
        ("Titiwungan", None, None),
        ("Malalayang", None, None),
        ("1003", None, None),
        ("Jl. Bahu 3", None, None),
    ],
)
def test_names_that_are_traps(
    kelurahan: str, kecamatan: str | None, code: str | None, index: NameIndex
) -> None:
    assert index.match(kelurahan, kecamatan) == code


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan", "unknown"),
    [
        ("Bahu", "Malalayang", []),
        ("Lingkungan 3", "Malalayang", []),
        ("Kec. Malalayang", None, []),
        ("Malalayang, Manado", None, []),
        ("Bahu", "Kota Manado", []),
        ("Bahu", "Sulawesi Utara, Manado", []),
        (None, None, []),
        ("-", "", []),
        ("Titiwungn Utara", "Sario", [("Titiwungn Utara", "Titiwungan Utara")]),
        ("Kel. Gotham", "Malalayang", [("Kel. Gotham", None)]),
        ("Bahu", "Kec. Malalayan", [("malalayan", "Malalayang")]),
        ("Molas", "Wenang", [("Molas, Wenang", "Molas in Bunaken")]),
        ("Molas, Bahu", None, [("Molas, Bahu", "Bahu in Malalayang or Molas in Bunaken")]),
    ],
)
def test_what_is_unknown_is_named_with_the_closest(
    kelurahan: str | None, kecamatan: str | None, unknown: list[tuple[str, str | None]], index: NameIndex
) -> None:
    assert index.unknown_names(kelurahan, kecamatan) == unknown


def test_a_kecamatan_without_a_mark_is_one_if_no_area_has_its_name(index: NameIndex) -> None:
    assert index.match_parent("Malalayang, Kota Manado") == "71.71.09"
    assert index.match_parent("Gotham, Malalayang") == "71.71.09"


def test_configured_aliases_name_codes_or_official_names(manado: AreaLayer) -> None:
    named = {"Bahu Kleak": "Bahu", "7171030001": BAHU, "Wilayah IX": "71.71.09", "Di sini": "Gotham"}
    index = NameIndex(manado, aliases(), NameRules(aliases=named))
    assert index.match("KEL. BAHU-KLEAK", "Wilayah 9") == BAHU
    assert index.match("7171030001") == BAHU
    assert index.match_parent(None, "wilayah ix") == "71.71.09"
    assert index.unknown_targets == ("Gotham",)


def test_the_aliases_of_a_source_are_its_own(index: NameIndex) -> None:
    of_source = index.with_aliases({"Zona B": BAHU})
    assert (of_source.match("Zona B"), of_source.match("Bahu", "Kota Manado")) == (BAHU, BAHU)
    assert index.match("Zona B") is None


def test_a_former_kecamatan_is_accepted_for_the_areas_that_belonged_to_it(manado: AreaLayer) -> None:
    rules = NameRules(former_parents={"Paal Dua": ("Tikala",), BAHU: ("Manado Selatan",)})
    index = NameIndex(manado, aliases(), rules)
    assert index.match("Ranomuut", "Tikala") == NameIndex(manado, aliases()).match("Ranomuut")
    assert index.match("Bahu", "Manado Selatan") == BAHU
    assert index.unknown_names("Bahu", "Manado Selatan") == []
    assert index.match("Molas", "Tikala") is None
    assert index.match_parent(None, "Manado Selatan") is None


@pytest.mark.parametrize("names", [["Ward 1", "Ward 02", "Ward 3", "Ward 12"], ["1", "2", "3", "12"]])
@pytest.mark.parametrize("written", ["Ward 2", "WARD 02", "2", "2.0", "2nd Ward", "Ward-2", "District 2"])
def test_numbered_wards(
    names: list[str],
    written: str,
    city_areas: gpd.GeoDataFrame,
    open_areas: Callable[[gpd.GeoDataFrame], AreaLayer],
) -> None:
    city_areas["nama"] = names
    index = NameIndex(open_areas(city_areas), aliases(), NameRules(level="Ward", parent_level="Region"))
    expected = city_areas["kode"][1]
    assert index.match(written) == expected
