"""``python -m tests.contract.record [NAME…]``: write down what the product answers now.

Run once, on the day from which on the contract holds; what is recorded is not changed afterwards. A part
that is new is recorded by its name.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import boards, outputs, postgres, usage
from .process import Run, environment, run_one
from .records import record
from .store import load_store, schema, version


def _city(folder: Path) -> dict[str, Any]:
    with boards.city_board(folder) as board:
        answers = boards.answers(board, "city")
        return {"city_answers": answers, "city_routes": boards.routes(board, "city")}


def _practice(folder: Path) -> dict[str, Any]:
    with boards.practice_board(folder) as board:
        answers = boards.answers(board, "practice")
        return {"practice_answers": answers, "practice_routes": boards.routes(board, "practice")}


def _fresh_store(folder: Path) -> dict[str, Any]:
    outcome = run_one(Run("data", ("check",), environment(folder, PANTAU_CITY="jakarta")))
    assert outcome.code == 0, outcome.err
    path = folder / "var" / "jakarta.db"
    return {"schema": {"version": version(path), "tables": schema(path)}}


def _postgres(folder: Path) -> dict[str, Any]:
    with postgres.running() as server:
        environ = environment(folder, PANTAU_CITY="jakarta", PANTAU_DATABASE_URL=server.url)
        outcome = run_one(Run("data", ("check",), environ))
        assert outcome.code == 0, outcome.err
        return {"postgres_schema": server.schema()}


PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "usage": lambda folder: {"usage": usage.every_page(folder)},
    "past": lambda folder: {"past": outputs.past(load_store(folder))},
    "printed": lambda folder: {"printed": outputs.printed(folder)},
    "schema": _fresh_store,
    "postgres": _postgres,
    "city": _city,
    "practice": _practice,
}


def main(names: list[str]) -> None:
    """Record all parts, or those that are named."""
    for name in names or PARTS:
        with TemporaryDirectory(prefix="pantau-contract-") as folder:
            for part, value in PARTS[name](Path(folder)).items():
                record(part, value)


if __name__ == "__main__":
    main(sys.argv[1:])
