"""SP4N-LAPOR's Excel export; texts of secret reports and names of anonymous ones are never stored.

The default columns and status words are those of public exports; the city's ``status_words`` and
``status_rules`` take precedence. The export has neither coordinates nor a closing date: areas come by name,
and a report counts as closed from the import that first shows it.
"""

from pathlib import Path
from typing import Any

from data.core.config.city import CONFIDENTIAL, Sp4nSource, TableSource
from data.sources.base import Row
from data.sources.columns import canonical_json
from data.sources.tables.feed import TableRows, raw_row_text
from data.sources.tables.layout import ColumnSpec
from data.sources.tables.mapping import FieldMapper, column_map
from data.sources.tables.records import Item
from data.sources.validator import WITHHELD_TEXT
from data.sources.values import clean_text, normalize

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
DEFAULT_STATUS_RULES = {
    "ditutup*": "selesai", "selesai*": "selesai", "diarsipkan*": "ditolak", "ditolak*": "ditolak",
    "terverifikasi*": "koordinasi", "terdisposisi*": "disposisi", "didisposisikan*": "disposisi",
    "ditanggapi*": "proses", "diproses*": "proses", "proses*": "proses", "ditindaklanjuti*": "proses",
    "ditunda*": "koordinasi", "tertunda*": "koordinasi", "belum*": "menunggu", "menunggu*": "menunggu",
}  # fmt: skip
SECRET_REPORT_FIELDS = (
    "service_request_id", "requested_datetime", "status_description", "status_code", "agency_responsible",
    "parent_name",
)  # fmt: skip
SECRET_WORD, NEGATIVE_ANSWERS = "rahasia", frozenset(("", "tidak", "t", "bukan", "no", "n", "false", "0"))


def to_table_source(source: Sp4nSource) -> TableSource:
    """Return the source as a table, with the export's columns and status words as defaults."""
    options = source.model_dump(exclude={"kind", "fields", "status_rules", "type_column"})
    # The city's rules first: the first match counts.
    rules = source.status_rules | {
        rule: code for rule, code in DEFAULT_STATUS_RULES.items() if rule not in source.status_rules
    }
    fields = {**DEFAULT_FIELDS, **source.fields}
    return TableSource(kind="table", fields=fields, status_rules=rules, **options)


class Sp4nRows(TableRows):
    """The rows of an export.

    A secret report (*Rahasia*) keeps its number, filing time, status, agency and kecamatan; its category is
    the confidential one. Text, category, kelurahan and reporter never leave this module, not even in a
    rejected row. An anonymous one has no reporter.
    """

    def __init__(self, source: Sp4nSource, content: Path | bytes) -> None:
        super().__init__(to_table_source(source), content)
        self.type_column = source.type_column

    def column_spec(self) -> ColumnSpec:
        """Return the columns; the type of report is required, because it tells which reports are secret."""
        fields = column_map(self.source)
        required = {self.type_column, *fields["service_request_id"], *fields["requested_datetime"][:1],
                  *fields["status_description"]}  # fmt: skip
        hidden = {"_kind": (self.type_column,), "_original": (ORIGINAL_TEXT_COLUMN,)}
        all_columns = {name for columns in (*fields.values(), (ORIGINAL_TEXT_COLUMN,)) for name in columns}
        optional = frozenset(all_columns - required)
        return ColumnSpec({**fields, **hidden}, self.source.id_from, optional, self.source.date_format)

    def row(self, number: int, item: Item, field_mapper: FieldMapper) -> Row:
        """Return one report without what its type forbids to store."""
        values = field_mapper.values(item)
        report_type = normalize(clean_text(values.pop("_kind", None) or ""))
        original_text = values.pop("_original", None)
        if item.problem:  # it may be secret: only the problem is stored
            return Row(number, canonical_json({"row": number}), {}, item.problem)
        if self._is_secret(report_type):
            allowed = {name: value for name, value in values.items() if name in SECRET_REPORT_FIELDS}
            secret_fields = {**allowed, "service_code": CONFIDENTIAL, "description": WITHHELD_TEXT}
            return Row(
                number,
                raw_row_text(number, _with_allowed_columns(item, field_mapper), field_mapper),
                secret_fields,
            )
        if "anonim" in report_type:
            values.pop("reporter", None)
        return Row(
            number,
            raw_row_text(number, item, field_mapper),
            _with_description(values, item, field_mapper, original_text),
        )

    def _is_secret(self, report_type: str) -> bool:
        """Return whether the type says so or, in a column that asks for secrecy, anything but a "no"."""
        return SECRET_WORD in report_type or (
            SECRET_WORD in normalize(self.type_column) and report_type not in NEGATIVE_ANSWERS
        )


def _with_allowed_columns(item: Item, field_mapper: FieldMapper) -> Item:
    """Return a secret report with only the columns that may be stored, and its type."""
    allowed_columns = {
        name
        for field_name in ("_kind", *SECRET_REPORT_FIELDS)
        for name in field_mapper.fields.get(field_name, ())
    }
    return Item({name: value for name, value in item.values.items() if name in allowed_columns})


def _with_description(
    values: dict[str, Any], item: Item, field_mapper: FieldMapper, original_text: Any
) -> dict[str, Any]:
    """Return the values with the final text of the report, else with its original text."""
    last_columns = field_mapper.fields.get("description", ())[-1:]
    if original_text and not any(field_mapper.cells(item, last_columns)):
        parts = [values.get("description"), original_text]
        return {**values, "description": "\n".join(filter(None, parts))}
    return values
