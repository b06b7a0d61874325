"""The store: its tables, and that one of the day of the record opens as it is and shows the same past."""

from pathlib import Path

import pytest

from . import postgres
from .outputs import past
from .process import Run, environment, run_batch, run_one
from .records import GIVEN, recorded
from .shapes import contained
from .store import load_store, schema, statements, version


def test_a_fresh_store_has_every_table_and_column(tmp_path: Path) -> None:
    outcome = run_one(Run("data", ("check",), environment(tmp_path, PANTAU_CITY="jakarta")))
    assert (outcome.code, outcome.err) == (0, "")
    present = schema(tmp_path / "var" / "jakarta.db")
    assert contained(recorded("schema")["tables"], present) == []


def test_the_recorded_store_opens_without_a_migration_and_shows_its_past(tmp_path: Path) -> None:
    environ, path = load_store(tmp_path), tmp_path / "store.db"
    before, known = (version(path), statements(path)), recorded("past")
    assert len(known) > 10
    check = run_one(Run("data", ("check",), environ))
    assert (check.code, check.out, check.err) == (0, "all identities hold\n", "")
    differences = contained(known, past(environ))
    assert differences == [], "\n".join(differences)
    assert (version(path), statements(path)) == before
    assert contained(recorded("schema"), {"version": version(path), "tables": schema(path)}) == []


@pytest.mark.postgres
def test_a_store_on_postgresql_is_as_it_was_too(tmp_path: Path) -> None:
    known, environ = recorded("postgres_schema"), load_store(tmp_path)
    with postgres.running() as server:
        environ["PANTAU_DATABASE_URL"] = server.url
        (fresh,) = run_batch([Run("data", ("check",), environ)])
        assert (fresh.code, fresh.err) == (0, "")
        assert contained({**known, "version": ""}, {**server.schema(), "version": ""}) == []
        server.load(GIVEN / "store_postgres.sql")
        before = server.schema()
        assert contained(known, before) == []
        assert contained(recorded("past"), past(environ)) == []
        assert server.schema() == before
