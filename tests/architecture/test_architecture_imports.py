"""Imports follow the layers of docs/architecture.md, in every file."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source_code import (
    PRODUCT,
    ROOT,
    imported_names,
    is_inside,
    package_parts,
    parse,
    python_files,
    used_names,
)

WEB = ("dash", "dash_leaflet", "dash_extensions", "dash_svg", "fastapi", "starlette", "uvicorn")
SQL = ("sqlalchemy", "alembic", "psycopg", "sqlite3")
NETWORK = ("httpx", "requests", "urllib.request", "http.client", "socket", "tenacity")
SCHEDULE = ("apscheduler",)

# What no file of a package may import.
FORBIDDEN_IMPORTS: dict[str, tuple[str, ...]] = {
    "bootstrap.py": ("jobs", "dashboard", "tests", *WEB, *SCHEDULE),
    "data": ("bootstrap", "geo", "jobs", "dashboard", "tests", *WEB, *SCHEDULE),
    "data/core": ("data.store", "data.sources", "data.services", "data.config", "data.lib", "os", "time",
                  "threading", "subprocess", "random", "secrets", *SQL, *NETWORK),
    "data/lib": ("data.store", "data.sources", "data.services", "data.config", *SQL, *NETWORK),
    "data/config": ("data.store", "data.sources", "data.services", *NETWORK),
    "data/store": ("data.sources", "data.services", "data.config", *NETWORK),
    "data/sources": ("data.store", "data.services", "data.config"),
    "geo": ("bootstrap", "data", "jobs", "dashboard", "tests", *SQL, *WEB, *SCHEDULE, *NETWORK),
    "jobs": ("dashboard", "tests", *WEB),
    "dashboard": ("data.store", "data.sources", "tests", *SQL, *SCHEDULE),
    "dashboard/ui": ("dashboard.web", "dashboard.pages", "dashboard.api", "dashboard.app", "fastapi",
                     "starlette"),
    "dashboard/web": ("dashboard.pages", "dashboard.api", "dashboard.app"),
    "dashboard/api": ("dashboard.pages", "dashboard.app"),
    "dashboard/pages": ("dashboard.app",),
}  # fmt: skip

# The packages of the core, each knowing only those before it.
CORE_ORDER = ("config", "clock", "report", "follow_up", "history", "columns", "report_list", "ranking",
              "recap", "backlog", "case_file", "snapshot", "review", "integrity")  # fmt: skip

# Runs pages and jobs in one process: it starts the schedule and brings the areas up to date before.
COMBINED_ENTRY_POINT = Path("dashboard/start.py")
ENTRY_POINT_JOBS = ("jobs.area_reassignment.sync_layer", "jobs.schedule.build_scheduler")

# The command of an area import, which checks the new layer against settings and store.
AREA_ENTRY_POINT = Path("geo/__main__.py")
AREA_ENTRY_POINT_JOBS = ["jobs.area_import.import_check"]

IMPURE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic",
    "time.perf_counter", "os.environ", "os.getenv", "open", "input", "print",
    "Timestamp.now", "pd.Timestamp.now",
}  # fmt: skip


def forbidden_imports(path: Path, tree: ast.Module, forbidden: tuple[str, ...]) -> list[str]:
    names = imported_names(tree, package_parts(path))
    return sorted(name for name in names if any(is_inside(name, module) for module in forbidden))


@pytest.mark.parametrize("package", FORBIDDEN_IMPORTS)
def test_a_package_makes_no_forbidden_import(package: str) -> None:
    wrong = {
        str(path): forbidden_imports(path, parse(path), FORBIDDEN_IMPORTS[package])
        for path in python_files(package)
        if path != AREA_ENTRY_POINT
    }
    assert wrong
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_entry_point_of_the_areas_imports_the_check_of_an_import_alone() -> None:
    tree = parse(AREA_ENTRY_POINT)
    assert forbidden_imports(AREA_ENTRY_POINT, tree, FORBIDDEN_IMPORTS["geo"]) == AREA_ENTRY_POINT_JOBS


def test_only_the_combined_entry_point_of_the_dashboard_imports_jobs() -> None:
    other_files = [path for path in python_files("dashboard") if path != COMBINED_ENTRY_POINT]
    assert [str(path) for path in other_files if forbidden_imports(path, parse(path), ("jobs",))] == []


def test_the_combined_entry_point_imports_the_schedule_and_the_area_sync_alone() -> None:
    imports = forbidden_imports(COMBINED_ENTRY_POINT, parse(COMBINED_ENTRY_POINT), ("jobs",))
    assert imports == list(ENTRY_POINT_JOBS)


def test_only_entry_points_and_jobs_and_the_web_context_import_the_app_context() -> None:
    importers = {
        str(path)
        for package in ("dashboard", "data", "geo")
        for path in python_files(package)
        if forbidden_imports(path, parse(path), ("bootstrap",))
    }
    assert importers == {"dashboard/start.py", "dashboard/web/context.py"}


def test_only_one_module_imports_the_scheduler() -> None:
    importers = [
        str(path)
        for package in PRODUCT
        for path in python_files(package)
        if forbidden_imports(path, parse(path), SCHEDULE)
    ]
    assert importers == ["jobs/schedule.py"]


def test_pages_import_no_other_page() -> None:
    pages = sorted(path.name for path in (ROOT / "dashboard/pages").iterdir() if path.is_dir())
    wrong = {}
    for page in pages:
        others = tuple(f"dashboard.pages.{other}" for other in pages if other != page)
        for path in python_files(f"dashboard/pages/{page}"):
            wrong[str(path)] = forbidden_imports(path, parse(path), others)
    assert wrong
    assert {path: names for path, names in wrong.items() if names} == {}


def test_only_the_app_names_pages() -> None:
    others = [path for path in python_files("dashboard") if path.parts[1] not in ("pages", "app.py")]
    wrong = [str(path) for path in others if forbidden_imports(path, parse(path), ("dashboard.pages",))]
    assert wrong == []


@pytest.mark.parametrize("package_name", CORE_ORDER)
def test_core_packages_import_only_earlier_ones(package_name: str) -> None:
    later = CORE_ORDER[CORE_ORDER.index(package_name) + 1 :]
    forbidden = tuple(f"data.core.{name}" for name in later)
    wrong = {
        str(path): forbidden_imports(path, parse(path), forbidden)
        for path in python_files(f"data/core/{package_name}")
    }
    assert wrong
    assert {path: names for path, names in wrong.items() if names} == {}


def test_every_package_of_the_core_has_its_place_in_the_order() -> None:
    packages = {path.parts[2] for path in python_files("data/core") if len(path.parts) > 3}
    assert packages == set(CORE_ORDER)


def test_core_reads_no_clock_environment_or_file() -> None:
    wrong = {str(path): sorted(used_names(parse(path)) & IMPURE) for path in python_files("data/core")}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize(
    ("code", "never", "caught"),
    [
        ("import dash", ("dash",), ["dash"]),
        ("import dashboard", ("dash",), []),
        ("def f():\n    from sqlalchemy import select", ("sqlalchemy",), ["sqlalchemy.select"]),
        ("from geo import Locator as L", ("geo",), ["geo.Locator"]),
        ("from data import store", ("data.store",), ["data.store"]),
        ("from ..store import ledger", ("data.store",), ["data.store.ledger"]),
        ("import data.core.config.city", ("data.store",), []),
    ],
)
def test_forbidden_imports_are_detected_in_every_form(
    code: str, never: tuple[str, ...], caught: list[str]
) -> None:
    assert forbidden_imports(Path("data/core/rule.py"), ast.parse(code), never) == caught


@pytest.mark.parametrize(
    "code", ["x = datetime.now(UTC)", "a = os.environ['X']", "with open('f') as f: pass", "t = time.time()"]
)
def test_a_clock_or_file_in_the_core_is_detected(code: str) -> None:
    assert used_names(ast.parse(code)) & IMPURE
