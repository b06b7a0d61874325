"""Names come from ``docs/glossary.md``: vague words, long functions and new kinds of page files are found."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_code import PRODUCT, ROOT, parse, python_files

BANNED = frozenset({
    "door", "doors", "asked", "asking", "told", "tells", "said", "says", "laid", "kept", "acting", "tried",
    "slip", "looked", "sent", "done", "parcel", "underway", "lane", "laned", "unchanging", "life", "lives",
    "word", "words", "text_of", "texts", "veil", "below", "world", "site", "town", "harmless", "planted",
    "found", "given", "wanted", "sought", "held", "shown", "taken", "made", "known", "gate", "visitor",
    "surroundings", "passage", "visit", "speaker", "desk", "room", "ours", "theirs", "upto",
})  # fmt: skip
MAX_FUNCTION_LINES = 45
MAX_MODULE_LINES = 300
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
PAGE_FILES = frozenset({
    "__init__.py", "routes.py", "callbacks.py", "layout.py", "forms.py", "query.py", "view.py", "labels.py",
    "ids.py", "service.py", "middleware.py", "icons.py", "choices.py", "changes.py", "sign_in.py",
    "static", "sections", "exports", "oidc",
})  # fmt: skip


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the product with its syntax tree; migrations keep the names of their time."""
    for package in PRODUCT:
        for path in python_files(package):
            if "migrations" not in path.parts:
                yield path, parse(path)


def is_banned(name: str) -> bool:
    """Return whether a name is one of the vague words, whatever its case and underscores."""
    snake = name if name.isupper() else re.sub(r"(?<!^)(?=[A-Z])", "_", name)
    return snake.strip("_").lower() in BANNED


def names_of(tree: ast.Module) -> Iterator[str]:
    """Yield the names of all classes, functions and parameters of a module."""
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg


def test_no_module_class_function_or_parameter_has_a_vague_name() -> None:
    banned = defaultdict(list)
    for path, tree in sources():
        for name in (path.stem, *names_of(tree)):
            if is_banned(name):
                banned[str(path)].append(name)
    assert dict(banned) == {}


@pytest.mark.parametrize("name", ["door", "Told", "_Kept", "SAID", "Acting"])
def test_a_vague_name_is_recognised_however_it_is_written(name: str) -> None:
    assert is_banned(name)


def test_no_class_name_is_defined_twice() -> None:
    names = Counter(
        node.name for _path, tree in sources() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_functions_and_modules_stay_short() -> None:
    long_functions = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    ]
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path, _ in sources()
    }
    assert long_functions == []
    assert {path: lines for path, lines in lengths.items() if lines > MAX_MODULE_LINES} == {}


def test_page_folders_hold_only_the_agreed_file_names() -> None:
    folders = [
        path for path in (ROOT / "dashboard/pages").iterdir() if path.is_dir() and path.name != "__pycache__"
    ]
    other = {
        folder.name: sorted({path.name for path in folder.iterdir()} - PAGE_FILES - {"__pycache__"})
        for folder in folders
    }
    assert {name: names for name, names in other.items() if names} == {}
