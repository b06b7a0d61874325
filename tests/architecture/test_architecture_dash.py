"""Dash is used by its public API only: no private module or name of it, in Python or scripts."""

import re
from pathlib import Path

from tests.architecture.source_code import PRODUCT, ROOT, imported_names, parse, python_files

PRIVATE_MODULE = re.compile(r"^dash(\.[a-z]\w*)*\._|^dash\.backends\b")
# Methods and attributes of Dash and its backend that begin with an underscore, and its marks in the browser.
PRIVATE_NAME = re.compile(
    r"_dashprivate|\b_(execute_callback|prepare_callback|setup_catchall|setup_server|callback_list|inline_scripts"
    r"|generate_\w+_html|layout_value|current_request_var)\b"
)
DASH_MARK = re.compile(r"re\.(sub|search|match|findall)\([^)]*_dash")


def scripts() -> list[Path]:
    return [
        path
        for folder in ("dashboard", "tests/scripts")
        for path in (ROOT / folder).rglob("*.js")
        if "build" not in path.parts
    ]


def test_no_private_module_of_dash_is_imported() -> None:
    wrong = {
        f"{path}: {name}"
        for package in PRODUCT
        for path in python_files(package)
        for name in imported_names(parse(path), list(path.parts[:-1]))
        if PRIVATE_MODULE.search(name)
    }
    assert wrong == set()


def test_no_private_name_of_dash_is_used() -> None:
    files = [ROOT / path for package in PRODUCT for path in python_files(package)] + scripts()
    assert len(files) > 400
    patterns = (PRIVATE_NAME, DASH_MARK)
    wrong = [
        f"{file}: {pattern.search(text)}"
        for file in files
        for text in [file.read_text(encoding="utf-8")]
        for pattern in patterns
        if pattern.search(text)
    ]
    assert wrong == []


def test_private_names_would_be_found() -> None:
    assert PRIVATE_MODULE.search("dash.backends._fastapi.FastAPIDashServer")
    assert PRIVATE_MODULE.search("dash._utils.to_json")
    assert not PRIVATE_MODULE.search("dash.development.base_component.Component")
    assert PRIVATE_NAME.search("props._dashprivate_layout")
