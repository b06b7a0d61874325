"""Who may import whom: the table of rooms, kept on every file."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source_code import ROOMS, ROOT, files, imported, lies_in, package, read, used

WEB = ("dash", "dash_leaflet", "dash_extensions", "dash_svg", "fastapi", "starlette", "uvicorn")
SQL = ("sqlalchemy", "alembic", "psycopg", "sqlite3")
NETWORK = ("httpx", "requests", "urllib.request", "http.client", "socket", "tenacity")
SCHEDULE = ("apscheduler",)

# room: what none of its files may import
NEVER: dict[str, tuple[str, ...]] = {
    "data": ("geo", "jobs", "dashboard", "tests", *WEB, *SCHEDULE),
    "data/core": ("data.store", "data.sources", "data.services", "data.config", "data.lib", "os", "time",
                  "threading", "subprocess", "random", "secrets", *SQL, *NETWORK),
    "data/lib": ("data.store", "data.sources", "data.services", "data.config", *SQL, *NETWORK),
    "data/config": ("data.store", "data.sources", "data.services", *NETWORK),
    "data/store": ("data.sources", "data.services", "data.config", *NETWORK),
    "data/sources": ("data.store", "data.services", "data.config"),
    "geo": ("data", "jobs", "dashboard", "tests", *SQL, *WEB, *SCHEDULE, *NETWORK),
    "jobs": ("dashboard", "tests", *WEB),
    "dashboard": ("data.store", "data.sources", "tests", *SQL, *SCHEDULE),
    "dashboard/ui": ("dashboard.web", "dashboard.pages", "dashboard.api", "dashboard.app", "fastapi",
                     "starlette"),
    "dashboard/web": ("dashboard.pages", "dashboard.api", "dashboard.app"),
    "dashboard/api": ("dashboard.pages", "dashboard.app"),
    "dashboard/pages": ("dashboard.app",),
}  # fmt: skip

# The packages of the core, each knowing only those before it.
CORE_ORDER = ("config", "clock", "report", "follow_up", "history", "ranking", "recap", "backlog", "case_file",
              "snapshot", "review", "integrity")  # fmt: skip

# Files that may do what their room may not, each for a reason that the design gives.
STARTS_BOTH = Path("dashboard/__main__.py")

IMPURE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic",
    "time.perf_counter", "os.environ", "os.getenv", "open", "input", "print",
    "Timestamp.now", "pd.Timestamp.now",
}  # fmt: skip


def wrong_imports(path: Path, tree: ast.Module, never: tuple[str, ...]) -> list[str]:
    names = imported(tree, package(path))
    return sorted(name for name in names if any(lies_in(name, module) for module in never))


@pytest.mark.parametrize("room", NEVER)
def test_a_room_imports_nothing_that_is_not_its_business(room: str) -> None:
    wrong = {str(path): wrong_imports(path, read(path), NEVER[room]) for path in files(room)}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_schedule_is_started_beside_the_app_in_one_file_only() -> None:
    others = [path for path in files("dashboard") if path != STARTS_BOTH]
    assert [str(path) for path in others if wrong_imports(path, read(path), ("jobs",))] == []


def test_the_schedule_is_known_to_one_module_only() -> None:
    knowing = [str(p) for room in ROOMS for p in files(room) if wrong_imports(p, read(p), SCHEDULE)]
    assert knowing == ["jobs/schedule.py"]


def test_pages_import_no_other_page() -> None:
    pages = sorted(path.name for path in (ROOT / "dashboard/pages").iterdir() if path.is_dir())
    wrong = {}
    for page in pages:
        others = tuple(f"dashboard.pages.{other}" for other in pages if other != page)
        for path in files(f"dashboard/pages/{page}"):
            wrong[str(path)] = wrong_imports(path, read(path), others)
    assert wrong
    assert {path: names for path, names in wrong.items() if names} == {}


def test_only_the_app_names_pages() -> None:
    others = [path for path in files("dashboard") if path.parts[1] not in ("pages", "app.py")]
    wrong = [str(path) for path in others if wrong_imports(path, read(path), ("dashboard.pages",))]
    assert wrong == []


@pytest.mark.parametrize("package_name", CORE_ORDER)
def test_the_core_leads_one_way(package_name: str) -> None:
    later = CORE_ORDER[CORE_ORDER.index(package_name) + 1 :]
    never = tuple(f"data.core.{name}" for name in later)
    wrong = {str(path): wrong_imports(path, read(path), never) for path in files(f"data/core/{package_name}")}
    assert wrong
    assert {path: names for path, names in wrong.items() if names} == {}


def test_every_package_of_the_core_has_its_place_in_the_order() -> None:
    packages = {path.parts[2] for path in files("data/core") if len(path.parts) > 3}
    assert packages == set(CORE_ORDER)


def test_rules_read_no_clock_no_environment_and_no_file() -> None:
    wrong = {str(path): sorted(used(read(path)) & IMPURE) for path in files("data/core")}
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
def test_an_import_is_seen_wherever_and_however_it_is_written(
    code: str, never: tuple[str, ...], caught: list[str]
) -> None:
    assert wrong_imports(Path("data/core/rule.py"), ast.parse(code), never) == caught


@pytest.mark.parametrize(
    "code", ["x = datetime.now(UTC)", "a = os.environ['X']", "with open('f') as f: pass", "t = time.time()"]
)
def test_a_clock_or_file_in_a_rule_would_be_seen(code: str) -> None:
    assert used(ast.parse(code)) & IMPURE
