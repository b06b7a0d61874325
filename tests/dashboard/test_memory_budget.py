"""A visitor opens everything there is: the process ends inside its budget, and a second round adds nothing.

Kind: memory has a budget in bytes; keys that a stranger can invent are never kept.
"""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bootstrap import AppContext
from dashboard.app import create_app
from tests.bench.crowd import resident_kilobytes, run_process
from tests.builders import open_test_context, qlue_row
from tests.dashboard.office_pages import web_context_of
from tests.dashboard.sign_in import accounts_of, session_header
from tests.dashboard.visits import ENDLESS_PATHS, Address, Visitor, fill_path
from tests.personas import BARAT, IN_ANGGREK, IN_CEMPAKA, OPERATOR, TIMUR
from tests.pulls import process_environment, pull_rows

MEGABYTE = 2**20
MAX_BYTES = 430 * MEGABYTE  # of the process at the end; modules alone take about 220
MAX_GROWTH_BYTES = 30 * MEGABYTE  # of the second round, which asks for other keys than the first
REPORTS, PERIODS = 300, 2
DASH_PAGES = (
    "/layar", f"/kecamatan/{BARAT}", f"/kecamatan/{TIMUR}", "/cara-hitung", "/rekap", "/laporan/qlue/7",
    "/tinjauan", "/sumber",
)  # fmt: skip


@pytest.fixture(scope="module")
def filled_city(tmp_path_factory: pytest.TempPathFactory) -> AppContext:
    """Store some hundred reports of the last weeks, a third of them closed."""
    now = datetime.now(UTC)
    folder = tmp_path_factory.mktemp("city")
    app_context = open_test_context(folder, moment=now)
    for statuses in (("Tunggu", "Tunggu"), ("Selesai", "Tunggu")):
        pull_rows(app_context, *[feed_row(n, now, statuses[n % 3 > 0]) for n in range(REPORTS)])
    return app_context


def feed_row(number: int, now: datetime, status: str) -> dict[str, object]:
    point = (IN_ANGGREK, IN_CEMPAKA)[number % 2]
    filed = (now - timedelta(hours=2, minutes=120 * number)).isoformat()
    row = qlue_row(number, loc_lat=point[0], loc_lng=point[1], status=status)
    return {**row, "post_date": filed, "category": ("Banjir", "Sampah")[number % 5 > 0]}


def open_everything(visitor: Visitor, paths: list[str], number: int) -> None:
    """Open every address, with and without keys that are invented for this round, and every page."""
    for path in paths:
        visitor.open_address(path)
        visitor.open_address(Address(path, f"acak{number}={'x' * 500}&area=99.{number}&wilayah=99.{number}"))
    for page in DASH_PAGES:
        visitor.open_page(Address(page))


def open_periods(visitor: Visitor, number: int) -> None:
    """Open periods and past moments that nobody has opened before."""
    now = datetime.now(UTC).replace(second=0, microsecond=0, tzinfo=None) - timedelta(days=1, minutes=number)
    for days in range(1, PERIODS + 1):
        since, until = ((now - timedelta(days=age)).isoformat() for age in (days + 7, days))
        visitor.open_page(Address("/tinjauan", f"dari={since}&sampai={until}"))
        visitor.open_address(Address("/api/v1/wall", f"pada={until}"))
        visitor.open_address(Address("/api/v1/snapshot", f"area={BARAT}&pada={until}"))
        visitor.open_address(Address("/api/v1/review", f"since={since}Z&until={until}Z"))
        visitor.open_page(Address("/rekap", f"dari={since[:10]}&sampai={until[:10]}"))


def test_all_that_can_be_asked_for_ends_within_the_budget(filled_city: AppContext) -> None:
    folder = filled_city.settings.var.parent
    app = create_app(web_context_of(filled_city))
    values = {"source": "qlue", "number": "7", "kind": "json", "rest": BARAT, "name": "any-192"}
    routes = [route.path for route in app.server.state.routes.routes if route.method == "GET"]
    paths = [fill_path(path, values) for path in routes if path not in ENDLESS_PATHS]
    assert len(paths) > 50
    cookies: list[dict[str, str]] = [session_header(accounts_of(filled_city), OPERATOR), {}]
    sizes = list[int]()
    environment = process_environment(folder, PANTAU_WALL_ACCESS="open", PANTAU_LOG_LEVEL="error")
    with run_process(["-m", "dashboard"], environment) as (port, process_id):
        url = f"http://127.0.0.1:{port}"
        for number in (1, 2):
            for cookie in cookies:
                with httpx.Client(base_url=url, headers={**cookie, "Origin": url}, timeout=60) as client:
                    visitor = Visitor(client)
                    open_everything(visitor, paths, number)
                    if cookie:
                        open_periods(visitor, number)
                assert visitor.statuses[200] > 50
            sizes.append(int(resident_kilobytes(process_id) * 1024))
    first, second = sizes
    assert second < MAX_BYTES, [size // MEGABYTE for size in sizes]
    assert second - first < MAX_GROWTH_BYTES, [size // MEGABYTE for size in sizes]
