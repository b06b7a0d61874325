"""The first part of a large table, so that an inspection costs the same whatever a file swells to."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.sources.base import FeedError
from data.sources.tables.decompression import open_unpacked
from data.sources.tables.file_type import OLE, ZIP, detect_format

HEAD_BYTES = 32 * 2**20  # some hundred thousand rows
FORMATS_BY_LINES = ("csv", "tsv", "jsonl")  # their first lines are a table by themselves


@contextmanager
def first_part(path: Path) -> Iterator[tuple[Path, bool]]:
    """Yield the file, or one with its first lines where it is long; and whether nothing is left out.

    A workbook or a JSON list cannot be cut: it stays whole, within the limits of its own reader.

    :raises FeedError: unreadable, broken, or a packed file that is long and cannot be cut
    """
    with open_unpacked(path) as (stream, is_packed):
        head = stream.read(HEAD_BYTES + 1)
    if len(head) <= HEAD_BYTES or not (is_packed or _is_by_lines(path)):
        yield path, True
        return
    with tempfile.NamedTemporaryFile(suffix=path.suffix) as target:
        target.write(_first_lines(head))
        target.flush()
        yield Path(target.name), False


def _is_by_lines(path: Path) -> bool:
    with path.open("rb") as stream:
        return detect_format(stream, None) in FORMATS_BY_LINES


def _first_lines(head: bytes) -> bytes:
    """Return the whole lines of the beginning of a file.

    :raises FeedError: it is not a table of lines
    """
    by_lines = not head.startswith((OLE, ZIP)) and detect_format(io.BytesIO(head), None) in FORMATS_BY_LINES
    if not by_lines:
        raise FeedError(f"unpacked it is larger than {HEAD_BYTES // 2**20} MiB: unpack it before inspection")
    end = head.rfind(b"\n", 0, HEAD_BYTES) + 1
    return head[: end + _is_utf_16_le(head) if end else HEAD_BYTES]


def _is_utf_16_le(head: bytes) -> bool:
    """Return whether a line ends with a zero byte behind its line feed."""
    return head.find(b"\n") == head.find(b"\n\0")
