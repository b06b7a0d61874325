"""The two boards: a city with the recorded store, and the practice city with its schedule."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .process import environment, serving
from .records import given, given_text
from .store import load_store
from .web import Answer, Board, answer, linked, opened, statuses

OPERATOR = "operator.1"
PRACTICE_PASSWORD = "latihan pantau"
PRACTICE_ACCOUNTS = (OPERATOR, "wakil.walikota", "camat.wenang", "pelaksana.wenang.1", "pelaksana.wenang.2")
CITY_ACCOUNTS = (OPERATOR, "wakil.walikota", "camat.barat", "pelaksana.barat.1", "camat.timur")
METRICS_TOKEN = "kontrak-metrik"
DATA_SECONDS = 60.0


@contextmanager
def city_board(folder: Path) -> Iterator[Board]:
    """The city of the recorded store, with everything set that opens further addresses."""
    keys = given("keys")
    environ = load_store(folder) | {
        "PANTAU_CHANNELS": given_text("channels.toml"),
        "PANTAU_BASE_URL": "https://pantau.contoh.test",
        "PANTAU_METRICS_TOKEN": METRICS_TOKEN,
        "PANTAU_OIDC_ISSUER": "http://127.0.0.1:9/kota",
        "PANTAU_OIDC_CLIENT_ID": "pantau",
        "PANTAU_OIDC_CLIENT_SECRET": "rahasia kontrak kota",
    }
    accounts = dict.fromkeys(CITY_ACCOUNTS, keys["password"])
    with serving(folder, environ) as address, opened(address, accounts, keys) as board:
        board.words["metrics"] = METRICS_TOKEN
        _learn_files(board)
        yield board


@contextmanager
def practice_board(folder: Path) -> Iterator[Board]:
    """The practice city with its schedule, once its first reports are on the board."""
    accounts = dict.fromkeys(PRACTICE_ACCOUNTS, PRACTICE_PASSWORD)
    environ = environment(folder, PANTAU_LOG_LEVEL="error")
    with serving(folder, environ, "--with-jobs") as address, opened(address, accounts, {}) as board:
        board.words["report"] = _first_report(board)
        _learn_files(board)
        yield board


def _learn_files(board: Board) -> None:
    """Programs and styles are named by their content, so their addresses are read from the pages."""
    client = board.client(OPERATOR)
    page, plain = client.get("/rekap").text, client.get("/akun").text
    board.words["bundle"] = linked(page, "/bundel/")
    board.words["suite"] = linked(page, "/_dash-component-suites/")
    board.words["asset"] = linked(plain, "/assets/")


def _first_report(board: Board) -> str:
    """The address of a report, ``source/number``, as soon as there is one."""
    client, end = board.client(OPERATOR), time.monotonic() + DATA_SECONDS
    while time.monotonic() < end:
        found = client.get("/open311/v2/requests.json", params={"page_size": "1"}).json()
        if found and client.get("/api/v1/snapshot").json()["timers"]:
            return str(found[0]["service_request_id"]).replace(":", "/", 1)
        time.sleep(0.1)
    raise AssertionError("no report came in")


def answers(board: Board, name: str) -> dict[str, Answer]:
    """What the requests of ``given/NAME_requests.json`` are answered with."""
    return {request["name"]: answer(board, request) for request in given(f"{name}_requests")}


def routes(board: Board, name: str) -> dict[str, dict[str, dict[str, int]]]:
    """What each method on the routes of ``given/NAME_routes.json`` is answered with."""
    return {route["path"]: statuses(board, route) for route in given(f"{name}_routes")}
