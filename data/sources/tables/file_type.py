"""What a file is, told from its content and never from its name."""

import codecs
import zipfile
from typing import BinaryIO

import orjson

from data.core.config.table_config import Format
from data.sources.base import FeedError

SAMPLE = 64 * 1024
PIECE = 2**20
ZEROS = 0.1  # a stray zero is dirt and is left out; more of them are no text
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OLE, ZIP, PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"
PAGE = (
    "is an HTML or XML page, not a table: is a sign-in needed? A Google sheet must be shared with "
    "'anyone with the link'; a page saved as .xls must be opened in Excel and saved as .xlsx"
)


def sample_of(stream: BinaryIO) -> bytes:
    """The first bytes; the stream is left at its beginning."""
    stream.seek(0)
    sample = stream.read(SAMPLE)
    stream.seek(0)
    return sample


def format_of(stream: BinaryIO, encoding: str | None) -> Format:
    """The format of an unpacked file.

    :raises FeedError: empty, an HTML page, a PDF, a zip of something else, or binary data
    """
    sample = sample_of(stream)
    if not sample.strip():
        raise FeedError("the file is empty: taken for a fault of the feed, the last good data stays")
    if sample.startswith(OLE) or (sample.startswith(ZIP) and _is_workbook(stream)):
        return "excel"
    if sample.startswith((ZIP, PDF)):
        raise FeedError("not a table: a zip archive or a PDF; unpack it, or export the table itself")
    return _text_format(_decoded_sample(sample, encoding))


def _is_workbook(stream: BinaryIO) -> bool:
    try:
        names = zipfile.ZipFile(stream).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise FeedError(f"the workbook is broken: {error}") from error
    finally:
        stream.seek(0)
    return any(name.startswith("xl/") for name in names)


def _decoded_sample(sample: bytes, encoding: str | None) -> str:
    found = encoding or _by_mark(sample)
    if found is None and sample.count(0) > len(sample) * ZEROS:
        raise FeedError("not a table: binary data")
    return sample.decode(found or "utf-8", "replace").lstrip("\ufeff \t\r\n\0")


def _text_format(start: str) -> Format:
    if start.startswith("<"):
        raise FeedError(f"the file {PAGE}")
    if start.startswith("["):
        return "json"
    if not start.startswith("{"):
        return "csv"
    first, _, rest = start.partition("\n")
    return "jsonl" if rest.strip() and _is_json(first) else "json"


def _is_json(line: str) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def encoding_of(stream: BinaryIO, configured: str | None) -> str:
    """The encoding by one rule: the configured one; else a byte order mark or UTF-16's pattern of zeros;
    else UTF-8 if every byte of the file fits it; else Windows' cp1252 if every byte fits that.

    :raises FeedError: before any row is taken, if the file does not decode as a whole
    """
    if configured:
        _check(stream, configured)
        return configured
    marked = _by_mark(sample_of(stream))
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        if _fault(stream, encoding) is None:
            return encoding
    raise FeedError(f"readable neither as {marked or 'utf-8 nor as cp1252'}: name its encoding")


def _by_mark(sample: bytes) -> str | None:
    for mark, name in BOMS:
        if sample.startswith(mark):
            return name
    start = sample[:4096]
    pairs = len(start) // 2 or 1
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[offset::2].count(0), start[1 - offset :: 2].count(0)
        if zeros > pairs / 2 and not others:
            return name
    return None


def _check(stream: BinaryIO, encoding: str) -> None:
    if fault := _fault(stream, encoding):
        raise FeedError(f"not readable as {encoding}: {fault}")


def _fault(stream: BinaryIO, encoding: str) -> str | None:
    """Why the whole stream does not decode; it is read in pieces and left at its beginning."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        while piece := stream.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError, AttributeError, TypeError) as error:
        return str(error) or type(error).__name__
    finally:
        stream.seek(0)
    return None
