"""The benchmark runner: a result that does not hold fails, a contradictory one is refused."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.bench.__main__ import find_benchmarks, run_benchmarks, validated
from tests.bench.pairs import median_ratio, result_line

PASSING = result_line("good", 0.5, 1.0, "lower", "doing nothing", 10)
FAILING = result_line("bad", 2.0, 1.0, "lower", "doing nothing", 10)


def benchmarks(**lines: dict[str, Any]) -> dict[str, Any]:
    return {name: lambda result=found: dict(result) for name, found in lines.items()}


def written_names(path: Path) -> list[str]:
    return [result["name"] for result in orjson.loads(path.read_bytes())]


def test_all_lines_are_measured_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_benchmarks(benchmarks(good=PASSING, better=PASSING), None, tmp_path / "bench.json") == 0
    assert written_names(tmp_path / "bench.json") == ["good", "good"]
    assert capsys.readouterr().out.count("holds") == 2


def test_a_failing_benchmark_fails_the_run_and_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_benchmarks(benchmarks(good=PASSING, bad=FAILING), None, tmp_path / "bench.json") == 1
    assert written_names(tmp_path / "bench.json") == ["good", "bad"]
    assert "FAILS" in capsys.readouterr().out


def test_one_benchmark_can_be_run_alone(tmp_path: Path) -> None:
    assert run_benchmarks(benchmarks(good=PASSING, bad=FAILING), "good", tmp_path / "bench.json") == 0
    assert written_names(tmp_path / "bench.json") == ["good"]


def test_a_line_is_run_at_all_its_scales_or_at_one(tmp_path: Path) -> None:
    lines = {f"refresh:{scale}": {**PASSING, "name": f"refresh:{scale}"} for scale in (150, 1_000)}
    found = {name: lambda result=line: dict(result) for name, line in lines.items()}
    found |= benchmarks(refresh_one=PASSING)
    run_benchmarks(found, "refresh", tmp_path / "bench.json")
    assert written_names(tmp_path / "bench.json") == ["refresh:150", "refresh:1000"]
    run_benchmarks(found, "refresh:150", tmp_path / "bench.json")
    assert written_names(tmp_path / "bench.json") == ["refresh:150"]


def test_an_unknown_benchmark_is_reported_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_benchmarks(benchmarks(good=PASSING), "god", tmp_path / "bench.json") == 2
    assert capsys.readouterr().err == "no benchmark 'god': there is good\n"
    assert not (tmp_path / "bench.json").exists()


@pytest.mark.parametrize(
    "changed", [{"holds": False}, {"ratio": 3.0}, {"better": "sideways"}, {"better": "higher"}, {"extra": 1}]
)
def test_a_contradictory_result_is_rejected(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="good"):
        validated({**PASSING, **changed})


@pytest.mark.parametrize(
    ("ratio", "better", "holds"),
    [(1.0, "lower", True), (1.01, "lower", False), (1.0, "higher", True), (0.99, "higher", False)],
)
def test_a_ratio_equal_to_the_bar_holds(ratio: float, better: str, holds: bool) -> None:
    assert result_line("edge", ratio, 1.0, better, "doing nothing", 1)["holds"] is holds


def test_subject_and_baseline_are_measured_alternately_after_preparation() -> None:
    calls: list[str] = []
    median_ratio(
        lambda: calls.append("ours"), lambda: calls.append("floor"), 2, prepare=lambda: calls.append("ready")
    )
    assert calls == ["ready", "ours", "floor"] * 2


def test_the_benchmarks_are_discovered() -> None:
    names = find_benchmarks()
    assert {"refresh", "serve", "locate", "export", "refresh_one:150", "check:10000"} <= set(names)
    assert not {"pairs", "test_bench_runner", "__main__"} & set(names)
