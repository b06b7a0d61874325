"""What the README tells people to run and to look into exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from data.config.settings import SETTINGS
from tests.architecture.source_code import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"python -m (data|geo|jobs|dashboard) ([a-z]+)", README)))
DOCUMENTS = ["README.md", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md")))]


def tree_paths() -> list[Path]:
    """The folders that the README's tree shows, an indented one below the one above it."""
    block = README.split("## The tree")[1].split("## ")[0]
    folders: list[Path] = []
    for indent, name in re.findall(r"^ {4}((?:  )*)([a-z_]+)/ ", block, flags=re.MULTILINE):
        parent = folders[-1].parts[: len(indent) // 2] if folders else ()
        folders.append(Path(*parent, name))
    return folders


def test_every_folder_of_the_tree_exists() -> None:
    assert len(tree_paths()) > 5
    assert [str(path) for path in tree_paths() if not (ROOT / path).is_dir()] == []


@pytest.mark.parametrize(("room", "command"), COMMANDS)
def test_commands_in_the_readme_exist(room: str, command: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", room, command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert f"{room} {command}" in process.stdout


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


def test_settings_table_of_the_readme_matches_the_settings() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+? \| .+?) \|$", README, flags=re.MULTILINE))
    expected = {
        setting.name: f"{f'`{setting.default}`' if setting.default else '–'} | {setting.help}"
        for setting in SETTINGS
    }
    assert rows == expected
