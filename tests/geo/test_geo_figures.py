"""The figures behind the default layer."""

from geo import aliases, anchors, places

KELURAHAN_PER_KECAMATAN = {
    "Bunaken": 5,
    "Tuminting": 10,
    "Singkil": 9,
    "Wenang": 12,
    "Tikala": 5,
    "Sario": 7,
    "Wanea": 9,
    "Mapanget": 10,
    "Malalayang": 9,
    "Bunaken Kepulauan": 4,
    "Paal Dua": 7,
}


def test_there_are_87_kelurahan_in_11_kecamatan() -> None:
    assert places()["parent_name"].value_counts().to_dict() == KELURAHAN_PER_KECAMATAN


def test_places_carry_what_a_tooltip_shows() -> None:
    assert list(places()) == [
        "code",
        "name",
        "parent",
        "parent_name",
        "lat",
        "long",
        "area_km2",
        "population_estimate",
    ]


def test_codes_are_the_ministrys_dotted_text() -> None:
    table = places()
    assert table["code"].str.fullmatch(r"71\.71\.\d\d\.1\d{3}").all()
    assert table["code"].str.startswith(tuple(table["parent"].unique())).all()
    assert table["code"].is_monotonic_increasing


def test_every_anchor_belongs_to_a_known_kelurahan() -> None:
    assert set(anchors()["code"]) == set(places()["code"])


def test_every_alias_belongs_to_a_known_kelurahan_or_kecamatan() -> None:
    known = {*places()["code"], *places()["parent"]}
    assert set(aliases()["code"]) <= known
    assert list(aliases()) == ["code", "official", "alias"]


def test_changing_a_returned_table_does_not_change_the_next_one() -> None:
    table = places()
    table["name"] = "x"
    assert "Molas" in set(places()["name"])
