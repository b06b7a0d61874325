"""Every key that a city's file may give a source stands in the how-to, and its examples are right."""

import re
import tomllib
from pathlib import Path

import pytest

from data.core.config.city import City
from data.core.config.source_config import FolderKeys, HttpKeys, Open311Keys, SqlKeys
from tests.builders import CITY

HOW_TO = (Path(__file__).parents[2] / "docs" / "connect-reports.md").read_text(encoding="utf-8")
KEYS = sorted({name for model in (FolderKeys, HttpKeys, Open311Keys, SqlKeys) for name in model.model_fields})
BLOCKS = re.findall(r"(?:^    .*\n|^\n(?=    ))+", HOW_TO, flags=re.MULTILINE)
EXAMPLES = [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in BLOCKS if "[[source]]" in block]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_in_the_how_to(key: str) -> None:
    assert re.search(rf"`{key}[`, ]|^    {key} = ", HOW_TO, flags=re.MULTILINE)


def test_the_examples_together_are_one_city_s_sources() -> None:
    found = City.model_validate({**CITY, **tomllib.loads("\n".join(EXAMPLES))})
    kinds = {source.kind for source in found.source}
    assert {"qlue", "geojson", "table", "open311", "sql", "folder"} <= kinds
