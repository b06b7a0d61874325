"""Open311 lists: off the event loop, one query, pages, a rate for each address, kept for seconds.

Kind: work is bounded by its cost, per caller and in all.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from dash import Dash
from sqlalchemy import event

from bootstrap import AppContext
from dashboard.api.open311 import lists, view
from dashboard.app import create_app
from dashboard.web.context import WebContext
from dashboard.web.request_rates import MAX_NETWORKS, RequestRates
from dashboard.web.work_queue import QueueLimits
from data.store.open311_reports import find_by_keys
from tests.dashboard.office_pages import open_city_at_work, web_context_of
from tests.dashboard.sign_in import request_as

LIST = "/open311/v2/requests.json"
ALL_NUMBERS = ["5", "6", "2", "1", "3", "4"]


@pytest.fixture
def app_context(tmp_path: Any) -> AppContext:
    """Return the test city at Monday noon."""
    return open_city_at_work(tmp_path)


@pytest.fixture
def web_context(app_context: AppContext) -> WebContext:
    """Return its web context."""
    return web_context_of(app_context)


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


@pytest.fixture
def statements(app_context: AppContext) -> Iterator[list[str]]:
    """Return the statements that read reports, as they are sent to the store."""
    sent: list[str] = []

    def record(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.extend([statement] if "FROM service_request" in statement else [])

    event.listen(app_context.engine, "before_cursor_execute", record)
    yield sent
    event.remove(app_context.engine, "before_cursor_execute", record)


def numbers(answer: Any) -> list[str]:
    return [item["service_request_id"].removeprefix("qlue:") for item in answer.json()]


def get(app: Dash, path: str = LIST, headers: dict[str, str] | None = None, **query: str) -> Any:
    return request_as(app, "GET", path, params=query, headers=headers or {})


def test_any_number_of_numbers_is_one_query(
    app: Dash, web_context: WebContext, statements: list[str]
) -> None:
    key = web_context.open311.add_key("jaki") or ""
    unknown = [f"qlue:{number}" for number in range(100, 300)]
    answer = get(app, service_request_id=",".join(["qlue:3", *unknown, "qlue:1", "qlue:3"]), api_key=key)
    assert (numbers(answer), len(statements)) == (["3", "1", "3"], 1)


def test_numbers_beyond_a_page_are_not_asked_for(app: Dash) -> None:
    unknown = [f"qlue:{number}" for number in range(1_000, 1_000 + lists.MAX_PAGE_SIZE_WITHOUT_KEY)]
    assert numbers(get(app, service_request_id=",".join([*unknown, "qlue:1"]))) == []


def test_reports_by_their_keys_come_in_the_order_asked_for(app_context: AppContext) -> None:
    with app_context.engine.connect() as connection:
        keys = [("qlue", "3"), ("qlue", "none"), ("other", "3"), ("qlue", "1")]
        assert [row["service_request_id"] for row in find_by_keys(connection, keys, ["x"])] == ["3", "1"]
        assert find_by_keys(connection, [], []) == []


def test_a_page_is_smaller_without_a_key(
    app: Dash, web_context: WebContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (lists.MAX_PAGE_SIZE_WITHOUT_KEY, lists.MAX_PAGE_SIZE) == (100, 1_000)
    monkeypatch.setattr(lists, "MAX_PAGE_SIZE_WITHOUT_KEY", 2)
    key = web_context.open311.add_key("jaki") or ""
    assert numbers(get(app)) == ALL_NUMBERS[:2]
    assert numbers(get(app, page_size="6")) == ALL_NUMBERS[:2]
    assert numbers(get(app, page_size="6", page="2")) == ALL_NUMBERS[2:4]
    assert numbers(get(app, api_key=key)) == ALL_NUMBERS


@pytest.mark.parametrize("with_key", [False, True])
def test_lists_are_made_in_threads_of_their_own(
    app: Dash, web_context: WebContext, monkeypatch: pytest.MonkeyPatch, with_key: bool
) -> None:
    threads: set[str] = set()
    make_item: Callable[..., dict[str, Any]] = view.request

    def request(*given: Any, **options: Any) -> dict[str, Any]:
        threads.add(threading.current_thread().name.split("_")[0])
        return make_item(*given, **options)

    monkeypatch.setattr(view, "request", request)
    query = {"api_key": web_context.open311.add_key("jaki") or ""} if with_key else {}
    assert (get(app, **query).status_code, threads) == (200, {"open311"})


def test_a_list_without_a_key_is_kept_for_seconds(
    app: Dash, web_context: WebContext, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get(app)
    again = get(app, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, len(statements)) == (304, b"", 1)
    assert (get(app).content, get(app, status="open").content) != (first.content, first.content)
    assert len(statements) == 2
    key = web_context.open311.add_key("jaki") or ""
    assert get(app, api_key=key).headers["cache-control"] == "no-store"
    monkeypatch.setattr(lists, "CACHE_SECONDS", 0.0)
    get(app)
    assert len(statements) == 4


@pytest.mark.parametrize("path", [LIST, "/open311/v2/requests/qlue:1.json", "/open311/v2/tokens/qlue:1.json"])
def test_an_address_without_a_key_has_a_rate(
    web_context: WebContext, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(lists, "REQUESTS_PER_MINUTE", 2)
    app = create_app(web_context)
    answers = [get(app, path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2].json()[0]["code"], int(answers[2].headers["retry-after"]) > 0) == (429, True)
    key = web_context.open311.add_key("jaki") or ""
    assert get(app, LIST, api_key=key).status_code == 200


def test_few_lists_are_made_at_once(web_context: WebContext, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = QueueLimits(at_once=0 + 1, waiting=0, per_caller=0, wait_seconds=1)
    monkeypatch.setattr(lists.ReportLists.__init__, "__defaults__", (limits,))
    answer = get(create_app(web_context))
    assert (answer.status_code, answer.json()[0]["code"]) == (503, 503)
    assert int(answer.headers["retry-after"]) > 0


def test_rates_are_counted_by_network_and_minute() -> None:
    now = [0.0]
    rates = RequestRates(2, clock=lambda: now[0])
    assert [rates.consume("10.0.0.1") for _ in range(3)] == [True, True, False]
    assert rates.consume("10.0.0.2")
    assert [rates.consume(f"2001:db8::{number}") for number in range(3)] == [True, True, False]
    now[0] = 60.0
    assert rates.consume("10.0.0.1")


def test_networks_of_a_minute_are_bounded() -> None:
    rates = RequestRates(2, clock=lambda: 0.0)
    taken = [rates.consume(f"10.{n // 65_536}.{n // 256 % 256}.{n % 256}") for n in range(MAX_NETWORKS + 5)]
    assert taken.count(True) <= MAX_NETWORKS
    assert rates.consume("10.0.0.0")
