"""Drop folders: import each file that has stopped growing once, then move it to the done or failed folder."""

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from time import perf_counter
from typing import Any

import structlog

from bootstrap import AppContext
from data.core.config.city import FolderSource, Source
from data.core.faults import FaultKind
from data.sources.base import FeedError
from data.store.engine import writer
from data.store.ledger import PullMetrics, begin_pull, end_pull
from data.store.source_state import SourceState, load_source_state, save_source_state
from jobs.feed_factory import open_feed
from jobs.pull import pull

PARTIAL_SUFFIXES = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
REASON_SUFFIX = ".alasan.txt"
FileState = list[int]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _DropFolder:
    """The files of a folder source."""

    source: FolderSource
    path: Path

    def files(self) -> dict[str, FileState]:
        """Return size (bytes) and modification time (ns) of each importable file by name, oldest first.

        Links are left alone: they could lead anywhere on this machine.

        :raises FeedError: the folder is missing or unreadable
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
        """Move a file into a subfolder, never over another one, with the reason beside it if there is one."""
        target = _unused_path(self.path / subfolder, name)
        (self.path / name).rename(target)
        if reason:
            target.with_name(target.name + REASON_SUFFIX).write_text(reason, encoding="utf-8")


def scan_folder(app_context: AppContext, source: FolderSource) -> dict[str, Any]:
    """Import the files that have not changed since the last scan; return the folder's own ledger line.

    Each file has a ledger line of its own, under the source named by ``like``. A process killed between
    import and move imports the file again, which changes nothing.
    """
    started, now = perf_counter(), app_context.clock.now()
    folder = _DropFolder(source, app_context.settings.city_file.parent / source.path)
    with writer(app_context.engine).begin() as connection:
        previous_files = load_source_state(connection, source.name).values.get("files", {})
        pull_id = begin_pull(connection, source.name, now)
    files, lines, error = dict[str, FileState](), list[dict[str, Any]](), None
    try:
        files = _skip_odd_names(app_context, folder.files())
        ready = [name for name, state in files.items() if previous_files.get(name) == state]
        lines = [line for name in ready if (line := _try_file(app_context, folder, name, files[name]))]
    except FeedError as failure:
        error = str(failure)
        log.warning("drop folder failed", source=source.name, error=error)
    pending_files = {name: state for name, state in files.items() if previous_files.get(name) != state}
    metrics = PullMetrics(latency_seconds=round(perf_counter() - started, 3))
    with writer(app_context.engine).begin() as connection:
        save_source_state(connection, source.name, SourceState(None, {"files": pending_files}))
        ledger = end_pull(connection, pull_id, app_context.clock.now(), error, metrics)
    summary = {"source": source.name, "pull_id": pull_id, "error": error, "files": lines}
    return {**summary, "read": ledger.read, "waiting": len(files) - len(lines)}


def _skip_odd_names(app_context: AppContext, files: dict[str, FileState]) -> dict[str, FileState]:
    """Return the files whose names are UTF-8; others, which the store cannot hold, wait for a new name."""
    usable = dict[str, FileState]()
    for name, state in files.items():
        readable = name.encode(errors="surrogateescape").decode(errors="backslashreplace")
        if readable == name:
            usable[name] = state
            continue
        error = FeedError("the name of the file is not UTF-8: give it another one")
        app_context.faults.note(FaultKind.FILE, readable, error, "a file of a drop folder failed", str(error))
    return usable


def _try_file(
    app_context: AppContext, folder: _DropFolder, name: str, state: FileState
) -> dict[str, Any] | None:
    """Import one file; None if that failed: it stays for the next scan, and the others are imported."""
    try:
        line = _import_file(app_context, folder, name, state)
    except Exception as error:
        reason = str(error) if isinstance(error, FeedError) else ""
        app_context.faults.note(FaultKind.FILE, name, error, "a file of a drop folder failed", reason)
        return None
    app_context.faults.clear(FaultKind.FILE, name)
    return line


def _import_file(app_context: AppContext, folder: _DropFolder, name: str, state: FileState) -> dict[str, Any]:
    """Import one file and move it; one that changed meanwhile stays for the next scan."""
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
    """Return the reason, in Indonesian, for those who put the file there; None if nothing is to be said."""
    if line["error"]:
        return f"{line['file']} tidak dapat diimpor.\nAlasan: {line['error']}\n"
    if line["rejected"]:
        read, rejected = line["read"], line["rejected"]
        return (
            f"{rejected} dari {read} baris {line['file']} ditolak.\n"
            f"Baris dan alasannya: python -m jobs rejected {source.name}\n"
            f"{_warning_text(line)}"
        )
    return _warning_text(line) or None


def _warning_text(line: dict[str, Any]) -> str:
    """Return what is hardly right about a file that was imported; empty for nothing."""
    if not line["warnings"]:
        return ""
    reasons = "".join(f"- {warning}\n" for warning in line["warnings"])
    return f"{line['file']} diimpor, tetapi isinya perlu diperiksa:\n{reasons}"


def _is_importable(name: str) -> bool:
    """Return False for unfinished files of an editor or a browser, and for our own reason files."""
    return not name.startswith((".", "~$")) and not name.lower().endswith((*PARTIAL_SUFFIXES, REASON_SUFFIX))


def _unused_path(folder: Path, name: str) -> Path:
    """Return a free path in the folder, numbered if needed: the same name may come every week."""
    folder.mkdir(exist_ok=True)
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path
