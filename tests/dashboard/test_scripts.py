"""The scripts of the pages: their own unit tests, and that what is served is what is built of them."""

import json
import shutil
import subprocess
from pathlib import Path

from dashboard.web.assets import BUILD, MANIFEST, built_files
from dashboard.web.script_messages import MESSAGES
from tests.architecture.source_code import ROOT

UNIT_TESTS = sorted((ROOT / "tests/javascript").glob("*.test.js"))
TOOLS = "Node 18 or newer is missing, or its packages: sh .ci/node && make node_modules/ready"


def run_node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Node on a script of ours; without Node the test fails."""
    assert shutil.which("node"), TOOLS
    return subprocess.run(["node", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def script_files(folder: Path) -> dict[str, bytes]:
    """Return the content of every script in a folder, and of the manifest."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".js", ".json")}


def test_unit_tests_of_the_scripts_pass() -> None:
    assert len(UNIT_TESTS) > 5
    answer = run_node("--test", *UNIT_TESTS)
    assert answer.returncode == 0, answer.stdout[-4_000:] + answer.stderr[-1_000:]


def test_built_scripts_are_those_of_the_sources(tmp_path: Path) -> None:
    """Compressed forms are compared by what they hold (``built.test.js``): two Nodes compress differently."""
    assert (ROOT / "node_modules/esbuild").is_dir(), TOOLS
    answer = run_node("dashboard/static/build.js", tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert script_files(tmp_path) == script_files(BUILD), "make assets, and commit dashboard/static/build"


def test_nothing_else_is_committed_beside_the_built_scripts() -> None:
    named = {f"{file}{ending}" for file in built_files().values() for ending in ("", ".gz", ".br")}
    assert {path.name for path in BUILD.iterdir()} == named | {MANIFEST.name, MESSAGES.name}


def test_packages_of_node_are_pinned_exactly_and_name_no_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert "dependencies" not in package, "browsers load what is built; running needs no Node"
    assert all(version[0].isdigit() for version in package["devDependencies"].values())
    locked = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in locked.items() if "resolved" in entry] == []
    assert [name for name, entry in locked.items() if not entry["integrity"].startswith("sha512-")] == []
