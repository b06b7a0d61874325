"""A short siege with few callers; ``python -m tests.drill siege`` is the long one."""

from pathlib import Path

from tests.drill.siege.attacks import ATTACKS
from tests.drill.siege.run import Forces, run_siege

FEW = Forces(connections=30, walls=3, offices=2, citizens=1)


def test_hostile_callers_cost_a_bounded_amount(tmp_path: Path) -> None:
    report = run_siege(tmp_path, seconds=15, forces=FEW, quiet_seconds=2)
    assert set(report.counts) == set(ATTACKS)
    assert [promise.line() for promise in report.promises if not (promise.is_kept or promise.is_time)] == []
    assert report.experience.submitted, report.text()
