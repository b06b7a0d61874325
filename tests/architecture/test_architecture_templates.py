"""HTML stands in templates: none is written in Python, and no value is escaped by hand."""

import ast
import re
from pathlib import Path

from tests.architecture.source_code import parse, python_files

TAG = re.compile(r"(?<!\?P)<(?:[a-z][a-z0-9-]*[\s>/]|/[a-z]|!doctype)", re.IGNORECASE)  # no name of a group
# Not HTML: the parts of an .xlsx file, and the start of a tag by which Dash's own lines are told apart.
OTHER_MARKUP = {
    "dashboard/pages/recap/exports/workbook.py": "XML of a workbook",
    "dashboard/web/dash_pages.py": "prefixes of the lines that Dash hands over",
}


def texts_with_tags(tree: ast.AST) -> list[str]:
    """Return the texts of a module that hold a tag; docstrings may describe one."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and TAG.search(node.value)
    ]


def test_no_module_holds_html() -> None:
    tags = {str(path): texts_with_tags(parse(path)) for path in python_files("dashboard")}
    assert len(tags) > 200
    assert {path: texts for path, texts in tags.items() if texts and path not in OTHER_MARKUP} == {}


def test_each_exception_is_still_needed() -> None:
    assert [path for path in OTHER_MARKUP if not texts_with_tags(parse(Path(path)))] == []


def test_no_page_escapes_by_hand() -> None:
    wrong = [
        str(path)
        for path in python_files("dashboard")
        if str(path) not in OTHER_MARKUP and re.search(r"\bhtml import escape|html\.escape", _source(path))
    ]
    assert wrong == []


def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")
