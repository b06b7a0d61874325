"""A drop folder: each file that has stopped growing is imported once and put aside with what became of it."""

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from time import perf_counter
from typing import Any

import structlog

from bootstrap import World
from data.core.config.city import FolderSource, Source
from data.sources.base import FeedError
from data.store.engine import writer
from data.store.ledger import Passage, begin_pull, end_pull
from data.store.source_state import Memory, recall, remember
from jobs.feed_factory import feed_of
from jobs.pull import pull

UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
REASON = ".alasan.txt"
Size = list[int]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Folder:
    """Where a folder source's files lie and go."""

    source: FolderSource
    path: Path

    def files(self) -> dict[str, Size]:
        """Size and time of change of each file that could be imported, oldest first.

        Links are left alone: they could lead anywhere on this machine.

        :raises FeedError: there is no such folder, or we may not look into it
        """
        try:
            found = [(entry.name, entry.stat(follow_symlinks=False)) for entry in os.scandir(self.path)]
        except OSError as error:
            raise FeedError(f"cannot look into the folder {self.path}: {error.strerror}") from error
        fitting = [(name, state) for name, state in found if S_ISREG(state.st_mode) and _importable(name)]
        fitting.sort(key=lambda pair: (pair[1].st_mtime_ns, pair[0]))
        return {name: [state.st_size, state.st_mtime_ns] for name, state in fitting}

    def put_aside(self, name: str, into: str, reason: str | None) -> None:
        """Moves a file, never over another one, and writes down why if there is something to say."""
        target = _free(self.path / into, name)
        (self.path / name).rename(target)
        if reason:
            target.with_name(target.name + REASON).write_text(reason, encoding="utf-8")


def look(world: World, source: FolderSource) -> dict[str, Any]:
    """Looks into the folder once and imports what lay there unchanged at the last look.

    Returns the folder's own line of the ledger; each file has its line under the source it is like. A
    process that is killed between import and move imports the file again, which changes nothing.
    """
    begun, now = perf_counter(), world.clock.now()
    folder = _Folder(source, world.settings.city_file.parent / source.path)
    with writer(world.engine).begin() as connection:
        before = recall(connection, source.name).kept.get("files", {})
        pull_id = begin_pull(connection, source.name, now)
    files, lines, error = dict[str, Size](), list[dict[str, Any]](), None
    try:
        files = folder.files()
        lines = [_take(world, folder, name, size) for name, size in files.items() if before.get(name) == size]
    except FeedError as fault:
        error = str(fault)
        log.warning("drop folder failed", source=source.name, error=error)
    left = {name: size for name, size in files.items() if before.get(name) != size}
    passage = Passage(latency_seconds=round(perf_counter() - begun, 3))
    with writer(world.engine).begin() as connection:
        remember(connection, source.name, Memory(None, {"files": left}))
        ledger = end_pull(connection, pull_id, world.clock.now(), error, passage)
    about = {"source": source.name, "pull_id": pull_id, "error": error, "files": lines}
    return {**about, "read": ledger.read, "waiting": len(files) - len(lines)}


def _take(world: World, folder: _Folder, name: str, size: Size) -> dict[str, Any]:
    """Imports one file and puts it aside; one that changed meanwhile stays and is looked at again."""
    like = world.city.source_of(folder.source.like)
    assert like is not None  # the city's file was checked
    line = {"file": name, **pull(world, like, feed_of(like, world, folder.path / name), file=name)}
    try:
        if folder.files().get(name) == size:
            failed = line["error"] is not None or line["rejected"] == line["read"] > 0
            into = folder.source.failed if failed else folder.source.done
            folder.put_aside(name, into, _reason(line, like))
    except OSError as error:
        raise FeedError(f"{name} is imported but cannot be moved: {error.strerror}") from error
    return line


def _reason(line: dict[str, Any], like: Source) -> str | None:
    """What the people who put the file there should know, in their language."""
    if line["error"]:
        return f"{line['file']} tidak dapat diimpor.\nAlasan: {line['error']}\n"
    if line["rejected"]:
        read, rejected = line["read"], line["rejected"]
        return (
            f"{rejected} dari {read} baris {line['file']} ditolak.\n"
            f"Baris dan alasannya: python -m jobs rejected {like.name}\n"
        )
    return None


def _importable(name: str) -> bool:
    """Not what an editor or a browser has not finished yet, nor what we wrote ourselves."""
    return not name.startswith((".", "~$")) and not name.lower().endswith((*UNFINISHED, REASON))


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that no file has: the same name may come every week."""
    folder.mkdir(exist_ok=True)
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path
