"""Backups: the store with its keys, areas and city file in one folder, checked before they are put back."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from data.config.city_loader import area_file, city_file_name, load_city, read_city, store_file
from data.config.secret_files import REPORTER_KEY_FILE
from data.config.settings import Settings
from data.core.config.city import City
from data.lib.private_files import copy_private, create_private_file, file_checksum, make_private_folder
from data.services.notifications.vapid import PUSH_KEY_FILE
from data.services.store_location import located_store_url
from data.store.backup import (
    SQLITE,
    BackupError,
    copy_store,
    database_kind,
    is_filled,
    put_back_store,
    sqlite_path,
)
from data.store.engine import open_engine
from data.store.single_runner import single_runner

MANIFEST, FORMAT = "manifest.json", 1
STORE_COPY, CITY_COPY, AREAS_COPY, INSTALLED_AREAS_COPY = "store", "city.toml", "areas", "areas.geojson"
SECRET_FILES = (REPORTER_KEY_FILE, PUSH_KEY_FILE)


class CopiedFile(BaseModel):
    """One file of a backup: its name there, its size in bytes and its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds.

    :param store_name: the SQLite file's name in ``PANTAU_VAR``; empty for PostgreSQL
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int
    made_at: datetime
    city: str
    database: str
    store_name: str
    files: tuple[CopiedFile, ...]


@dataclass(frozen=True)
class RestoredFile:
    """One file of a backup, where it belongs, and what was done with it."""

    name: str
    path: str
    outcome: str


