"""A drop folder: each file that has stopped growing is imported once and put aside with what became of it."""

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from time import perf_counter
from typing import Any

import structlog

from bootstrap import AppContext
from data.core.config.city import FolderSource, Source
from data.sources.base import FeedError
from data.store.engine import writer
from data.store.ledger import PullMetrics, begin_pull, end_pull
from data.store.source_state import SourceState, load_source_state, remember
from jobs.feed_factory import open_feed
from jobs.pull import pull

PARTIAL_SUFFIXES = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
REASON_SUFFIX = ".alasan.txt"
FileState = list[int]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _DropFolder:
    """Where a folder source's files lie and go."""

    source: FolderSource
    path: Path

    def files(self) -> dict[str, FileState]:
        """Size and time of change of each file that could be imported, oldest first.

        Links are left alone: they could lead anywhere on this machine.

        :raises FeedError: there is no such folder, or we may not look into it
        """
        try:
            entries = [(entry.name, entry.stat(follow_symlinks=False)) for entry in os.scandir(self.path)]
        except OSError as error:
            raise FeedError(f"cannot look into the folder {self.path}: {error.strerror}") from error
        candidates = [
            (name, stat) for name, stat in entries if S_ISREG(stat.st_mode) and _is_importable(name)
        ]
        candidates.sort(key=lambda pair: (pair[1].st_mtime_ns, pair[0]))
        return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in candidates}

    def put_aside(self, name: str, subfolder: str, reason: str | None) -> None:
        """Moves a file, never over another one, and writes down why if there is something to say."""
        target = _unused_path(self.path / subfolder, name)
        (self.path / name).rename(target)
        if reason:
            target.with_name(target.name + REASON_SUFFIX).write_text(reason, encoding="utf-8")


def scan_folder(app_context: AppContext, source: FolderSource) -> dict[str, Any]:
    """Looks into the folder once and imports what lay there unchanged at the last look.

    Returns the folder's own line of the ledger; each file has its line under the source it is like. A
    process that is killed between import and move imports the file again, which changes nothing.
    """
    started, now = perf_counter(), app_context.clock.now()
    folder = _DropFolder(source, app_context.settings.city_file.parent / source.path)
    with writer(app_context.engine).begin() as connection:
        previous_files = load_source_state(connection, source.name).values.get("files", {})
        pull_id = begin_pull(connection, source.name, now)
    files, lines, error = dict[str, FileState](), list[dict[str, Any]](), None
    try:
        files = folder.files()
        lines = [
            _import_file(app_context, folder, name, state)
            for name, state in files.items()
            if previous_files.get(name) == state
        ]
    except FeedError as failure:
        error = str(failure)
        log.warning("drop folder failed", source=source.name, error=error)
    pending_files = {name: state for name, state in files.items() if previous_files.get(name) != state}
    metrics = PullMetrics(latency_seconds=round(perf_counter() - started, 3))
    with writer(app_context.engine).begin() as connection:
        remember(connection, source.name, SourceState(None, {"files": pending_files}))
        ledger = end_pull(connection, pull_id, app_context.clock.now(), error, metrics)
    summary = {"source": source.name, "pull_id": pull_id, "error": error, "files": lines}
    return {**summary, "read": ledger.read, "waiting": len(files) - len(lines)}


def _import_file(app_context: AppContext, folder: _DropFolder, name: str, state: FileState) -> dict[str, Any]:
    """Imports one file and puts it aside; one that changed meanwhile stays and is looked at again."""
    source = app_context.city.get_source(folder.source.like)
    assert source is not None  # the city's file was checked
    line = {
        "file": name,
        **pull(app_context, source, open_feed(source, app_context, folder.path / name), file=name),
    }
    try:
        if folder.files().get(name) == state:
            failed = line["error"] is not None or line["rejected"] == line["read"] > 0
            subfolder = folder.source.failed if failed else folder.source.done
            folder.put_aside(name, subfolder, _reason_text(line, source))
    except OSError as error:
        raise FeedError(f"{name} is imported but cannot be moved: {error.strerror}") from error
    return line


def _reason_text(line: dict[str, Any], source: Source) -> str | None:
    """What the people who put the file there should know, in their language."""
    if line["error"]:
        return f"{line['file']} tidak dapat diimpor.\nAlasan: {line['error']}\n"
    if line["rejected"]:
        read, rejected = line["read"], line["rejected"]
        return (
            f"{rejected} dari {read} baris {line['file']} ditolak.\n"
            f"Baris dan alasannya: python -m jobs rejected {source.name}\n"
        )
    return None


def _is_importable(name: str) -> bool:
    """Not what an editor or a browser has not finished yet, nor what we wrote ourselves."""
    return not name.startswith((".", "~$")) and not name.lower().endswith((*PARTIAL_SUFFIXES, REASON_SUFFIX))


def _unused_path(folder: Path, name: str) -> Path:
    """A path in the folder that no file has: the same name may come every week."""
    folder.mkdir(exist_ok=True)
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path
