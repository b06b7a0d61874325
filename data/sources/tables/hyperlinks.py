"""URLs behind the cells of a workbook: hyperlinks, and formulas ``=HYPERLINK("url"; "text")``.

A cell shows "Lihat foto" and hides the URL, which calamine does not return. The sheet's own XML is
streamed for it, and only the URLs are kept in memory.
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

WORKBOOK_PART, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAX_LINK_CELLS = 10_000  # cells that share one link
WEB_SCHEMES = ("http://", "https://")
_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,)]', re.IGNORECASE)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, KeyError, ParseError, DefusedXmlException, OSError,
           ValueError, EOFError, NotImplementedError, RuntimeError)  # fmt: skip

CellPosition = tuple[int, int]  # row and column, both from 0


def read_links(stream: BinaryIO, sheet: str, columns: frozenset[int]) -> dict[CellPosition, str]:
    """Return the web addresses behind the cells of some columns of a sheet.

    :raises FeedError: not an ``.xlsx``, or broken
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            part = sheet_part(archive, sheet)
            relations = _read_relations(archive, _relations_part(part))
            with archive.open(part) as content:
                return {
                    position: url
                    for position, url in _link_targets(content, relations)
                    if position[1] in columns and _is_web(url)
                }
    except BROKEN_ARCHIVE as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        raise FeedError(
            f"the links of sheet {sheet} cannot be read; only .xlsx has them ({reason})"
        ) from error


def _is_web(url: str) -> bool:
    return url.lower().startswith(WEB_SCHEMES)


def sheet_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the part of the archive that holds a sheet."""
    relations = _read_relations(archive, WORKBOOK_RELATIONS)
    sheets = (
        e
        for e in fromstring(archive.read(WORKBOOK_PART), forbid_dtd=True).iter()
        if _local_name(e.tag) == "sheet"
    )
    target = {e.get("name"): relations.get(_attribute(e, "id"), "") for e in sheets}[sheet]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _relations_part(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _read_relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the targets of a part's relations by their ids; empty if it has none."""
    if part not in archive.namelist():
        return {}
    root = fromstring(archive.read(part), forbid_dtd=True)
    return {e.get("Id", ""): e.get("Target", "") for e in root if isinstance(e.tag, str)}


def _link_targets(content: IO[bytes], relations: Mapping[str, str]) -> Iterator[tuple[CellPosition, str]]:
    """Yield each cell with a link; parsed rows are freed."""
    sheet_rows: Element | None = None
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        name = _local_name(element.tag)
        if event == "start":
            sheet_rows = element if name == "sheetData" else sheet_rows
        elif name == "c":
            yield from _formula_links(element)
        elif name == "row" and sheet_rows is not None:
            sheet_rows.clear()
        elif name == "hyperlink":
            target = relations.get(_attribute(element, "id"), "")
            yield from ((position, target) for position in _cells_in_range(element.get("ref", "")))


def _formula_links(cell: Element) -> Iterator[tuple[CellPosition, str]]:
    for part in cell:
        if _local_name(part.tag) == "f" and (match := _FORMULA.match(part.text or "")):
            yield from (
                (position, match[1].replace('""', '"')) for position in _cells_in_range(cell.get("r", ""))
            )


def _cells_in_range(reference: str) -> Iterator[CellPosition]:
    """Yield the cells of ``C5`` or ``C5:C9``."""
    ends = [_parse_cell(end) for end in reference.split(":")[:2]]
    if not ends or None in ends:
        return
    (top_row, left_column), (bottom_row, right_column) = (end for end in (ends[0], ends[-1]) if end)
    if (bottom_row - top_row + 1) * (right_column - left_column + 1) <= MAX_LINK_CELLS:
        yield from product(range(top_row, bottom_row + 1), range(left_column, right_column + 1))


def _parse_cell(reference: str) -> CellPosition | None:
    match = _CELL.fullmatch(reference)
    return (int(match[2]) - 1, column_number(match[1].encode()) - 1) if match else None


def _attribute(element: Element, name: str) -> str:
    """Return an attribute in any namespace."""
    return next((value for key, value in element.items() if _local_name(key) == name), "")


def _local_name(name: Any) -> str:
    return str(name).rpartition("}")[2]
