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
    found: list[Path] = []
    for indent, name in re.findall(r"^ {4}((?:  )*)([a-z_]+)/ ", block, flags=re.MULTILINE):
        above = found[-1].parts[: len(indent) // 2] if found else ()
        found.append(Path(*above, name))
    return found


def test_every_folder_of_the_tree_exists() -> None:
    assert len(tree_paths()) > 5
    assert [str(path) for path in tree_paths() if not (ROOT / path).is_dir()] == []


@pytest.mark.parametrize(("room", "command"), COMMANDS)
def test_a_command_of_the_readme_is_one(room: str, command: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", room, command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert f"{room} {command}" in said.stdout


def test_every_make_target_of_the_readme_is_one() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    made = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    assert {"run", "test"} <= {word for word in named if word in made}
    assert {target for target in ("run", "test", "lint", "bench") if f"make {target}" in README} <= made


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_leads_to_one(document: str) -> None:
    here = ROOT / document
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", here.read_text(encoding="utf-8"))
    assert [link for link in links if not (here.parent / link).exists()] == []


def test_the_table_of_settings_says_what_the_settings_say() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+? \| .+?) \|$", README, flags=re.MULTILINE))
    told = {s.name: f"{f'`{s.default}`' if s.default else '–'} | {s.help}" for s in SETTINGS}  # noqa: RUF001
    assert rows == told
