"""Configuration of a city: wrong values are refused, naming the key and what is allowed."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from data.core.config.city import City
from tests.builders import CITY, city

CATEGORY = {"code": "sampah", "name": "Sampah"}
QLUE = {"name": "qlue", "kind": "qlue"}
SIMULATED = {"name": "latihan", "kind": "simulated"}

TIMEZONE_MESSAGE = "Value error, must be an IANA time zone such as Asia/Makassar [type"
DUPLICATE_MESSAGE = "must be unique, but is given twice"


def category(**changed: Any) -> dict[str, Any]:
    return {"category": [{**CATEGORY, **changed}], "policy": []}


def qlue(**changed: Any) -> dict[str, Any]:
    return {"source": [{**QLUE, **changed}]}


INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("an unknown key", {"colour": "red"}, "colour", "Extra inputs are not permitted"),
    ("an unknown time zone", {"timezone": "WITA"}, "timezone", TIMEZONE_MESSAGE),
    ("an empty name", {"name": ""}, "name", "at least 1 character"),
    ("a capital in a category's code", category(code="Sampah"), "category.0.code", "pattern"),
    ("an unknown key in a category", category(hour=4), "category.0.hour", "not permitted"),
    (
        "a category given twice",
        {"category": [CATEGORY, CATEGORY], "policy": []},
        "",
        f"category.code {DUPLICATE_MESSAGE}: sampah",
    ),
    ("a source given twice", {"source": [QLUE, QLUE]}, "", f"source.name {DUPLICATE_MESSAGE}: qlue"),
    ("an unknown kind of source", qlue(kind="fax"), "source.0", "'qlue', 'geojson', 'csv'"),
    ("a pull each half second", qlue(every_seconds=0.5), "source.0.qlue.every_seconds", "equal to 1"),
    ("a source in no time zone", qlue(timezone="WIB"), "source.0.qlue.timezone", "IANA"),
    ("a ranking over no day", {"ranking": {"window_days": 0}}, "ranking.window_days", "equal to 1"),
    ("a ranking of no report", {"ranking": {"minimum_sample": 0}}, "ranking.minimum_sample", "equal to 1"),
    ("a corner that no map has", {"areas": {"inset_corner": "middle"}}, "areas.inset_corner", "top-left"),
]


@pytest.mark.parametrize(
    ("changed", "location", "message"), [row[1:] for row in INVALID], ids=[row[0] for row in INVALID]
)
def test_a_wrong_value_is_refused(changed: dict[str, Any], location: str, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        city(**changed)
    (detail,) = error.value.errors()
    assert ".".join(map(str, detail["loc"])) == location
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["code", "name", "timezone"])
def test_a_city_without_a_required_key_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        City.model_validate({key: value for key, value in CITY.items() if key != name})


def test_a_minimal_city_has_defaults_for_all_other_keys() -> None:
    minimal = City(code="9", name="Kota", timezone="Asia/Jayapura")
    assert minimal.title == "Laporan Warga"
    assert (minimal.ranking.window_days, minimal.ranking.minimum_sample) == (30, 10)
    assert (minimal.category, minimal.source, minimal.simulated) == ((), (), False)
    assert (minimal.areas.parent_level, minimal.areas.level) == ("Kecamatan", "Kelurahan")


def test_all_duplicate_names_are_listed() -> None:
    twice = [{**CATEGORY, "code": code} for code in ("b", "a", "c", "a", "b")]
    with pytest.raises(ValidationError, match="given twice: a, b"):
        city(category=twice, policy=[])


def test_the_zone_is_the_citys_timezone() -> None:
    assert city().zone == ZoneInfo("Asia/Makassar")


def test_one_simulated_source_makes_the_city_simulated() -> None:
    assert city().simulated is False
    assert city(source=[QLUE, SIMULATED]).simulated is True


def test_a_category_is_found_by_its_code() -> None:
    assert city().get_category("banjir").aliases == ("flood",)


def test_an_unmapped_category_is_the_other_category() -> None:
    category = city().get_category("ufo")
    assert (category.code, category.name) == ("lainnya", "Lainnya / belum dipetakan")
    assert category.sensitive is False


def test_confidential_reports_are_sensitive_in_every_city_whatever_its_file_says() -> None:
    confidential = city().get_category("rahasia")
    assert (confidential.code, confidential.name, confidential.sensitive) == ("rahasia", "Rahasia", True)
    overridden = city(category=[{"code": "rahasia", "name": "Terbuka"}], policy=[]).get_category("rahasia")
    assert (overridden.name, overridden.sensitive) == ("Rahasia", True)


def test_a_source_is_found_by_its_name() -> None:
    source = city().get_source("qlue")
    assert source is not None
    assert (source.kind, source.timezone) == ("qlue", "Asia/Jakarta")
    assert city().get_source("lapor") is None


def test_a_policy_is_undecided_by_default() -> None:
    assert [policy.decided for policy in city().policy] == [False]
