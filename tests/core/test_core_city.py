"""A city's configuration is refused where it is wrong, naming the key and what is allowed."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from data.core.config.city import City
from tests.builders import CITY, city

CATEGORY = {"code": "sampah", "name": "Sampah"}
QLUE = {"name": "qlue", "kind": "qlue"}
SIMULATED = {"name": "latihan", "kind": "simulated"}

ZONE = "Value error, must be an IANA time zone such as Asia/Makassar [type"
TWICE = "must be unique, but is given twice"


def category(**changed: Any) -> dict[str, Any]:
    return {"category": [{**CATEGORY, **changed}], "policy": []}


def qlue(**changed: Any) -> dict[str, Any]:
    return {"source": [{**QLUE, **changed}]}


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("an unknown key", {"colour": "red"}, "colour", "Extra inputs are not permitted"),
    ("an unknown time zone", {"timezone": "WITA"}, "timezone", ZONE),
    ("an empty name", {"name": ""}, "name", "at least 1 character"),
    ("a capital in a category's code", category(code="Sampah"), "category.0.code", "pattern"),
    ("an unknown key in a category", category(hour=4), "category.0.hour", "not permitted"),
    (
        "a category given twice",
        {"category": [CATEGORY, CATEGORY], "policy": []},
        "",
        f"category.code {TWICE}: sampah",
    ),
    ("a source given twice", {"source": [QLUE, QLUE]}, "", f"source.name {TWICE}: qlue"),
    ("an unknown kind of source", qlue(kind="fax"), "source.0", "'qlue', 'geojson', 'csv'"),
    ("a pull each half second", qlue(every_seconds=0.5), "source.0.qlue.every_seconds", "equal to 1"),
    ("a source in no time zone", qlue(timezone="WIB"), "source.0.qlue.timezone", "IANA"),
    ("a ranking over no day", {"ranking": {"window_days": 0}}, "ranking.window_days", "equal to 1"),
    ("a ranking of no report", {"ranking": {"minimum_sample": 0}}, "ranking.minimum_sample", "equal to 1"),
    ("a corner that no map has", {"areas": {"inset_corner": "middle"}}, "areas.inset_corner", "top-left"),
]


@pytest.mark.parametrize(
    ("changed", "where", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_wrong_value_is_refused(changed: dict[str, Any], where: str, why: str) -> None:
    with pytest.raises(ValidationError) as error:
        city(**changed)
    (fault,) = error.value.errors()
    assert ".".join(map(str, fault["loc"])) == where
    assert why in str(error.value)


@pytest.mark.parametrize("name", ["code", "name", "timezone"])
def test_a_city_without_it_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        City.model_validate({key: value for key, value in CITY.items() if key != name})


def test_the_least_city_has_defaults_for_the_rest() -> None:
    least = City(code="9", name="Kota", timezone="Asia/Jayapura")
    assert (least.title, least.ranking.window_days, least.ranking.minimum_sample) == ("Laporan Warga", 30, 10)
    assert (least.category, least.source, least.simulated) == ((), (), False)
    assert (least.areas.parent_level, least.areas.level) == ("Kecamatan", "Kelurahan")


def test_every_name_given_twice_is_told() -> None:
    twice = [{**CATEGORY, "code": code} for code in ("b", "a", "c", "a", "b")]
    with pytest.raises(ValidationError, match="given twice: a, b"):
        city(category=twice, policy=[])


def test_people_read_the_clock_in_the_citys_zone() -> None:
    assert city().zone == ZoneInfo("Asia/Makassar")


def test_one_simulated_source_makes_the_whole_practice_data() -> None:
    assert city().simulated is False
    assert city(source=[QLUE, SIMULATED]).simulated is True


def test_a_category_is_found_by_its_code() -> None:
    assert city().category_of("banjir").aliases == ("flood",)


def test_an_unmapped_category_says_so() -> None:
    other = city().category_of("ufo")
    assert (other.code, other.name, other.sensitive) == ("lainnya", "Lainnya / belum dipetakan", False)


def test_confidential_reports_are_sensitive_in_every_city_whatever_its_file_says() -> None:
    hidden = city().category_of("rahasia")
    assert (hidden.code, hidden.name, hidden.sensitive) == ("rahasia", "Rahasia", True)
    shown = city(category=[{"code": "rahasia", "name": "Terbuka"}], policy=[]).category_of("rahasia")
    assert (shown.name, shown.sensitive) == ("Rahasia", True)


def test_a_source_is_found_by_its_name() -> None:
    found = city().source_of("qlue")
    assert found is not None
    assert (found.kind, found.timezone) == ("qlue", "Asia/Jakarta")
    assert city().source_of("lapor") is None


def test_a_policy_is_undecided_until_somebody_says_so() -> None:
    assert [policy.decided for policy in city().policy] == [False]
