"""A short drill in every run of the suite; ``python -m tests.drill wall 50`` kills the server fifty times."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.drill.walls import drill


@pytest.mark.browser
@pytest.mark.postgres
def test_a_wall_is_honest_and_right_again_after_every_fault(browser: Browser, tmp_path: Path) -> None:
    found, told = drill(browser, tmp_path, restarts=1)
    assert found == []
    assert told.count("honest after") == 6
