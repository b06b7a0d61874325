"""Which errors of a statement say that the store failed, and which that one item did."""

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError

from data.store.engine import open_engine
from data.store.schema import rejected_row
from data.store.store_faults import is_store_fault


@pytest.fixture
def engine(store_url: str) -> Engine:
    return open_engine(store_url)


def error_of(engine: Engine, statement) -> Exception:
    with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
        connection.execute(statement)
    return caught.value


@pytest.mark.parametrize("statement", [
    pytest.param(text("select 1 from no_such_table"), id="a table is missing"),
    pytest.param(text("select no_such_column from (select 1) as one_row"), id="a column is missing"),
])  # fmt: skip
def test_what_is_missing_in_the_store_is_a_fault_of_the_store(engine, statement):
    assert is_store_fault(error_of(engine, statement))


def test_a_value_that_a_column_refuses_is_a_fault_of_one_item(engine):
    with engine.begin() as connection:
        rejected_row.create(connection, checkfirst=True)
    assert not is_store_fault(error_of(engine, insert(rejected_row).values(source=None)))


def test_a_value_that_the_driver_cannot_adapt_is_a_fault_of_one_item(engine):
    assert not is_store_fault(error_of(engine, text("select :value").bindparams(value=object())))
