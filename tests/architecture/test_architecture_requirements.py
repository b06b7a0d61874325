"""Every package is pinned with hashes: in the list of what running needs, or of what tests need on top."""

import re
import sys
from functools import cache
from importlib.metadata import distributions, packages_distributions

import pytest

from tests.architecture.source_code import (
    PACKAGES,
    PRODUCT,
    ROOT,
    imported_names,
    package_parts,
    parse,
    python_files,
)

PIN = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(\[[a-z,]+\])?==(?P<version>[0-9][A-Za-z0-9.]*)")
LOCKED = re.compile(rf"{PIN.pattern}((?:\s+\\\n\s+--hash=sha256:[0-9a-f]{{64}})+)\n")
RUN, TEST = "requirements", "requirements-test"
NOT_OURS = {"pip"}  # comes with the environment


def read_lines(name: str) -> list[str]:
    """Return the lines of a list."""
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def canonical(name: str) -> str:
    """Return the one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def chosen(name: str) -> tuple[str, ...]:
    """Return what a list names itself, without comments and the constraint."""
    return tuple(line for line in read_lines(f"{name}.in") if line and not line.startswith(("#", "-c ")))


@cache
def locked(name: str) -> dict[str, str]:
    """Return the version of each package of a list that was made."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    return {canonical(match["name"]): match["version"] for match in LOCKED.finditer(text)}


def installed() -> dict[str, str]:
    """Return the version of each package of this environment."""
    return {canonical(each.metadata["Name"]): each.version for each in distributions()}


@pytest.mark.parametrize("name", [RUN, TEST])
def test_what_a_list_names_is_pinned_exactly_once_and_locked(name: str) -> None:
    pins = [PIN.fullmatch(line) for line in chosen(name)]
    assert [line for line, pin in zip(chosen(name), pins, strict=True) if not pin] == []
    versions = [(canonical(pin["name"]), pin["version"]) for pin in pins if pin]
    assert len(dict(versions)) == len(versions)
    assert [pin for pin in versions if locked(name).get(pin[0]) != pin[1]] == []


@pytest.mark.parametrize("name", [RUN, TEST])
def test_each_line_of_a_lock_is_a_version_with_hashes_and_no_address(name: str) -> None:
    """Kind: a package that anybody who serves it may replace."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    remaining = [line for line in LOCKED.sub("", text).splitlines() if not line.lstrip().startswith("#")]
    assert remaining == []
    assert "://" not in text
    assert len(locked(name)) > len(chosen(name))


def test_both_lists_agree() -> None:
    both = locked(RUN).keys() & locked(TEST).keys()
    assert [name for name in both if locked(RUN)[name] != locked(TEST)[name]] == []
    assert [name for name in chosen(TEST) if name in chosen(RUN)] == []


def test_every_installed_package_is_locked_and_every_locked_one_installed() -> None:
    """Kind: a package that another one brought, in whatever version was the newest that day."""
    pinned = {**locked(RUN), **locked(TEST)}
    assert {name: version for name, version in installed().items() if name not in NOT_OURS} == {
        name: version for name, version in pinned.items() if name not in NOT_OURS
    }


def test_what_running_imports_is_in_the_list_for_running() -> None:
    own, modules = {*PACKAGES, "bootstrap"}, packages_distributions()
    files = [path for package in PRODUCT for path in python_files(package)]
    names = {
        name.split(".")[0] for path in files for name in imported_names(parse(path), package_parts(path))
    }
    foreign = names - own - set(sys.stdlib_module_names)
    assert len(foreign) > 20
    missing = [
        name for name in sorted(foreign) if not {canonical(each) for each in modules[name]} & set(locked(RUN))
    ]
    assert missing == []


def test_what_running_needs_is_grouped_by_package() -> None:
    heads = [line.removeprefix("# ") for line in read_lines("requirements.in") if line.startswith("#")]
    assert [head.split(":")[0] for head in heads[1:]] == ["data", "geo", "jobs", "dashboard", "build"]
