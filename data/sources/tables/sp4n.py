"""SP4N-LAPOR's Excel export; texts of secret reports and names of anonymous ones are never stored.

The default columns and status words are those of public exports; the city's ``status_words`` and
``status_rules`` take precedence. The export has neither coordinates nor a closing date: areas come by name,
and a report counts as closed from the import that first shows it.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from data.core.config.city import CONFIDENTIAL, Sp4nSource, TableSource
from data.core.config.table_config import DateOrder
from data.core.marking import Marking, MarkingRule
from data.core.report.withheld import WITHHELD_TEXT
from data.sources.base import FeedError, Row
from data.sources.columns import canonical_json
from data.sources.status_rules import status_rules_of
from data.sources.tables.alternatives import column_alternatives
from data.sources.tables.feed import TableRows, raw_row_text
from data.sources.tables.layout import ColumnSpec, FileLayout, Layout
from data.sources.tables.mapping import FieldMapper, column_map
from data.sources.tables.records import Item
from data.sources.values import normalize

PUBLIC_TYPES = frozenset(("publik", "public", "terbuka", "umum", "biasa", "normal", "reguler"))
TYPE_COLUMN = "Tipe Laporan"
REPORTER_COLUMN = "Nama Pelapor"
ORIGINAL_TEXT_COLUMN = "Isi Laporan Awal"
DEFAULT_FIELDS: dict[str, str | tuple[str, ...]] = {
    "service_request_id": "Tracking ID",
    "requested_datetime": ("Tanggal Laporan Masuk", "Waktu Laporan Masuk"),
    "status_description": "Status Laporan",
    "status_notes": "Alasan Tunda/Arsip",
    "service_name": "Kategori",
    "description": ("Judul Laporan", "Isi Laporan Akhir"),
    "agency_responsible": "Instansi Terdisposisi",
    "parent_name": "Kecamatan",
    "area_name": "Kelurahan",
    "reporter": REPORTER_COLUMN,
    "rating": "Rating",
}
OPEN_FIELDS = ("service_request_id", "requested_datetime", "status_description", "status_code",
               "agency_responsible", "parent_name")  # fmt: skip
RULE = MarkingRule()
DAY_FIRST: DateOrder = "dmy"  # as everything that is written in Indonesia
TYPE_LIMIT = 40  # characters of a type; more is a text
TYPED_ITEMS = 2_000  # of a file whose header does not tell the type column


def to_table_source(source: Sp4nSource) -> TableSource:
    """Return the source as a table, with the export's columns and status words as defaults."""
    options = source.model_dump(exclude={"kind", "fields", "status_rules", "type_column"})
    rules = status_rules_of(source)
    fields = {**DEFAULT_FIELDS, **source.fields}
    if source.date_order is None and source.date_format is None:
        options["date_order"] = DAY_FIRST
    return TableSource(kind="table", fields=fields, status_rules=rules, **options)


