"""Board, accounts and pages hold connections of their own: whoever empties one pool stops no other.

Kind: a connection is never held while somebody reads.
"""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bootstrap import AppContext
from data.core.displays import ALL_DISPLAYS
from data.store.engine import ACCOUNTS_POOL, BOARD_POOL, PoolSize, open_another_pool, open_engine
from tests.personas import OPERATOR

SMALL = PoolSize(1, 0, wait_seconds=0.1)
TAB_PAYLOAD = {"view": "kota", "mood": "fresh", "width": 1, "height": 1, "version": "x", "streaming": True}


@pytest.fixture
def small_city(app_context_on_each_db: AppContext) -> AppContext:
    """Return the test city, whose pages have one connection."""
    engine = open_engine(app_context_on_each_db.engine.url, SMALL)
    return replace(app_context_on_each_db, engine=engine)


def test_board_accounts_and_displays_go_on_without_the_connections_of_pages(small_city: AppContext) -> None:
    accounts, board = small_city.accounts, small_city.live_board
    accounts.create_account(OPERATOR, "kopi tubruk pagi hari", must_change=False)
    with small_city.engine.connect(), pytest.raises(PoolTimeoutError):
        small_city.engine.connect()
    with small_city.engine.connect():
        assert board.refresh()
        token = accounts.sign_in(OPERATOR.name, "kopi tubruk pagi hari", "10.0.0.1").token
        assert accounts.authenticate(token).principal == OPERATOR
        board.displays.set_order(
            ALL_DISPLAYS, OPERATOR.name, view=None, paused=True, message="", minutes=None
        )
        board.displays.record_heartbeat("dinding", "a", TAB_PAYLOAD)
        board.displays.flush()
        assert board.displays.refresh()
        assert [status.name for status in board.displays.overview()] == ["dinding"]


def test_the_board_goes_on_without_the_connections_of_accounts(small_city: AppContext) -> None:
    size = ACCOUNTS_POOL.connections + ACCOUNTS_POOL.extra
    with ExitStack() as held:
        for _ in range(size):
            held.enter_context(small_city.accounts_engine.connect())
        assert small_city.live_board.refresh()
        small_city.live_board.displays.refresh()


def test_a_store_in_memory_has_one_pool() -> None:
    engine = open_engine("sqlite://")
    assert open_another_pool(engine, BOARD_POOL) is engine