def back_up(settings: Settings, city: City, folder: Path, now: datetime) -> Manifest:
    """Copy all that a board needs into a new folder, which gets its name once it is whole.

    :raises BackupError: the folder is not empty or a mount point, or something cannot be copied
    """
    if os.path.ismount(folder):
        raise BackupError(f"{folder}: a disk is mounted here; name a folder on it, as {folder / 'pantau'}")
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder}: allowed is a new or empty folder")
    url = located_store_url(settings, city)
    if not is_filled(url):
        raise BackupError("PANTAU_DATABASE_URL: this store is empty: there is nothing to back up")
    with _new_folder(folder) as partial:
        copy_store(url, partial / STORE_COPY)
        _copy_secrets(settings, partial)  # after the store: whatever it holds was written under them
        _copy_configuration(settings, city, partial)
        manifest = _describe(partial, url, settings.city_stem, now)
        create_private_file(partial / MANIFEST, orjson.dumps(manifest.model_dump(mode="json")))
    return manifest


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Yield a private folder beside ``folder``, which takes its place at the end, or goes after an error."""
    partial = folder.absolute().with_name(f".{folder.name}.{os.getpid()}")
    make_private_folder(partial)
    try:
        yield partial
        partial.replace(folder)
    except OSError as error:
        raise BackupError(f"{folder}: the backup cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _copy_secrets(settings: Settings, partial: Path) -> None:
    for name in SECRET_FILES:
        if (settings.var / name).exists():
            copy_private(settings.var / name, partial / name)
    if settings.reporter_key:  # it is the one in use, whatever the file holds
        (partial / REPORTER_KEY_FILE).unlink(missing_ok=True)
        create_private_file(partial / REPORTER_KEY_FILE, settings.reporter_key.encode())


def _copy_configuration(settings: Settings, city: City, partial: Path) -> None:
    copy_private(settings.city_file, partial / CITY_COPY)
    installed, named = installed_areas(settings, city), area_file(settings, city)
    if installed.exists():
        copy_private(installed, partial / INSTALLED_AREAS_COPY)
    if named is not None and named.is_file():
        copy_private(named, partial / AREAS_COPY)


def installed_areas(settings: Settings, city: City) -> Path:
    """Return where an imported layer of the city lies, as ``python -m geo import`` writes it."""
    names = dict.fromkeys((city_file_name(settings, city), settings.city_stem))
    files = [settings.var / "areas" / f"{name}.geojson" for name in names]
    return next((file for file in files if file.exists()), files[0])


def _describe(partial: Path, url: str, city_stem: str, now: datetime) -> Manifest:
    kind = database_kind(url)
    files = [
        CopiedFile(name=path.name, bytes=path.stat().st_size, sha256=file_checksum(path))
        for path in sorted(partial.iterdir())
    ]
    store_name = sqlite_path(url).name if kind == SQLITE else ""
    return Manifest(
        format=FORMAT, made_at=now, city=city_stem, database=kind, store_name=store_name, files=tuple(files)
    )


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup whose every file is whole.

    :raises BackupError: no backup, one of another format, or a file is missing or changed
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise BackupError(f"{folder}: this is no whole backup: no usable {MANIFEST}") from error
    if manifest.format != FORMAT:
        raise BackupError(f"{folder}: a backup of format {manifest.format}; allowed is {FORMAT}")
    allowed = {STORE_COPY, CITY_COPY, AREAS_COPY, INSTALLED_AREAS_COPY, *SECRET_FILES}
    for file in manifest.files:
        _check_file(folder, file, allowed)
    return manifest


def _check_file(folder: Path, file: CopiedFile, allowed: set[str]) -> None:
    if file.name not in allowed:
        raise BackupError(f"{folder}: {file.name!r} does not belong into a backup")
    try:
        intact = file_checksum(folder / file.name) == file.sha256
    except OSError:
        intact = False
    if not intact:
        raise BackupError(f"{folder / file.name}: missing or damaged; nothing was put back")


def restore(settings: Settings, folder: Path, now: datetime, *, replace: bool) -> list[RestoredFile]:
    """Put a backup back; a filled store and other keys are replaced only if told, and then kept aside.

    Everything is checked before anything is written. The store comes last: once it is there, all is.

    :raises BackupError: nothing was put back, or ``data restore`` has to be run again
    """
    manifest = read_manifest(folder)
    url = settings.database_url or _restored_url(settings, folder, manifest)
    _check_target(settings, folder, manifest, url, replace=replace)
    aside = f"{now:%Y%m%dT%H%M%S%f}"
    with _schedule_held(url):
        try:
            restored = list(_put_back_files(settings, folder, manifest, aside))
            put_back_store(url, folder / STORE_COPY, aside)
        except OSError as error:
            raise BackupError(f"{error.filename}: cannot be written: {error.strerror}") from error
    where = str(sqlite_path(url)) if database_kind(url) == SQLITE else "PANTAU_DATABASE_URL"
    return [*restored, RestoredFile(STORE_COPY, where, "restored")]


def _restored_url(settings: Settings, folder: Path, manifest: Manifest) -> str:
    """Return where the store belongs: where the board looks for it, else under the name that it had."""
    city_file = settings.city_file if settings.city_file.exists() else folder / CITY_COPY
    current = store_file(settings, read_city(city_file))
    file = current if current.exists() else settings.var / manifest.store_name
    return f"sqlite:///{file.absolute()}"


@contextmanager
def _schedule_held(url: str) -> Iterator[None]:
    """Keep every process from running the schedule of a store, which is about to be replaced.

    A SQLite file is not read: it may be damaged.

    :raises BackupError: one runs it
    """
    if database_kind(url) == SQLITE and not sqlite_path(url).exists():
        yield
        return
    engine = open_engine(url)
    runner = single_runner(engine)
    try:
        if not runner.acquire():
            raise BackupError(f"the schedule of this store: {runner.refusal}; stop all of the board first")
        yield
    finally:
        runner.release()
        engine.dispose()


def _check_target(settings: Settings, folder: Path, manifest: Manifest, url: str, *, replace: bool) -> None:
    if database_kind(url) != manifest.database:
        raise BackupError(f"PANTAU_DATABASE_URL: allowed is a store of kind {manifest.database}")
    names = [file.name for file in manifest.files]
    secrets = [name for name in SECRET_FILES if name in names and _differs(folder, settings.var, name)]
    if replace:
        return
    if is_filled(url):
        raise BackupError("PANTAU_DATABASE_URL: this store is filled; --replace puts the backup in its place")
    if secrets:
        raise BackupError(f"{settings.var / secrets[0]}: another key is here; --replace keeps it aside")


def _differs(folder: Path, var: Path, name: str) -> bool:
    return (var / name).exists() and file_checksum(var / name) != file_checksum(folder / name)


def _put_back_files(
    settings: Settings, folder: Path, manifest: Manifest, aside: str
) -> Iterator[RestoredFile]:
    names = {file.name for file in manifest.files}
    for name in sorted(names.intersection(SECRET_FILES)):
        yield _put_back(folder / name, settings.var / name, aside)
    yield _put_back(folder / CITY_COPY, settings.city_file, None)
    city = load_city(settings)
    if INSTALLED_AREAS_COPY in names:
        yield _put_back(folder / INSTALLED_AREAS_COPY, installed_areas(settings, city), aside)
    named = area_file(settings, city)
    if AREAS_COPY in names and named is not None:
        yield _put_back(folder / AREAS_COPY, named, None)


def _put_back(copy: Path, target: Path, aside: str | None) -> RestoredFile:
    """Put one file back; another one there is kept aside, or stays where ``aside`` is None."""
    outcome = "restored"
    if target.exists():
        if file_checksum(target) == file_checksum(copy):
            return RestoredFile(copy.name, str(target), "the same already")
        if aside is None:
            return RestoredFile(copy.name, str(target), "kept as it is: it differs from the backup's")
        kept = target.with_name(f"{target.name}.{aside}")
        target.replace(kept)
        outcome = f"restored; the previous one is {kept.name}"
    copy_private(copy, target)
    return RestoredFile(copy.name, str(target), outcome)


def as_line(restored: RestoredFile) -> dict[str, str]:
    """Return what was done with a file as plain values, for the command's output."""
    return asdict(restored)
