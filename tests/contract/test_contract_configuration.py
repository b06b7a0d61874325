"""A city's file and the environment: every name is taken, no other is, and a wrong value is named."""

import re
from collections.abc import Iterator
from pathlib import Path

from .process import ROOT, Outcome, Run, environment, run_batch, run_one
from .records import copy_given, given, given_text

UNKNOWN = "kontrak_asing"
HEADER = re.compile(r"^\[\[?(\S+?)\]\]?$")
FREE_TABLES = {"areas.parent_names", "policy.respond", "policy.resolve"}  # keyed by areas, by categories


def opening(folder: Path, **settings: str) -> Run:
    """A command that reads all of the configuration, and ends."""
    return Run("dashboard", ("accounts", "list"), environment(folder, **settings))


def with_unknown_keys(text: str) -> Iterator[tuple[str, str]]:
    """The city file once for each of its tables, with a key there that no file may hold."""
    yield "the file", f"{UNKNOWN} = 1\n{text}"
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        header = HEADER.match(line)
        if header and header[1] not in FREE_TABLES:
            text = "\n".join([*lines[:number], f"{UNKNOWN} = 1", *lines[number:]])
            yield f"line {number}, {header[1]}", text


def test_a_city_file_may_hold_every_key_and_no_other(tmp_path: Path) -> None:
    copy_given(tmp_path, "every_key.toml", "areas.geojson")
    cases = dict(with_unknown_keys(given_text("every_key.toml")))
    assert len(cases) > 25
    for number, text in enumerate(cases.values()):
        (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
    names = ["every_key.toml", *(f"{number}.toml" for number in range(len(cases)))]
    known, *unknown = run_batch([opening(tmp_path, PANTAU_CITY=str(tmp_path / name)) for name in names])
    assert (known.code, known.err) == (0, "")
    assert {table: o for table, o in zip(cases, unknown, strict=True) if not refuses_the_key(o)} == {}


def refuses_the_key(outcome: Outcome) -> bool:
    """Whether the start was stopped for the unknown key, naming it."""
    return outcome.code == 2 and f"{UNKNOWN}: no such key" in outcome.err


def refused_settings(missing: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Settings that stop the start, each with how the message begins."""
    for setting in given("settings"):
        name = setting["name"]
        yield f"{name}_FILE = {missing}: ", {f"{name}_FILE": str(missing), name: ""}
        if "wrong" in setting:
            yield name, {name: setting["wrong"]}
    yield "PANTAU_OIDC_ISSUER = ''", {"PANTAU_OIDC_CLIENT_ID": "pantau"}  # they go together, all or none
    yield str(missing), {"PANTAU_AREA_FILE": str(missing)}


def channel_texts() -> list[str]:
    """Channels with every key, and twice with a key that there is not."""
    known = given_text("channels.toml")
    return [known, known.replace("[[channel]]", f"[[channel]]\n{UNKNOWN} = 1", 1), f"{UNKNOWN} = 1"]


def test_settings_and_channels_are_read_and_named_where_they_are_wrong(tmp_path: Path) -> None:
    copy_given(tmp_path, "city.toml", "areas.geojson")
    cases, city = list(refused_settings(tmp_path / "missing")), str(tmp_path / "city.toml")
    assert len(cases) > 40
    channels = [opening(tmp_path, PANTAU_CITY=city, PANTAU_CHANNELS=text) for text in channel_texts()]
    known, *found = run_batch([*channels, *[opening(tmp_path, **case) for _, case in cases]])
    unknown, refused = found[:2], found[2:]
    assert (known.code, known.err) == (0, "")
    assert [(o.code, "PANTAU_CHANNELS" in o.err, UNKNOWN in o.err) for o in unknown] == [(2, True, True)] * 2
    results = zip(cases, refused, strict=True)
    assert [(case, o) for case, o in results if o.code != 2 or not o.err.startswith(case[0])] == []


def test_the_board_itself_does_not_start_with_a_wrong_setting(tmp_path: Path) -> None:
    outcome = run_one(Run("dashboard", ("--with-jobs",), environment(tmp_path, PORT="abc")))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("PORT = 'abc': allowed is ")


def test_the_readme_lists_each_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", readme, flags=re.MULTILINE))
    defaults = {s["name"]: f"`{s['default']}`" if s["default"] else "\N{EN DASH}" for s in given("settings")}
    assert {name: rows.get(name) for name in defaults} == defaults
