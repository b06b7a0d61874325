"""Importing any module of the product has no effect: no thread, file, network connection or output."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_code import PRODUCT, ROOT, python_files

MIGRATIONS = "data/store/migrations/"  # run by Alembic inside its own context, never imported

IMPORT_PROBE = """
import importlib, os, sys, threading
sys.path[:0] = {paths!r}
effects = []
def watch(event, args):
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        effects.append(f"wrote {{args[0]}}")
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "sqlite3.connect"):
        effects.append(f"{{event}} {{args[1:2]}}")
sys.addaudithook(watch)
before = set(threading.enumerate())
for name in {names!r}:
    importlib.import_module(name)
    effects += [f"{{name}} started {{thread.name}}" for thread in set(threading.enumerate()) - before]
sys.stderr.write("\\n".join(effects))
"""


def module_names() -> list[str]:
    paths = [
        path for package in PRODUCT for path in python_files(package) if not str(path).startswith(MIGRATIONS)
    ]
    names = [".".join(path.with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def import_all(paths: list[str], names: list[str], folder: Path) -> tuple[str, str]:
    """Import modules in a process of its own with an empty environment; return its output and the effects."""
    code = IMPORT_PROBE.format(paths=paths, names=names)
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout, process.stderr


def test_importing_modules_has_no_side_effects(tmp_path: Path) -> None:
    assert import_all([str(ROOT)], module_names(), tmp_path) == ("", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "code",
    [
        "print('hello')",
        "open('left-behind', 'w').close()",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        "import socket\nsocket.socket().bind(('127.0.0.1', 0))",
    ],
)
def test_import_side_effects_are_detected(tmp_path: Path, code: str) -> None:
    (tmp_path / "busy.py").write_text(code, encoding="utf-8")
    assert import_all([str(tmp_path)], ["busy"], tmp_path) != ("", "")
