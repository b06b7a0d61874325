"""Each entry point loads the heavy libraries that it uses, and no other (docs/decisions.md)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_code import ROOT

LIBRARIES = ("pandas", "sqlalchemy", "pydantic", "dash", "fastapi", "httpx", "cryptography", "structlog",
             "babel")  # fmt: skip
STATISTICS = ("scipy.stats",)
FORMATS = ("reportlab", "openpyxl", "apprise", "smtplib", "pywebpush", "authlib")
READERS = ("data.sources.tables", "data.sources.files", "data.sources.open311", "data.sources.sql",
           "data.sources.simulated", "data.sources.transport", "python_calamine")  # fmt: skip

# What a process does, and what it must not have loaded by then.
HELP = "from {package}.__main__ import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
PULL = "import jobs.commands, jobs.pull\n"
WALL = """
import os
from bootstrap import open_app_context
from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.config.settings import read_settings
import dashboard.start
context = open_app_context(read_settings(os.environ))
create_app(WebContext(context))
context.live_board.refresh()
"""
UNUSED = {
    "data": (HELP, (*LIBRARIES, *STATISTICS, *FORMATS, *READERS)),
    "jobs": (HELP, (*LIBRARIES, *STATISTICS, *FORMATS, *READERS)),
    "dashboard": (HELP, (*LIBRARIES, *STATISTICS, *FORMATS, *READERS)),
    "geo": (HELP, ("sqlalchemy", "pydantic", "dash", "jobs", "bootstrap", "scipy", *FORMATS, *READERS)),
    "a pull": (PULL, ("dash", "fastapi", "alembic", "scipy", "apscheduler", "data.services.live_board",
                      "data.services.auth", *STATISTICS, *FORMATS, *READERS)),
    "a wall": (WALL, ("jobs", "apscheduler", "alembic", "psycopg", *STATISTICS, *FORMATS, *READERS)),
}  # fmt: skip


def modules_after(code: str, folder: Path) -> set[str]:
    """Return the modules that a process of its own has loaded after it ran some code."""
    listing = "import sys\nsys.stderr.write('\\n' + ' '.join(sys.modules))"
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "PANTAU_VAR": str(folder / "var")}
    process = subprocess.run(
        [sys.executable, "-c", f"{code}\n{listing}"],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    return set(process.stderr.rsplit("\n", 1)[-1].split())


@pytest.fixture(scope="module")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store that needs no migration any more."""
    folder = tmp_path_factory.mktemp("lean")
    modules_after(
        "import os\nfrom bootstrap import open_app_context\nfrom data.config.settings import read_settings\n"
        "open_app_context(read_settings(os.environ))",
        folder,
    )
    return folder


@pytest.mark.parametrize("entry_point", UNUSED)
def test_an_entry_point_loads_only_what_it_uses(entry_point: str, store_folder: Path) -> None:
    code, unused = UNUSED[entry_point]
    loaded = modules_after(code.format(package=entry_point), store_folder)
    assert sorted(loaded & set(unused)) == []


def test_a_module_that_is_loaded_is_seen(tmp_path: Path) -> None:
    assert "smtplib" in modules_after("import smtplib", tmp_path)
