"""A short drill in every run of the suite; ``python -m tests.drill deliver`` is the long one of 200."""

from pathlib import Path

from tests.builders import open_town
from tests.drill.delivering import Told, drill, faults
from tests.jobs.message_server import post_office


def test_what_was_to_be_told_before_a_kill_is_told_once(tmp_path: Path) -> None:
    assert drill(tmp_path, kills=3) == []


def test_the_drill_sees_who_was_never_told(tmp_path: Path) -> None:
    with post_office() as office:
        assert "told 0 times: a@b.test" in faults(open_town(tmp_path), office, Told({"a@b.test": "1"}))
