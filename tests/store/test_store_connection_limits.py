"""Connections to PostgreSQL notice that the other side has vanished, on both sides."""

import pytest
from sqlalchemy import make_url

from data.store.engine import POSTGRES_LIMITS, open_engine, postgres_limits
from data.store.single_runner import SingleRunner, single_runner

SERVER_LIMITS = ("idle", "interval", "count")


def test_what_the_url_states_is_kept() -> None:
    limits = postgres_limits(make_url("postgresql+psycopg://localhost/pantau?connect_timeout=30"))
    assert limits == {name: value for name, value in POSTGRES_LIMITS.items() if name != "connect_timeout"}


@pytest.mark.postgres
def test_both_sides_ask_a_silent_connection(postgres) -> None:
    """Kind: a server behind a cut cable held a thread of the board for two hours."""
    with open_engine(f"{postgres.new_store()}&connect_timeout=30").connect() as connection:
        queries = [f"SHOW tcp_keepalives_{name}" for name in SERVER_LIMITS]
        assert [connection.exec_driver_sql(query).scalar_one() for query in queries] == ["10", "10", "3"]
        parameters = connection.connection.driver_connection.info.get_parameters()
    assert {name: int(parameters[name]) for name in POSTGRES_LIMITS} == {
        **POSTGRES_LIMITS,
        "connect_timeout": 30,
    }


@pytest.mark.postgres
def test_the_right_to_run_the_schedule_is_held_over_such_a_connection(postgres) -> None:
    runner: SingleRunner = single_runner(open_engine(postgres.new_store()))
    assert runner.acquire()
    parameters = runner._connection.info.get_parameters()  # type: ignore[attr-defined]
    assert {name: int(parameters[name]) for name in POSTGRES_LIMITS} == POSTGRES_LIMITS
    runner.release()
