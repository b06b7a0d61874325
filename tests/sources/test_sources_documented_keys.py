"""Documentation of sources: every key is listed, and the examples are valid."""

import re
import tomllib
from pathlib import Path

import pytest

from data.core.config.city import City
from data.core.config.source_config import FolderOptions, HttpOptions, Open311Options, SqlOptions
from tests.builders import CITY

HOW_TO_TEXT = (Path(__file__).parents[2] / "docs" / "connect-reports.md").read_text(encoding="utf-8")
KEYS = sorted(
    {
        name
        for model in (FolderOptions, HttpOptions, Open311Options, SqlOptions)
        for name in model.model_fields
    }
)
BLOCKS = re.findall(r"(?:^    .*\n|^\n(?=    ))+", HOW_TO_TEXT, flags=re.MULTILINE)
EXAMPLES = [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in BLOCKS if "[[source]]" in block]


@pytest.mark.parametrize("key", KEYS)
def test_every_source_key_is_documented(key: str) -> None:
    assert re.search(rf"`{key}[`, ]|^    {key} = ", HOW_TO_TEXT, flags=re.MULTILINE)


def test_the_documented_examples_are_a_valid_configuration() -> None:
    example_city = City.model_validate({**CITY, **tomllib.loads("\n".join(EXAMPLES))})
    kinds = {source.kind for source in example_city.source}
    assert {"qlue", "geojson", "table", "open311", "sql", "folder"} <= kinds
