"""Streamed rows of cells of CSV and TSV."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, TextIO

from data.sources.base import FeedError
from data.sources.tables.records import Record, is_blank
from data.sources.values import normalize

SEPARATORS = ",;\t|"
LINE_LIMIT = 1_000_000
SAMPLE_ROWS = 100
MAX_BLANK_ROWS = 2_000_000  # at once: a sheet's empty end has a million, a bomb has no end
UNCLOSED_QUOTE = "a quotation mark that is not closed: the lines below it are read as rows of their own"


class LineReader:
    """Iterator over a file's lines that keeps those of the current row and can push lines back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._pushed_back = stream, deque[str]()
        self.row_lines: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._pushed_back.popleft() if self._pushed_back else self._stream.readline(LINE_LIMIT + 1)
        if not line:
            raise StopIteration
        if len(line) > LINE_LIMIT:
            raise FeedError(f"a line of more than {LINE_LIMIT:,} characters: not a table")
        self.row_lines.append(line)
        return line.replace("\0", "")

    def keep_first_line(self) -> str:
        """Return the first line of the current row, and push the others back."""
        first, *remaining = self.row_lines
        self._pushed_back.extendleft(reversed(remaining))
        return first


class DelimitedGrid:
    """A :class:`Grid` over delimited text."""

    positioned = False

    def __init__(self, stream: BinaryIO, encoding: str, separator: str) -> None:
        self._stream, self._encoding, self._separator = stream, encoding, separator

    def records(self) -> Iterator[Record]:
        """Yield the rows; a stray quotation mark spoils its own line only, never the rows below it."""
        lines = LineReader(text_stream(self._stream, self._encoding))
        reader = csv.reader(lines, delimiter=self._separator)
        blank_count = 0
        while True:
            lines.row_lines.clear()
            try:
                record = Record(next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                record = Record((), f"not a CSV row: {error}")
            if record.problem or len(lines.row_lines) > 1:
                record = self._check_quoting(record, lines)
            if record.problem or not all(map(is_blank, record.cells)):
                yield replace(record, blank_rows=blank_count) if blank_count else record
                blank_count = 0
            elif (blank_count := blank_count + 1) > MAX_BLANK_ROWS:
                raise FeedError(f"more than {MAX_BLANK_ROWS:,} blank rows: not a table")

    def _check_quoting(self, record: Record, lines: LineReader) -> Record:
        """Reject a row over several lines that is not quoted correctly: it includes rows below it."""
        if len(lines.row_lines) > 1 and (record.problem or not self._well_quoted(lines.row_lines)):
            return Record([lines.keep_first_line().rstrip("\r\n")], UNCLOSED_QUOTE)
        return Record(["".join(lines.row_lines).rstrip("\r\n")], record.problem) if record.problem else record

    def _well_quoted(self, lines: list[str]) -> bool:
        try:
            return len(list(csv.reader(lines, delimiter=self._separator, strict=True))) == 1
        except csv.Error:
            return False


def text_stream(stream: BinaryIO, encoding: str) -> TextIO:
    """Return the stream as text from its beginning; it stays open when the text stream is closed."""
    stream.seek(0)
    return io.TextIOWrapper(_NonClosingReader(stream), encoding, newline="")


class _NonClosingReader(io.BufferedReader):
    """A reader that leaves its stream open: closing the text wrapper would prevent a second reading."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)  # type: ignore[arg-type]

    def close(self) -> None:
        """Do nothing: the owner closes the stream."""


def detect_separator(sample: str, columns: Iterable[str]) -> str:
    """Return the separator by which a row has most of the columns or, if equal, most rows have one width."""
    names = {normalize(name) for name in columns}
    return max(SEPARATORS, key=lambda separator: _separator_score(sample, separator, names))


def _separator_score(sample: str, separator: str, names: set[str]) -> tuple[int, int, int]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a field beyond the parser's limit: the rows before it are enough
    matches = max((len(names & set(map(normalize, row))) for row in rows), default=0)
    width, frequency = (
        Counter(len(row) for row in rows if len(row) > 1).most_common(1)[0]
        if _has_several_cells(rows)
        else (0, 0)
    )
    return matches, frequency, width


def _has_several_cells(rows: list[list[str]]) -> bool:
    return any(len(row) > 1 for row in rows)
