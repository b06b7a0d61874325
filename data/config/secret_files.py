"""Secrets that the board makes for itself, each in a file of ``PANTAU_VAR``, and the reporter key."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import structlog

from data.config.settings import SettingError, Settings
from data.lib.private_files import create_private_file

MIN_SECRET_BYTES = 32
REPORTER_KEY_SETTING, REPORTER_KEY_FILE = "PANTAU_REPORTER_KEY", "reporter.key"
REMEDY = "put it back from a backup; delete it only if it was never used, then a new one is made"

T = TypeVar("T")
log = structlog.get_logger(__name__)


def load_secret(path: Path, generate: Callable[[], bytes], parse: Callable[[bytes], T]) -> T:
    """Return the secret of a file; the first of all processes generates it.

    :param parse: raises ValueError for content that is no such secret
    :raises SettingError: the file is empty, short or unusable, or cannot be read or written
    """
    try:
        content = _read_or_create(path, generate)
    except OSError as error:
        raise SettingError(f"{path}: this secret cannot be read or made ({error.strerror})") from error
    if len(content) < MIN_SECRET_BYTES:
        problem = f"{len(content)} bytes, allowed are at least {MIN_SECRET_BYTES}"
        raise SettingError(f"{path}: this secret has {problem}; {REMEDY}")
    try:
        return parse(content)
    except ValueError as error:
        raise SettingError(f"{path}: this secret cannot be parsed; {REMEDY}") from error


def _read_or_create(path: Path, generate: Callable[[], bytes]) -> bytes:
    """Return what is in the file, also after creating it: another process may have been faster."""
    if not path.exists():
        create_private_file(path, generate())
    return path.read_bytes().strip()


def reporter_key(settings: Settings) -> bytes:
    """Return the secret for hashing reporters' names: that of the settings, else that of the key file.

    :raises SettingError: the file is unusable
    """
    if settings.reporter_key:
        return settings.reporter_key.encode()
    return load_secret(settings.var / REPORTER_KEY_FILE, _generate_key, bytes)


def is_reporter_key_missing(settings: Settings) -> bool:
    """Return whether neither the settings nor a file give the reporter key."""
    return not settings.reporter_key and not (settings.var / REPORTER_KEY_FILE).exists()


def _generate_key() -> bytes:
    return secrets.token_hex(MIN_SECRET_BYTES).encode()


def check_reporter_key(settings: Settings, *, store_exists: bool) -> None:
    """Refuse a short key in the settings, and an unusable key file.

    A store that was filled under a short key can be read by that key alone, so there it is only warned of.

    :raises SettingError: naming the setting or the file, and what to do
    """
    if len(reporter_key(settings)) >= MIN_SECRET_BYTES:
        return
    allowed = f"at least {MIN_SECRET_BYTES} bytes, or nothing: then the board makes one"
    message = f"{REPORTER_KEY_SETTING} = (not shown): allowed is {allowed}"
    if not store_exists:
        raise SettingError(message)
    log.warning("reporter key is short", problem=message)
