"""Each requirement is pinned exactly and once, under the package that needs it, and is installed."""

import re
from importlib.metadata import version

import pytest

from tests.architecture.source_code import ROOT

PIN = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(\[[a-z,]+\])?==(?P<version>[0-9][A-Za-z0-9.]*)")
LINES = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
PINS = [line for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize("line", PINS)
def test_requirements_are_pinned_exactly_and_installed(line: str) -> None:
    pin = PIN.fullmatch(line)
    assert pin, f"{line!r} is not pinned exactly"
    assert version(pin["name"]) == pin["version"]


def test_no_requirement_is_listed_twice() -> None:
    names = [line.split("==")[0].lower() for line in PINS]
    assert sorted(names) == sorted(set(names))


def test_requirements_are_grouped_by_package() -> None:
    heads = [line.removeprefix("# ") for line in LINES if line.startswith("#")]
    groups = [head.split(":")[0] for head in heads if not head.startswith("Exact versions")]
    assert groups == ["data", "geo", "jobs", "dashboard", "tests and lint"]
