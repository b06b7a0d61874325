"""Where the cells of a workbook lead to: hyperlinks, and formulas ``=HYPERLINK("address"; "words")``.

A cell shows "Lihat foto" and hides the address, which calamine does not tell. The sheet's own XML is
streamed for it: nothing but the addresses is held, whatever the dimensions or drawings say.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import product
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from data.sources.base import FeedError
from data.sources.tables.workbook_size import column_number

BOOK, BOOK_PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LONGEST_RANGE = 10_000  # cells that share one link
WEB = ("http://", "https://")
_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,)]', re.IGNORECASE)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ParseError, DefusedXmlException, OSError, ValueError,
           EOFError, NotImplementedError, RuntimeError)  # fmt: skip

Place = tuple[int, int]  # row and column, both from 0


def links_of(stream: BinaryIO, sheet: str, columns: frozenset[int]) -> dict[Place, str]:
    """The web addresses behind the cells of some columns of a sheet.

    :raises FeedError: not an ``.xlsx``, or broken
    """
    try:
        with zipfile.ZipFile(stream) as book:
            part = _part_of(book, sheet)
            named = _named(book, _beside(part))
            with book.open(part) as content:
                return {at: url for at, url in _targets(content, named) if at[1] in columns and _is_web(url)}
    except _BROKEN as error:
        said = f"{type(error).__name__}: {error}"[:200]
        raise FeedError(f"the links of sheet {sheet} cannot be read; only .xlsx has them ({said})") from error


def _is_web(url: str) -> bool:
    return url.lower().startswith(WEB)


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The part of the archive that holds a sheet."""
    parts = _named(book, BOOK_PARTS)
    found = (e for e in fromstring(book.read(BOOK), forbid_dtd=True).iter() if _local(e.tag) == "sheet")
    target = {e.get("name"): parts.get(_own(e, "id"), "") for e in found}[sheet]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _beside(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _named(book: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Targets by the names under which a part knows them; none where it leads nowhere."""
    if part not in book.namelist():
        return {}
    found = fromstring(book.read(part), forbid_dtd=True)
    return {e.get("Id", ""): e.get("Target", "") for e in found if isinstance(e.tag, str)}


def _targets(content: IO[bytes], named: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Each cell that leads somewhere; what has been looked at is let go."""
    rows: Element | None = None
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        name = _local(element.tag)
        if event == "start":
            rows = element if name == "sheetData" else rows
        elif name == "c":
            yield from _by_formula(element)
        elif name == "row" and rows is not None:
            rows.clear()
        elif name == "hyperlink":
            target = named.get(_own(element, "id"), "")
            yield from ((at, target) for at in _cells(element.get("ref", "")))


def _by_formula(cell: Element) -> Iterator[tuple[Place, str]]:
    for part in cell:
        if _local(part.tag) == "f" and (found := _FORMULA.match(part.text or "")):
            yield from ((at, found[1].replace('""', '"')) for at in _cells(cell.get("r", "")))


def _cells(ref: str) -> Iterator[Place]:
    """The cells of ``C5`` or ``C5:C9``."""
    ends = [_place(end) for end in ref.split(":")[:2]]
    if not ends or None in ends:
        return
    (top, left), (bottom, right) = (end for end in (ends[0], ends[-1]) if end)
    if (bottom - top + 1) * (right - left + 1) <= LONGEST_RANGE:
        yield from product(range(top, bottom + 1), range(left, right + 1))


def _place(written: str) -> Place | None:
    found = _CELL.fullmatch(written)
    return (int(found[2]) - 1, column_number(found[1].encode()) - 1) if found else None


def _own(element: Element, name: str) -> str:
    """An attribute, whatever namespace it is in."""
    return next((value for key, value in element.items() if _local(key) == name), "")


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]
