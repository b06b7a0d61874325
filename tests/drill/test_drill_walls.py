"""A short drill of a wall; ``python -m tests.drill wall 50`` kills the server fifty times."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.drill.walls import run_drill


@pytest.mark.browser
@pytest.mark.postgres
def test_the_wall_reports_every_fault_and_recovers(browser: Browser, tmp_path: Path) -> None:
    faults, summary = run_drill(browser, tmp_path, restarts=1)
    assert faults == []
    assert summary.count("shown after") == 6
