"""The files beside the tests: what the product is given, and what was recorded of it."""

import json
import shutil
from pathlib import Path
from typing import Any

GIVEN, RECORDED = Path(__file__).parent / "given", Path(__file__).parent / "recorded"


def given(name: str) -> Any:
    """A JSON file of ``given/``."""
    return json.loads((GIVEN / f"{name}.json").read_text(encoding="utf-8"))


def given_text(name: str) -> str:
    """A text file of ``given/``."""
    return (GIVEN / name).read_text(encoding="utf-8")


def recorded(name: str) -> Any:
    """A JSON file of ``recorded/``."""
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


def record(name: str, value: Any) -> None:
    """Write a JSON file of ``recorded/``."""
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
    (RECORDED / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def copy_given(folder: Path, *names: str) -> None:
    """Copy files of ``given/`` into a folder of a test's own."""
    for name in names:
        shutil.copy(GIVEN / name, folder / name)
