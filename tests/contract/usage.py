"""The commands with their options, as ``--help`` shows them."""

import re
from pathlib import Path
from typing import Any

from .process import Outcome, Run, environment, run_batch

PROGRAMS = ("data", "jobs", "geo", "dashboard", "dashboard.kiosk")
BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
NAME = re.compile(r"(?<![\w-])(--?[a-z][a-z-]*|[a-z]\w*)")
CHOICES = re.compile(r"(?:(--[a-z-]+) )?\{([^}]*)\}")

Page = dict[str, Any]


def every_page(folder: Path) -> dict[str, Page]:
    """The pages of all programs and of their commands, as far down as there are any."""
    found: dict[str, Page] = {}
    names = list(PROGRAMS)
    while names:
        pages = pages_of(names, folder)
        found |= pages
        names = [f"{name} {sub}" for name, page in pages.items() for sub in page["choices"].get("", ())]
    return found


def pages_of(names: list[str], folder: Path) -> dict[str, Page]:
    """The pages of some commands, by names such as ``data snapshot``."""
    runs = [_run(name, folder) for name in names]
    return {name: _page(name, outcome) for name, outcome in zip(names, run_batch(runs), strict=True)}


def _run(name: str, folder: Path) -> Run:
    module, *commands = name.split()
    return Run(module, (*commands, "--help"), environment(folder))


def _page(name: str, outcome: Outcome) -> Page:
    """What must be given, what may be given, and the values among which there is a choice."""
    usage = re.match(r"usage: (.*?)\n\n", outcome.out, flags=re.DOTALL)
    if outcome.code or not usage:
        return {"required": [], "optional": [], "choices": {}, "fault": outcome.err or outcome.out}
    line = " ".join(usage[1].split()).removeprefix(f"python -m {name}")
    choices = {option: values.split(",") for option, values in CHOICES.findall(line)}
    plain = CHOICES.sub(r"\1", line)
    required = BRACKETS.sub("", BRACKETS.sub("", plain))
    return {"required": _names(required), "optional": _names(plain, _names(required)), "choices": choices}


def _names(text: str, but: list[str] | None = None) -> list[str]:
    return sorted(set(NAME.findall(text)) - set(but or ()))


def lost_usage(recorded: dict[str, Page], present: dict[str, Page]) -> list[str]:
    """What of the recorded pages no longer holds: an option that is gone, or one that must be given now."""
    return [f"{name}: {line}" for name in recorded for line in _lost(recorded[name], present[name])]


def _lost(recorded: Page, present: Page) -> list[str]:
    known = {*present["required"], *present["optional"]}
    before = {*recorded["required"], *recorded["optional"]}
    gone = [f"{option} is gone" for option in sorted(before - known)]
    needed = sorted(set(present["required"]) - set(recorded["required"]))
    values = [
        f"{option or 'command'} no longer takes {value}"
        for option, choices in recorded["choices"].items()
        for value in choices
        if value not in present["choices"].get(option, ())
    ]
    return gone + [f"{option} must be given now" for option in needed] + values
