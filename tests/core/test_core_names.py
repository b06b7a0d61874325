"""Names of categories and areas in lists; a sensitive report has its kecamatan only."""

from types import SimpleNamespace

from data.core.snapshot.lists import NameLookup
from tests.builders import areas, city
from tests.personas import ANGGREK, BARAT


def names() -> NameLookup:
    return NameLookup(city(), areas())


def row(
    service_code: str = "sampah", area_code: str | None = ANGGREK, placement: str = "point"
) -> SimpleNamespace:
    return SimpleNamespace(service_code=service_code, area_code=area_code, placement=placement)


def test_a_category_has_code_and_name() -> None:
    assert names().category("banjir") == {"service_code": "banjir", "service_name": "Banjir"}


def test_an_unmapped_category_has_its_code_and_the_unmapped_name() -> None:
    assert names().category("ufo") == {"service_code": "ufo", "service_name": "Lainnya / belum dipetakan"}


def test_only_the_configured_categories_are_sensitive() -> None:
    assert [names().is_sensitive(code) for code in ("narkoba", "sampah", "ufo")] == [True, False, False]


def test_a_place_is_named_at_both_levels() -> None:
    assert names().place(row()) == {
        "placement": "point", "area": ANGGREK, "area_name": "Anggrek",
        "parent": BARAT, "parent_name": "Barat",
    }  # fmt: skip


def test_a_sensitive_report_is_placed_by_its_kecamatan_only() -> None:
    assert names().place(row("narkoba")) == {
        "placement": "point", "area": None, "area_name": None, "parent": BARAT, "parent_name": "Barat",
    }  # fmt: skip


def test_a_report_outside_has_a_placement_and_no_place() -> None:
    for unknown in (None, "99.99.99.9999"):
        assert names().place(row(area_code=unknown, placement="outside")) == {
            "placement": "outside", "area": None, "area_name": None, "parent": None, "parent_name": None,
        }  # fmt: skip
