"""What the README and the documents tell people to run and to look into exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from data.config.settings import SETTINGS
from tests.architecture.source_code import PACKAGES, ROOT, python_files

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"python -m (data|geo|jobs|dashboard) ([a-z]+(?:-[a-z]+)*)", README)))
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md"))),
)
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/(?:[\w.-]+/|[\w.-]+\.(?:py|md|toml|js|css|sql)))`")
PAGES = Path("dashboard/pages")
NONE = "\N{EN DASH}"


def tree_folders() -> set[Path]:
    """Return the folders that the README's tree shows, an indented one below the one above it."""
    block = README.split("## The tree")[1].split("## ")[0]
    folders: list[Path] = []
    for indent, name in re.findall(r"^ {4}((?:  )*)([a-z0-9_]+)/ ", block, flags=re.MULTILINE):
        depth = len(indent) // 2
        parent = next((folder for folder in reversed(folders) if len(folder.parts) == depth), Path())
        folders.append(parent / name)
    return set(folders)


def package_folders() -> set[Path]:
    """Return the folders with Python files; a page is one of them, the folders inside it are not."""
    folders = {path.parent for package in PACKAGES for path in python_files(package)}
    return {folder for folder in folders if PAGES not in folder.parent.parents}


def documented_paths(document: str) -> set[str]:
    """Return the paths from the root that a document names in backticks."""
    return set(PATH.findall((ROOT / document).read_text(encoding="utf-8")))


def test_every_folder_of_the_tree_exists() -> None:
    assert len(tree_folders()) > 5
    assert [str(path) for path in sorted(tree_folders()) if not (ROOT / path).is_dir()] == []


def test_every_package_folder_is_in_the_tree() -> None:
    assert [str(path) for path in sorted(package_folders() - tree_folders())] == []


@pytest.mark.parametrize(("package", "command"), COMMANDS)
def test_commands_in_the_readme_exist(package: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        import_module(f"{package}.__main__").main([command, "--help"])
    printed = capsys.readouterr()
    assert (end.value.code, printed.err) == (0, "")
    assert f"{package} {command}" in printed.out


def test_make_targets_in_the_readme_exist() -> None:
    mentioned = set(re.findall(r"\bmake ([a-z]+)", README))
    defined = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    assert {"run", "test"} <= {word for word in mentioned if word in defined}
    assert {target for target in ("run", "test", "lint", "bench") if f"make {target}" in README} <= defined


@pytest.mark.parametrize("document", DOCUMENTS)
def test_file_links_lead_to_existing_files(document: str) -> None:
    document_path = ROOT / document
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document_path.read_text(encoding="utf-8"))
    assert [link for link in links if not (document_path.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_in_the_documents_exist(document: str) -> None:
    assert [path for path in sorted(documented_paths(document)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("see `data/core/access.py`", ["data/core/access.py"]),
        ("in `tests/core/`, its `sections/`", ["tests/core/"]),
        ("`/layar/semua`, `Cache-Control`, `routes.py`, `a/b`, `data/sources/<kind>.py`", []),
    ],
)
def test_paths_are_recognised_by_slash_and_ending(text: str, paths: list[str]) -> None:
    assert PATH.findall(text) == paths


def test_settings_table_of_the_readme_matches_the_settings() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+? \| .+?) \|$", README, flags=re.MULTILINE))
    defaults = {setting.name: f"`{setting.default}`" if setting.default else NONE for setting in SETTINGS}
    assert rows == {setting.name: f"{defaults[setting.name]} | {setting.help}" for setting in SETTINGS}