class Sp4nRows(TableRows):
    """The rows of an export.

    A secret report (*Rahasia*) keeps its number, filing time, status, agency and kecamatan; its category is
    the confidential one. An anonymous one has no reporter. The row validator sees to both; here an export is
    refused that does not say which reports are secret, and of a torn row nothing is kept.
    """

    def __init__(self, source: Sp4nSource, content: Path | bytes) -> None:
        super().__init__(to_table_source(source), content)
        self.type_column = source.type_column

    def column_spec(self) -> ColumnSpec:
        """Return the columns; the type of report is required where its column is configured."""
        fields = column_map(self.source)
        required = {*fields["service_request_id"], *fields["requested_datetime"][:1],
                    *fields["status_description"]}  # fmt: skip
        type_columns = (self.type_column,) if self.type_column else ()
        all_columns = {name for columns in (*fields.values(), (ORIGINAL_TEXT_COLUMN,)) for name in columns}
        optional = frozenset(all_columns - required - set(type_columns))
        hidden = {"_kind": type_columns, "_original": (ORIGINAL_TEXT_COLUMN,)}
        alternatives = column_alternatives(self.source)
        return ColumnSpec(
            {**fields, **hidden}, self.source.id_from, optional, self.source.date_format, alternatives
        )

    def check_layout(self, file_layout: FileLayout) -> None:
        """Check also that every table says which reports are secret.

        :raises FeedError: one does not
        """
        super().check_layout(file_layout)
        if self.type_column:
            return
        for layout in file_layout.tables:
            if not has_type(layout):
                names = ", ".join(column_names(layout))
                raise FeedError(f"no column {TYPE_COLUMN}; the file has {names}"[:1_000])

    def unmapped_columns_read(self, layout: Layout) -> Iterable[str]:
        """Return the columns that tell the type of a report, by their name or by what they ask."""
        names = column_names(layout)
        return [name for name in names if is_type_name(name)] or filter(RULE.asks, names)

    def row(self, number: int, item: Item, field_mapper: FieldMapper) -> Row:
        """Return one report without what its type forbids to store."""
        values = field_mapper.values(item)
        report_type = values.pop("_kind", None)
        original_text = values.pop("_original", None)
        if item.problem:  # it may be secret: only the problem is stored
            return Row(number, canonical_json({"row": number}), {}, item.problem)
        if self._is_secret(report_type) or RULE.marking_of(item.values) is Marking.CONFIDENTIAL:
            open_values = {name: value for name, value in values.items() if name in OPEN_FIELDS}
            secret_fields = {**open_values, "service_code": CONFIDENTIAL, "description": WITHHELD_TEXT}
            item = _open_item(item, field_mapper)
            return Row(number, raw_row_text(number, item, field_mapper), secret_fields)
        fields = _with_description(values, item, field_mapper, original_text)
        return Row(number, raw_row_text(number, item, field_mapper), fields)

    def _is_secret(self, report_type: Any) -> bool:
        """Return whether the configured type column says so, in an answer of any length."""
        return RULE.marking_of({f"tipe {self.type_column}": report_type}) is Marking.CONFIDENTIAL


def is_type_name(column: str) -> bool:
    """Return whether a column's name says that it tells which reports are secret."""
    return normalize(column) == normalize(TYPE_COLUMN) or RULE.names_secrecy(column)


def has_type(layout: Layout) -> bool:
    """Return whether a table says which reports are secret: by a column's name, or in one of its values."""
    if any(map(is_type_name, column_names(layout))):
        return True
    items = islice(layout.items.items(), TYPED_ITEMS)
    return any(not item.problem and says_type(item.values) for item in items)


def says_type(values: Mapping[str, Any]) -> bool:
    """Return whether a row says of what type it is: secret, anonymous or public."""
    if RULE.marking_of(values) is not Marking.NONE:
        return True
    return any(normalize(str(value)) in PUBLIC_TYPES and RULE.asks(name) for name, value in values.items())


def column_names(layout: Layout) -> tuple[str, ...]:
    """Return the columns of a table: its header's, or the keys of its first object."""
    if layout.header:
        return tuple(filter(None, layout.header.names))
    first = next(layout.items.items(), None)
    return tuple(map(str, first.values)) if first else ()


def _open_item(item: Item, field_mapper: FieldMapper) -> Item:
    """Return a secret report with only the columns that may be stored, and its type."""
    open_columns = {
        name for field_name in ("_kind", *OPEN_FIELDS) for name in field_mapper.fields.get(field_name, ())
    }
    return Item({
        name: value
        for name, value in item.values.items()
        if name in open_columns or (is_type_name(name) and len(str(value)) <= TYPE_LIMIT)
    })  # fmt: skip


def _with_description(
    values: dict[str, Any], item: Item, field_mapper: FieldMapper, original_text: Any
) -> dict[str, Any]:
    """Return the values with the final text of the report, else with its original text."""
    last_columns = field_mapper.fields.get("description", ())[-1:]
    if original_text and not any(field_mapper.cells(item, last_columns)):
        parts = [values.get("description"), original_text]
        return {**values, "description": "\n".join(filter(None, parts))}
    return values
