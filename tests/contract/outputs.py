"""What the commands print: exactly for moments of the recorded store, by names and types otherwise."""

import re
from pathlib import Path
from typing import Any

import orjson

from .process import Outcome, Run, environment, run_batch
from .records import copy_given
from .shapes import shape
from .store import load_store

NOON = "2024-06-03T12:00"
PERIOD = ("--since", "2024-06-01T00:00", "--until", NOON)
DAYS = ("--since", "2024-06-01", "--until", "2024-06-03")
GROUPS = ("parent", "area", "category", "holder", "day", "week", "month")
PAST: dict[str, tuple[str, ...]] = {
    "snapshot": ("snapshot", "--as-of", NOON),
    "snapshot of a kecamatan": ("snapshot", "--as-of", NOON, "--area", "31.01.01"),
    "snapshot of a kelurahan": ("snapshot", "--as-of", "2024-06-02T20:00", "--area", "31.01.01.1001"),
    "review": ("review", *PERIOD),
    **{f"recap by {group}": ("recap", *DAYS, "--by", group) for group in GROUPS},
    "recap of a kecamatan": ("recap", *DAYS, "--area", "31.01.01"),
    "verdicts": ("verdicts", "--as-of", NOON),
    "verdicts of a source": ("verdicts", "--source", "qlue", "--as-of", NOON),
    "packs": ("packs",),
}
LINES: dict[str, tuple[str, ...]] = {
    "pull": ("jobs", "pull", "qlue"),
    "import": ("jobs", "import", "rows.csv", "--source", "rekap"),
    "rejected": ("jobs", "rejected"),
    "reimport": ("jobs", "reimport", "--source", "rekap"),
    "geo export": ("geo", "export"),
    "geo import": (
        "geo", "import", "areas.geojson", "--id", "code", "--name", "name", "--parent", "parent",
        "--parent-name", "parent_name", "--city", "kontrak", "--to", "imported.geojson",
    ),
}  # fmt: skip
TEXTS: tuple[tuple[str, ...], ...] = (
    ("data", "check"),
    ("dashboard", "accounts", "add", "camat.barat.2", "--role", "camat", "--kecamatan", "31.01.01"),
    ("dashboard", "accounts", "add", "operator.2"),
    ("dashboard", "accounts", "reset", "operator.2"),
    ("dashboard", "accounts", "disable", "operator.2"),
    ("dashboard", "accounts", "import", "offices.csv", "--passwords", "first.csv"),
    ("dashboard", "accounts", "list"),
    ("dashboard", "displays", "add", "ruang-kontrak"),
    ("dashboard", "displays", "revoke", "ruang-kontrak"),
    ("dashboard", "displays", "list"),
    ("dashboard", "keys", "add", "kontrak"),
    ("dashboard", "keys", "revoke", "kontrak"),
    ("dashboard", "keys", "revoke", "tidak-ada"),
    ("dashboard", "keys", "list"),
    ("data", "snapshot", "--area", "tidak-ada"),
    ("data", "review", "--since", NOON, "--until", NOON),
    ("jobs", "pull", "tidak-ada"),
    ("jobs", "import", "tidak-ada.csv", "--source", "tidak-ada"),
)
FILES = {"rows.csv", "areas.geojson", "offices.csv", "first.csv", "imported.geojson"}
SECRETS = re.compile(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}|(?<=layar=)\S+|(?<=api_key: )\S+")
DATES = re.compile(r"\d{4}-\d\d-\d\d")


def past(environ: dict[str, str]) -> dict[str, list[Any]]:
    """The JSON lines that commands print of the recorded store's past."""
    outcomes = run_batch([Run("data", arguments, environ) for arguments in PAST.values()])
    return {name: _json_lines(outcome) for name, outcome in zip(PAST, outcomes, strict=True)}


def printed(folder: Path) -> dict[str, Any]:
    """What commands print of their work: the shapes of lines for programs, and texts for people."""
    copy_given(folder, "offices.csv")
    environ, own = load_store(folder), environment(folder, PANTAU_CITY="manado")
    commands = [*LINES.values(), *TEXTS]
    files = [[str(folder / word) if word in FILES else word for word in words] for words in commands]
    outcomes = run_batch([Run(w[0], tuple(w[1:]), own if w[0] == "geo" else environ) for w in files])
    lines = zip(LINES, outcomes[: len(LINES)], strict=True)
    texts = zip(TEXTS, outcomes[len(LINES) :], strict=True)
    first = (folder / "first.csv").read_text(encoding="utf-8").splitlines()[0]
    return {
        "lines": {name: shape(_json_lines(outcome)) for name, outcome in lines},
        "texts": {" ".join(words): _plain(outcome, folder) for words, outcome in texts},
        "files": {"first.csv": first},
    }


def _json_lines(outcome: Outcome) -> list[Any]:
    assert outcome.out, outcome.err
    return [orjson.loads(line) for line in outcome.out.splitlines()]


def _plain(outcome: Outcome, folder: Path) -> list[Any]:
    bare = [text.replace(f"{folder}/", "") for text in (outcome.out, outcome.err)]
    return [outcome.code, *[DATES.sub("DATE", SECRETS.sub("SECRET", text)) for text in bare]]
