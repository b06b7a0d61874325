"""Files and folders that only this user can read."""

import os
import tempfile
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj

PRIVATE_FOLDER_MODE, PRIVATE_FILE_MODE = 0o700, 0o600
OTHERS_MODE = 0o077  # what group and others may do


def make_private_folder(folder: Path) -> None:
    """Make a folder that only this user can open; one that exists stays as it is."""
    folder.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)


def make_private(path: Path) -> None:
    """Take a file away from other users, and create it empty if it is missing, where this user may.

    One that exists is not opened: closing it would end all locks that SQLite holds on it in this process, and
    another process would then take away the WAL file that is in use.
    """
    with suppress(OSError):  # whoever opens the file says what is wrong
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE))
        if path.stat().st_mode & OTHERS_MODE:
            path.chmod(PRIVATE_FILE_MODE)


def create_private_file(path: Path, content: bytes) -> None:
    """Create a file with its whole content, or not at all; one that exists is never overwritten.

    Of several processes one creates it. A write that fails, as on a full disk, leaves nothing behind.

    :raises OSError: it cannot be written
    """
    make_private_folder(path.parent)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    try:
        _write_to_disk(descriptor, content)
        with suppress(FileExistsError):  # another process was faster
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
    _sync_folder(path.parent)


def copy_private(source: Path, target: Path) -> None:
    """Copy a file to one that only this user can read, whole or not at all.

    :raises OSError: it cannot be read or written, or the target exists
    """
    make_private_folder(target.parent)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # 0600
    try:
        with source.open("rb") as content, os.fdopen(descriptor, "wb") as file:
            copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, target)
    finally:
        Path(temporary).unlink()
    _sync_folder(target.parent)


def file_checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits.

    :raises OSError: it cannot be read
    """
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _write_to_disk(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
