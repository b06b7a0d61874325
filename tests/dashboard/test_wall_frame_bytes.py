"""The wall's frames are the same bytes in every process, so that every process gives them the same ETag."""

from pathlib import Path

import pytest

from tests.personas import BARAT, TIMUR
from tests.pulls import process_environment, run_module

SCRIPT = """
import sys
from pathlib import Path

from bootstrap import open_app_context
from dashboard.pages.wall.view import render_frame
from dashboard.web.frames import FrameCache
from tests.builders import fixed_clock, settings
from tests.dashboard.web_contexts import web_context_of

context = web_context_of(open_app_context(settings(Path(sys.argv[1])), time=fixed_clock()))
frames = FrameCache(context.live_board, context.frame_config, render_frame)
for view in ("kota", *context.kecamatan_names):
    print(view, frames.current(view).etag, frames.current(view).gzipped.hex())
"""


@pytest.mark.usefixtures("busy_city")
def test_two_processes_encode_the_same_frames(tmp_path: Path) -> None:
    """Python orders sets of text by a hash that differs between processes."""
    (tmp_path / "frames_of_city.py").write_text(SCRIPT, encoding="utf-8")
    printed = []
    for seed in "12":
        environment = process_environment(tmp_path, PYTHONHASHSEED=seed)
        environment["PYTHONPATH"] += f":{tmp_path}"
        process = run_module(["frames_of_city", str(tmp_path)], environment)
        assert process.returncode == 0, process.stderr
        printed.append(process.stdout)
    assert printed[0] == printed[1]
    assert [line.split()[0] for line in printed[0].splitlines()] == ["kota", BARAT, TIMUR]
