"""Inspection of a file without configuration: its columns, and a source that can read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from data.core.config.city import Sp4nSource, TableSource, TabularSource
from data.core.config.table_config import TableOptions
from data.core.marking import Marking, MarkingRule
from data.sources.base import FeedError
from data.sources.tables.cells import plain_text
from data.sources.tables.column_guess import (
    KNOWN_NAMES,
    SP4N_COLUMN,
    count_known,
    guess_fields,
)
from data.sources.tables.delimited import DelimitedGrid, detect_separator
from data.sources.tables.excel import open_workbook
from data.sources.tables.feed import TableRows
from data.sources.tables.file_type import detect_encoding, detect_format, read_sample
from data.sources.tables.header import SEARCH_ROWS, column_names, describe_columns
from data.sources.tables.layout import ColumnSpec, FileLayout, Layout, detect_layout
from data.sources.tables.mapping import column_map
from data.sources.tables.merged_guess import MergedFields, merge_guesses
from data.sources.tables.records import Grid
from data.sources.tables.sp4n import DEFAULT_FIELDS, OPEN_FIELDS, Sp4nRows, is_type_name
from data.sources.values import normalize

SAMPLE_ROWS = 100
TRACKING_NAMES = frozenset((SP4N_COLUMN, "trackingid", "id tracking", "no tracking", "nomor tracking",
                            "kode tracking", "tracking"))  # fmt: skip
SP4N_NAMES = frozenset((
    "tanggal laporan masuk", "waktu laporan masuk", "nama pelapor", "klasifikasi laporan", "judul laporan",
    "isi laporan awal", "isi laporan akhir", "tipe laporan", "instansi terdisposisi", "status laporan",
    "alasan tunda arsip",
))  # fmt: skip
MIN_SP4N_NAMES = 3


@dataclass(frozen=True)
class DetectedColumns:
    """The columns of a file; ``fields`` are guesses for a person to confirm."""

    columns: tuple[str, ...]
    fields: MergedFields

    @property
    def is_sp4n(self) -> bool:
        """Whether it is SP4N-LAPOR's export, whatever its type column is called."""
        names = set(map(normalize, self.columns))
        if names.isdisjoint(TRACKING_NAMES):
            return False
        return len(names & SP4N_NAMES) >= MIN_SP4N_NAMES or any(map(is_type_name, self.columns))

    @property
    def sp4n_fields(self) -> MergedFields:
        """The columns that stand in the export for those that it does not have."""
        names = set(map(normalize, self.columns))
        lacking = {
            field_name
            for field_name, columns in DEFAULT_FIELDS.items()
            if names.isdisjoint(map(normalize, [columns] if isinstance(columns, str) else columns))
        }
        return {field_name: self.fields[field_name] for field_name in self.fields if field_name in lacking}


def detect_columns(stream: BinaryIO, levels: Sequence[str] = ()) -> DetectedColumns:
    """Return the columns of a file and the fields they may hold; of a workbook those of all alike sheets.

    :param levels: what the city calls its areas and their parents
    :raises FeedError: not a table, or one in which no column is known by its name
    """
    file_format = detect_format(stream, None)
    if file_format == "excel":
        candidate = _sheets_columns([_grid_columns(s, levels) for s in open_workbook(stream, None).sheets])
    elif file_format in ("json", "jsonl"):
        columns = _json_keys(detect_layout(stream, TableOptions(), ColumnSpec({})).first)
        candidate = DetectedColumns(columns, dict(guess_fields(columns, levels)))
    else:
        encoding = detect_encoding(stream, None)
        separator = detect_separator(read_sample(stream).decode(encoding, "replace"), KNOWN_NAMES)
        candidate = _grid_columns(DelimitedGrid(stream, encoding, separator), levels)
    if not candidate.fields:
        raise FeedError(f"no column is known by its name; {describe_columns(candidate.columns)}"[:1_000])
    return candidate


def _known_column_count(candidate: DetectedColumns) -> int:
    return count_known(candidate.columns)


def _sheets_columns(sheets: Sequence[DetectedColumns]) -> DetectedColumns:
    """Return the columns of the sheet with the most known names, and their names in the others like it."""
    if not sheets:
        return DetectedColumns((), {})
    best = max(sheets, key=_known_column_count)
    others = [sheet.fields for sheet in sheets if sheet is not best]
    return DetectedColumns(best.columns, merge_guesses([best.fields, *others]))


def _grid_columns(grid: Grid, levels: Sequence[str]) -> DetectedColumns:
    """Return the columns of the row with the most known names or, if equal, of the widest one."""
    rows = [column_names(record.cells) for record in islice(grid.records(), SEARCH_ROWS)]
    names = max(rows, key=lambda row: (count_known(row), sum(map(bool, row))), default=())
    return DetectedColumns(names, dict(guess_fields(names, levels)))


def _json_keys(layout: Layout) -> tuple[str, ...]:
    keys = dict.fromkeys(
        str(key) for item in islice(layout.items.items(), SAMPLE_ROWS) for key in item.values
    )
    return tuple(keys)


def propose_source(detected: DetectedColumns, name: str) -> TabularSource:
    """Return a source that reads the file by the names of its columns."""
    if detected.is_sp4n:
        return Sp4nSource.model_validate({"name": name, "kind": "sp4n", "fields": detected.sp4n_fields})
    return TableSource.model_validate({"name": name, "kind": "table", "fields": detected.fields})


def layout_for(rows: TableRows, stream: BinaryIO) -> FileLayout:
    """Return the layout by which these rows are read."""
    return detect_layout(stream, rows.source, rows.column_spec())


def collect_samples(
    layout: Layout, columns: Iterable[str], rule: MarkingRule, count: int = 3
) -> dict[str, list[str]]:
    """Return the first different values of each column, none of a torn or a confidential row."""
    values_by_column: dict[str, list[str]] = {name: [] for name in columns}
    for item in islice(layout.items.items(), SAMPLE_ROWS):
        if item.problem or rule.marking_of(item.values) is Marking.CONFIDENTIAL:
            continue
        for name, column_samples in values_by_column.items():
            preview = _preview(item.values.get(name))
            if preview and preview not in column_samples and len(column_samples) < count:
                column_samples.append(preview)
    return values_by_column


def list_private_columns(rows: TableRows) -> set[str]:
    """Return columns whose values are not shown: reporters, and texts of exports with secret reports."""
    fields = column_map(rows.source)
    if not isinstance(rows, Sp4nRows):
        return set(fields.get("reporter", ()))
    return {
        name
        for field_name, columns in rows.column_spec().fields.items()
        if field_name not in (*OPEN_FIELDS, "_kind")
        for name in columns
    }


def _preview(value: Any) -> str:
    return " ".join((plain_text(value) or "").split())[:40]
