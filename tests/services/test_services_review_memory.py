"""What is kept of a review is what pages show of it, within a budget in bytes.

Kind: memory has a budget in bytes.
"""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bootstrap import AppContext
from data.core.review.column_data import ColumnData
from data.core.review.column_review import ColumnReview
from data.core.review.drilldown import drilldown_rows
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import as_json
from data.core.review.report_rows import metric_report_rows
from data.core.review.review_report import ReviewAnalysis
from data.lib.byte_cache import CacheBudget, CacheName, byte_size
from data.services import review as review_services
from data.services.history import review_between
from data.services.live_board import to_json
from data.services.review import ReviewService, read_review_data
from data.store import reports
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import IN_ANGGREK, IN_CEMPAKA, MONDAY_NOON
from tests.pulls import pull_rows

SINCE = MONDAY_NOON - timedelta(days=7)
REPORTS = 120


@pytest.fixture(scope="module")
def busy_store(tmp_path_factory: pytest.TempPathFactory) -> AppContext:
    """Return a city with a hundred reports of some days, a third of them closed; no test changes it."""
    return open_busy_store(tmp_path_factory.mktemp("city"))


def open_busy_store(folder: Path) -> AppContext:
    app_context = open_test_context(folder)
    sync_layer(app_context)
    for statuses in (("Tunggu", "Tunggu"), ("Selesai", "Tunggu")):
        rows = [feed_row(number, statuses[number % 3 > 0]) for number in range(REPORTS)]
        pull_rows(app_context, *rows)
    return app_context


def feed_row(number: int, status: str) -> dict[str, object]:
    filed = MONDAY_NOON - timedelta(hours=2, minutes=17 * number)
    point = (IN_ANGGREK, IN_CEMPAKA)[number % 2]
    category = ("Banjir", "Sampah")[number % 5 > 0]
    row = qlue_row(number, category=category, loc_lat=point[0], loc_lng=point[1], status=status)
    return {**row, "post_date": filed.isoformat()}


def analysis_of(app_context: AppContext) -> ReviewAnalysis:
    with app_context.engine.connect() as connection:
        revision = reports.revision(connection)
        return ReviewAnalysis(read_review_data(connection, app_context.city, SINCE, MONDAY_NOON, revision))


def service_of(app_context: AppContext, budget: CacheBudget) -> ReviewService:
    return ReviewService(app_context.engine, app_context.city, app_context.clock, budget)


def test_kept_lists_are_those_of_all_events(busy_store: AppContext) -> None:
    analysis = analysis_of(busy_store)
    keys = [parse_metric_key(name) for name in analysis.report["counts"]]
    assert len(keys) > 50
    for key in keys[::4]:
        rows = drilldown_rows(analysis.drilldown, key)
        listed = metric_report_rows(analysis.review_data, rows, key, 3, 40)
        assert as_json(analysis.figures.reports(key, 3, 40)) == as_json(listed)
        assert analysis.figures.count(key) == len(rows) == analysis.report["counts"][str(key)]


def test_kept_figures_are_a_small_part_of_what_was_read(busy_store: AppContext) -> None:
    analysis = analysis_of(busy_store)
    listed = analysis.figures.listed
    read = [part for name, part in vars(analysis.review_data).items() if name != "city"]
    assert len(analysis.review_data.events) >= REPORTS
    assert byte_size([listed.events, listed.drilldown]) < byte_size([*read, analysis.drilldown]) / 3
    assert not {"reporter", "lat", "long"} & set(listed.events.columns)


def test_reviews_stay_within_their_share_of_the_budget(busy_store: AppContext) -> None:
    size = kept_bytes(service_of(busy_store, CacheBudget()), 1)
    budget = CacheBudget(int(9 * size))  # three eighths of it are for reviews: room for three
    service = service_of(busy_store, budget)
    assert 2 * size < kept_bytes(service, 5) <= budget.share(CacheName.REVIEWS)
    first = service.load(SINCE, MONDAY_NOON)
    assert service.load(SINCE, MONDAY_NOON) is first


def kept_bytes(service: ReviewService, periods: int) -> int:
    """Load so many periods; return how much is kept."""
    for number in range(periods):
        service.load(SINCE - timedelta(minutes=number), MONDAY_NOON)
    return service.kept_bytes


def test_a_review_larger_than_the_budget_is_shown_all_the_same(busy_store: AppContext) -> None:
    service = service_of(busy_store, CacheBudget(1_000))
    assert service.load(SINCE, MONDAY_NOON).report["counts"]["closing"] > 0
    assert service.kept_bytes == 0


def test_the_review_of_the_api_is_that_of_all_events(busy_store: AppContext) -> None:
    expected = review_between(busy_store.engine, busy_store.city, SINCE, MONDAY_NOON)
    found = service_of(busy_store, CacheBudget()).encoded_review(SINCE, MONDAY_NOON)
    assert any(row["reports"] for row in expected.signs)
    assert found.body == gzip.decompress(found.gzipped) == to_json(expected)


def test_two_who_ask_the_api_at_once_wait_for_one_computation_which_is_kept_compressed(
    busy_store: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, computed, asked = service_of(busy_store, CacheBudget()), list[ColumnData](), threading.Event()

    def compute_once_both_ask(data: ColumnData) -> ColumnReview:
        computed.append(data)
        asked.wait(10)
        return ColumnReview(data)

    monkeypatch.setattr(review_services, "ColumnReview", compute_once_both_ask)
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(service.encoded_review, SINCE, MONDAY_NOON) for _ in range(2)]
        asked.set()
        first, second = (answer.result() for answer in answers)
    assert service.encoded_review(SINCE, MONDAY_NOON) == first == second
    assert len(computed) == 1
    assert len(first.gzipped) <= service.kept_bytes < len(first.body)


def test_a_period_that_is_over_is_read_once_whatever_is_pulled_since(tmp_path: Path) -> None:
    busy_store = open_busy_store(tmp_path)
    service = service_of(busy_store, CacheBudget())
    past = service.load_past(SINCE, MONDAY_NOON)
    pull_rows(busy_store, feed_row(REPORTS + 1, "Tunggu"))
    assert service.load_past(SINCE, MONDAY_NOON) is past
    assert service.load(SINCE, MONDAY_NOON) is not past
