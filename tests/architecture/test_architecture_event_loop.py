"""Nothing slow runs on the event loop: handlers hand whatever asks the store or encodes much to a thread."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_code import parse, python_files

SLOW_CALL = re.compile(
    r"\b(accounts|submissions|follow_ups|notifications|open311|backlogs|reviews|live_board|training|_training"
    r"|displays|authorizer|keys)\.(\w+)$|^(encode|to_json|icon|load_push_key)$"
)
# What only reads this process's memory.
IN_MEMORY = {
    "current", "now", "order", "is_cached", "is_ready", "record_heartbeat", "queue_caller",
    "principal", "is_allowed", "require", "require_anywhere", "require_known", "knows_area",
}  # fmt: skip
OWN_THREADS = "dashboard/web/threads.py"


def called_in_coroutines(tree: ast.AST) -> Iterator[str]:
    """Yield what coroutines call by themselves, not through a function that another thread calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef):
            yield from (ast.unparse(call.func) for child in node.body for call in _calls(child))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def slow_calls(tree: ast.AST) -> list[str]:
    """Return the calls of coroutines that may wait for the store, or take long."""
    names = called_in_coroutines(tree)
    return [name for name in names if (match := SLOW_CALL.search(name)) and match[2] not in IN_MEMORY]


def test_no_coroutine_waits_for_the_store() -> None:
    wrong = {str(path): slow_calls(parse(path)) for path in python_files("dashboard")}
    assert len(wrong) > 100
    assert {path: names for path, names in wrong.items() if names} == {}


def test_handlers_use_the_pools_of_their_callers() -> None:
    """Starlette's own pool is one for everybody, so strangers could empty it."""
    wrong = [
        str(path)
        for path in python_files("dashboard")
        if str(path) != OWN_THREADS and re.search(r"starlette\.concurrency|to_thread", _source(path))
    ]
    assert wrong == []


def _source(path: Path) -> str:
    return ast.unparse(parse(path))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("async def f():\n    context.accounts.sign_in(name)", ["context.accounts.sign_in"]),
        ("async def f():\n    await run_in_threadpool(context.accounts.sign_in, name)", []),
        ("async def f():\n    return encode(to_json(review))", ["encode", "to_json"]),
        ("async def f():\n    live_board.current()", []),
        ("async def f():\n    def g():\n        context.accounts.sign_in()\n    await h(g)", []),
        ("def f():\n    context.accounts.sign_in(name)", []),
    ],
)
def test_slow_calls_are_found(code: str, found: list[str]) -> None:
    assert slow_calls(ast.parse(code)) == found
