"""A short drill in every run of the suite; ``python -m tests.drill enter`` is the long one of 200."""

from pathlib import Path

from tests.drill.entering import drill, faults


def test_what_was_accepted_before_a_kill_is_there_once(tmp_path: Path) -> None:
    ledger, world = drill(tmp_path, kills=4)
    assert ledger.killed == 4
    assert ledger.filed
    assert faults(ledger, world) == []


def test_the_drill_sees_what_is_lost(tmp_path: Path) -> None:
    ledger, world = drill(tmp_path, kills=1)
    number = len(ledger.filed)
    ledger.filed[number], ledger.moved[number] = "P261123-XXXX", 99
    assert "accepted and lost: P261123-XXXX" in faults(ledger, world)
