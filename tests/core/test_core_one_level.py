"""In a city of one level an area is as near as a kelurahan: no list places a sensitive report in it."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data.core.history.facts import AREA_COLUMNS
from data.core.history.places import has_one_level, is_single_area
from data.core.recap.report_list import _with_place_names
from data.core.snapshot.lists import NameLookup
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARAT

ONE_LEVEL = pd.DataFrame(
    [("lama", "Lama", "lama", "Lama"), ("baru", "Baru", "baru", "Baru")], columns=list(AREA_COLUMNS)
)
TWO_LEVELS = areas()


def place(code: str, service_code: str, layer: pd.DataFrame) -> Any:
    row = SimpleNamespace(area_code=code, service_code=service_code, placement="named")
    return NameLookup(city(), layer).place(row)


@pytest.mark.parametrize("service_code", ["narkoba", "rahasia"])
def test_a_list_does_not_place_a_sensitive_report(service_code: str) -> None:
    """Kind: another city. It named the parent, which is the area itself."""
    found = place("lama", service_code, ONE_LEVEL)
    assert {found[name] for name in ("area", "area_name", "parent", "parent_name")} == {None}
    assert place("lama", "sampah", ONE_LEVEL)["parent_name"] == "Lama"
    assert place(ANGGREK, service_code, TWO_LEVELS)["parent"] == BARAT


def test_the_list_of_a_recap_does_not_place_a_sensitive_report() -> None:
    table = standings({"area_code": "lama"}, {"area_code": "baru"}).assign(sensitive=[True, False])
    placed = _with_place_names(table, ONE_LEVEL)
    assert placed["parent_name"].isna().tolist() == [True, False]
    assert placed["area_name"].isna().all()


@pytest.mark.parametrize(
    ("code", "layer", "is_single"),
    [
        ("lama", ONE_LEVEL, True),
        (None, ONE_LEVEL, False),
        (BARAT, TWO_LEVELS, False),
        (ANGGREK, TWO_LEVELS, True),
    ],
)
def test_a_list_of_one_area_would_place_its_reports(
    code: str | None, layer: pd.DataFrame, is_single: bool
) -> None:
    assert is_single_area(code, layer) is is_single


def test_a_layer_without_areas_has_no_level() -> None:
    assert not has_one_level(TWO_LEVELS.head(0))
