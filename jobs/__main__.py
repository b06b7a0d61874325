"""``python -m jobs run``, ``pull``, ``import FILE [--inspect]``, ``rejected`` and ``reimport``."""

import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from sqlalchemy.exc import DatabaseError

from bootstrap import World, city_layer, open_world
from data.config.city_loader import load_city
from data.config.logs import configure_logging
from data.config.settings import SettingError, read_settings
from data.core.config.city import FileSource, Source, TabularSource
from data.sources.base import Feed, FeedError
from geo import LayerError
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.inspection import Town, inspect
from jobs.preview_output import show
from jobs.progress import left_out_of, watched
from jobs.pull import pull
from jobs.rejected_rows import reimport, reimport_file, rejected_lines
from jobs.schedule import build_schedule
from jobs.source_job import turn_of

WIDTH = 160  # of what is shown where nobody knows how wide the page is


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 when all went well, 1 when a pull failed, 2 for wrong use or configuration."""
    asked = _parser().parse_args(arguments)
    if asked.command == "import" and asked.inspect:
        return _inspect(asked)
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        world = open_world(settings)
        chosen = _chosen(world, asked)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseError as error:
        sys.stderr.write(f"PANTAU_DATABASE_URL: the store cannot be opened: {error.orig}\n")
        return 1
    sync_layer(world)
    gc.freeze()  # what is loaded stays: looking through it again and again took a tenth of an import
    return COMMANDS[asked.command](world, chosen, asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jobs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="the schedule, until told to stop")
    one = commands.add_parser("pull", help="one pull now, of all scheduled sources or of one")
    one.add_argument("source", nargs="?")
    file = commands.add_parser("import", help="files, once")
    file.add_argument("file", nargs="+", type=Path)
    file.add_argument("--source", help="the source of the city's file that describes these files")
    file.add_argument("--inspect", action="store_true", help="show what a table would become; store nothing")
    waiting = commands.add_parser("rejected", help="the rows in quarantine, as JSON lines")
    waiting.add_argument("source", nargs="?")
    again = commands.add_parser("reimport", help="rows of quarantine again, after a repair")
    what = again.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, help="lines of `rejected`, with raw or fields repaired")
    what.add_argument("--source", help="all rows of this source, after a repair of the city's file")
    return parser


def _chosen(world: World, asked: argparse.Namespace) -> list[Source]:
    """The sources a command is about; a city with a single source of files need not be told which."""
    sources, name = world.city.source, getattr(asked, "source", None)
    if asked.command == "import":
        files: list[Source] = [source for source in sources if isinstance(source, FileSource)]
        return files if len(files) == 1 and not name else [_named(name, files, "--source")]
    if asked.command in ("rejected", "reimport"):
        return [_named(name, sources, "source")] if name else []
    scheduled = [source for source in sources if source.every_seconds is not None]
    if asked.command == "pull" and (name or not scheduled):
        return [_named(name, sources, "source")]
    return scheduled


def _named(name: str | None, sources: Sequence[Source], what: str) -> Source:
    found = next((source for source in sources if source.name == name), None)
    if found is None:
        known = ", ".join(source.name for source in sources) or "none: the city's file has no such source"
        raise SettingError(f"{what} = {name!r}: allowed is {known}")
    return found


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()


def _pull(world: World, chosen: list[Source], _asked: argparse.Namespace) -> int:
    failed = False
    for source in chosen:
        line = turn_of(world, source)()
        _say(line)
        failed = failed or bool(line["error"]) or any(file["error"] for file in line.get("files", ()))
    return int(failed)


def _import(world: World, chosen: list[Source], asked: argparse.Namespace) -> int:
    failed = 0
    for path in asked.file:
        feed = feed_of(chosen[0], world, path)
        with watched(feed, path.name, sys.stderr) as shown:
            line = pull(world, chosen[0], shown, file=path.name)
        _say({"file": path.name, **line, **_left_out(feed)})
        failed += bool(line["error"])
    return int(failed > 0)


def _left_out(feed: Feed) -> dict[str, Any]:
    found = left_out_of(feed)
    return {"left_out": found} if found else {}


def _inspect(asked: argparse.Namespace) -> int:
    """Shows files; the store is neither opened nor made."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH)
    failed = 0
    try:
        settings = read_settings(os.environ)
        city = load_city(settings)
        layer = city_layer(settings, city)
        given = _tabular(city.source, asked.source) if asked.source else None
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for path in asked.file:
        try:
            finding = inspect(Town.of(city, layer), path, given, datetime.now(UTC))
            show(finding, layer, city.zone, console)
        except FeedError as error:
            sys.stderr.write(f"{path}: {error}\n")
            failed = 1
    return failed


def _tabular(sources: Sequence[Source], name: str) -> TabularSource:
    tables: list[Source] = [source for source in sources if isinstance(source, TabularSource)]
    found = _named(name, tables, "--source")
    assert isinstance(found, TabularSource)
    return found


def _rejected(world: World, _chosen: list[Source], asked: argparse.Namespace) -> int:
    for line in rejected_lines(world, asked.source):
        _say(dict(line))
    return 0


def _reimport(world: World, chosen: list[Source], asked: argparse.Namespace) -> int:
    """Nothing is stored of a file with a line that is no row of quarantine."""
    try:
        lines = [reimport(world, chosen[0])] if chosen else reimport_file(world, asked.file)
    except FeedError as error:
        sys.stderr.write(f"{asked.file}: {error}\n")
        return 2
    for line in lines:
        _say(dict(line))
    return int(any(line["error"] for line in lines))


def _run(world: World, _chosen: list[Source], _asked: argparse.Namespace) -> int:
    """Runs until SIGTERM or SIGINT, one line for each pull; a pull under way is finished first."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    schedule = build_schedule(world, _say)
    schedule.start()
    stop.wait()
    schedule.shutdown(wait=True)
    return 0


COMMANDS = {
    "run": _run,
    "pull": _pull,
    "import": _import,
    "rejected": _rejected,
    "reimport": _reimport,
}

if __name__ == "__main__":
    sys.exit(main())
