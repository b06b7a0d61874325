"""What each command of ``python -m jobs`` does."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy.exc import DatabaseError

from bootstrap import AppContext, open_app_context, open_city_layer
from data.config.city_loader import load_city
from data.config.logs import configure_logging
from data.config.settings import SettingError, read_settings
from data.core.config.city import FileSource, Source, TabularSource
from data.lib.stop_signal import StopSignal
from data.sources.base import Feed, FeedError
from data.store.findings import findings_of
from geo import LayerError
from jobs.area_reassignment import relocate_stored, sync_layer
from jobs.feed_factory import open_feed
from jobs.finding_sentences import finding_sentences
from jobs.import_doubts import DoubtPrinter
from jobs.progress import left_out_of, track_progress
from jobs.pull import pull
from jobs.source_job import source_job

DEFAULT_WIDTH = 160  # columns, where the output is no terminal
YOUNG_OBJECTS = 5_000  # made before the collector looks at them for the first time


def run(options: argparse.Namespace) -> int:
    """Run one command; return 0, or 1 if a pull failed, 2 for wrong use or configuration."""
    if options.command == "import" and options.inspect:
        return _inspect(options)
    try:
        settings = read_settings(os.environ)
        configure_logging(settings.log_level)
        app_context = open_app_context(settings)
        sources = _select_sources(app_context, options)
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseError as error:
        sys.stderr.write(f"PANTAU_DATABASE_URL: the store cannot be opened: {error.orig}\n")
        return 1
    sync_layer(app_context)
    gc.freeze()  # what is loaded stays: collecting it again and again took a tenth of an import
    gc.set_threshold(YOUNG_OBJECTS)  # rows of a batch live as long as it: looking earlier took another tenth
    return COMMANDS[options.command](app_context, sources, options)


def _select_sources(app_context: AppContext, options: argparse.Namespace) -> list[Source]:
    """Return the sources of a command; where only one source reads files, it needs no name."""
    sources, name = app_context.city.source, getattr(options, "source", None)
    if options.command == "import":
        files: list[Source] = [source for source in sources if isinstance(source, FileSource)]
        return files if len(files) == 1 and not name else [_find_source(name, files, "--source")]
    if options.command in ("rejected", "reimport"):
        return [_find_source(name, sources, "source")] if name else []
    scheduled = [source for source in sources if source.every_seconds is not None]
    if options.command == "pull" and (name or not scheduled):
        return [_find_source(name, sources, "source")]
    return scheduled


def _find_source(name: str | None, sources: Sequence[Source], option: str) -> Source:
    match = next((source for source in sources if source.name == name), None)
    if match is None:
        names = ", ".join(source.name for source in sources) or "none: the city's file has no such source"
        raise SettingError(f"{option} = {name!r}: allowed is {names}")
    return match


def _print_line(line: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()


def _pull(app_context: AppContext, sources: list[Source], options: argparse.Namespace) -> int:
    failed = False
    for source in sources:
        if options.accept:
            app_context.missing_reports.accept_next(source.name)
        line = source_job(app_context, source)()
        _print_line(line)
        failed = failed or bool(line["error"]) or any(file["error"] for file in line.get("files", ()))
    return int(failed)


def _import(app_context: AppContext, sources: list[Source], options: argparse.Namespace) -> int:
    failed = 0
    for path in options.file:
        if options.accept:
            app_context.missing_reports.accept_next(sources[0].name)
        feed = open_feed(sources[0], app_context, path)
        doubt_printer = DoubtPrinter(path.name, refuses=options.strict and not options.accept)
        with track_progress(feed, path.name, sys.stderr) as tracked_feed:
            line = pull(app_context, sources[0], tracked_feed, file=path.name, on_doubt=doubt_printer)
        doubt_printer.print(line["warnings"])
        _print_line({"file": path.name, **line, **_left_out(feed), **_notes(app_context, line)})
        failed += bool(line["error"])
    return int(failed > 0)


def _notes(app_context: AppContext, line: dict[str, Any]) -> dict[str, Any]:
    """Return what the import did not take as it stands, in sentences that name it."""
    if not line["findings"]:
        return {}
    with app_context.engine.connect() as connection:
        found = findings_of(connection, line["source"], line["pull_id"])
    return {"notes": finding_sentences(found)}


def _left_out(feed: Feed) -> dict[str, Any]:
    left_out = left_out_of(feed)
    return {"left_out": left_out} if left_out else {}


def _inspect(options: argparse.Namespace) -> int:
    """Show what files would become; the store is neither opened nor created."""
    from rich.console import Console

    from jobs.inspection import PreviewContext, file_groups, inspect_file
    from jobs.preview_output import print_inspection, print_proposal

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else DEFAULT_WIDTH)
    failed = 0
    try:
        settings = read_settings(os.environ)
        city = load_city(settings)
        layer = open_city_layer(settings, city)
        configured_source = _find_table_source(city.source, options.source) if options.source else None
    except (SettingError, LayerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    context = PreviewContext.build(city, layer)
    for group in file_groups(context, options.file, configured_source):
        inspections = []
        for path in group.files:
            try:
                inspection = inspect_file(context, path, configured_source, datetime.now(UTC), group)
                print_inspection(inspection, layer, city.zone, console)
                inspections.append(inspection)
            except FeedError as error:
                sys.stderr.write(f"{path}: {error}\n")
                failed = 1
        print_proposal(city, inspections, console)
    return failed


def _find_table_source(sources: Sequence[Source], name: str) -> TabularSource:
    tables: list[Source] = [source for source in sources if isinstance(source, TabularSource)]
    match = _find_source(name, tables, "--source")
    assert isinstance(match, TabularSource)
    return match


def _rejected(app_context: AppContext, _sources: list[Source], options: argparse.Namespace) -> int:
    from jobs.rejected_rows import rejected_lines

    for line in rejected_lines(app_context, options.source):
        _print_line(dict(line))
    return 0


def _reimport(app_context: AppContext, sources: list[Source], options: argparse.Namespace) -> int:
    """Import repaired rows; a file with a line that is no row of quarantine is refused as a whole."""
    from jobs.rejected_rows import reimport, reimport_file

    try:
        lines = [reimport(app_context, sources[0])] if sources else reimport_file(app_context, options.file)
    except FeedError as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return 2
    for line in lines:
        _print_line(dict(line))
    return int(any(line["error"] for line in lines))


def _relocate(app_context: AppContext, _sources: list[Source], _options: argparse.Namespace) -> int:
    """Locate stored reports again, after aliases, former kecamatan or points of the city's file changed."""
    _print_line({"moved": relocate_stored(app_context)})
    return 0


def _run(app_context: AppContext, _sources: list[Source], _options: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT and print a line for each pull; a pull under way is finished first."""
    from jobs.schedule import build_scheduler

    stop = StopSignal().install(signal.SIGTERM, signal.SIGINT)
    app_context.warn_of_lost_keys()
    scheduler = build_scheduler(app_context, _print_line)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    return 0


COMMANDS = {
    "run": _run,
    "pull": _pull,
    "import": _import,
    "rejected": _rejected,
    "reimport": _reimport,
    "relocate": _relocate,
}
