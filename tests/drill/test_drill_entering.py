"""A short drill of submissions; ``python -m tests.drill enter`` is the long one of 200."""

from pathlib import Path

from tests.drill.entering import find_faults, run_drill


def test_accepted_submissions_are_stored_once_after_a_kill(tmp_path: Path) -> None:
    client_log, app_context = run_drill(tmp_path, kill_count=4)
    assert client_log.killed == 4
    assert client_log.submitted
    assert find_faults(client_log, app_context) == []


def test_the_drill_finds_lost_submissions(tmp_path: Path) -> None:
    client_log, app_context = run_drill(tmp_path, kill_count=1)
    number = len(client_log.submitted)
    client_log.submitted[number], client_log.followed_up[number] = "P261123-XXXX", 99
    assert "accepted and lost: P261123-XXXX" in find_faults(client_log, app_context)
