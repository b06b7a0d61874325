"""The runner: a promise that does not hold fails, one that contradicts itself is refused. No timing here."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.bench.__main__ import benches, checked, run
from tests.bench.pairs import line, paired

GOOD = line("good", 0.5, 1.0, "lower", "doing nothing", 10)
BAD = line("bad", 2.0, 1.0, "lower", "doing nothing", 10)


def known(**lines: dict[str, Any]) -> dict[str, Any]:
    return {name: lambda found=found: dict(found) for name, found in lines.items()}


def written(path: Path) -> list[str]:
    return [found["name"] for found in orjson.loads(path.read_bytes())]


def test_all_lines_are_measured_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(known(good=GOOD, better=GOOD), None, tmp_path / "bench.json") == 0
    assert written(tmp_path / "bench.json") == ["good", "good"]
    assert capsys.readouterr().out.count("holds") == 2


def test_a_line_that_does_not_hold_fails_the_run_and_is_written_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(known(good=GOOD, bad=BAD), None, tmp_path / "bench.json") == 1
    assert written(tmp_path / "bench.json") == ["good", "bad"]
    assert "FAILS" in capsys.readouterr().out


def test_one_line_is_run_alone(tmp_path: Path) -> None:
    assert run(known(good=GOOD, bad=BAD), "good", tmp_path / "bench.json") == 0
    assert written(tmp_path / "bench.json") == ["good"]


def test_a_line_that_nobody_knows_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(known(good=GOOD), "god", tmp_path / "bench.json") == 2
    assert capsys.readouterr().err == "no benchmark 'god': there is good\n"
    assert not (tmp_path / "bench.json").exists()


@pytest.mark.parametrize(
    "changed", [{"holds": False}, {"ratio": 3.0}, {"better": "sideways"}, {"better": "higher"}, {"extra": 1}]
)
def test_a_line_that_contradicts_itself_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="good"):
        checked({**GOOD, **changed})


@pytest.mark.parametrize(
    ("ratio", "better", "holds"),
    [(1.0, "lower", True), (1.01, "lower", False), (1.0, "higher", True), (0.99, "higher", False)],
)
def test_the_bar_itself_still_holds(ratio: float, better: str, holds: bool) -> None:
    assert line("edge", ratio, 1.0, better, "doing nothing", 1)["holds"] is holds


def test_work_is_measured_in_turn_after_being_prepared() -> None:
    done: list[str] = []
    paired(lambda: done.append("ours"), lambda: done.append("floor"), 2, prepare=lambda: done.append("ready"))
    assert done == ["ready", "ours", "floor"] * 2


def test_the_promises_of_this_project_are_found() -> None:
    found = benches()
    assert {"refresh", "serve", "locate", "export"} <= set(found)
    assert not {"pairs", "test_bench_runner", "__main__"} & set(found)
