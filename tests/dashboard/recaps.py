"""Parsing of the recap's files."""

import csv
import io
import re
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader


def csv_rows(body: bytes) -> list[list[str]]:
    """Return a CSV file's rows, headings first."""
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def workbook_sheet(body: bytes, name: str) -> Worksheet:
    """Return a sheet of a workbook, with formulas as formulas."""
    worksheet = openpyxl.load_workbook(io.BytesIO(body))[name]
    assert isinstance(worksheet, Worksheet)
    return worksheet


def sheet_rows(worksheet: Worksheet) -> list[list[Any]]:
    """Return a sheet's rows, headings first."""
    return [list(row) for row in worksheet.iter_rows(values_only=True)]


def pdf_pages(body: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]


def pdf_row(pages: list[str], name: str, count: int) -> list[str]:
    """Return the figures that follow a row's name on paper."""
    lines = [line.strip() for page in pages for line in page.splitlines()]
    starts = [
        index for index, line in enumerate(lines) if line == name and re.match(r"[\d\W]", lines[index + 1])
    ]
    return lines[starts[0] + 1 : starts[0] + 1 + count]
