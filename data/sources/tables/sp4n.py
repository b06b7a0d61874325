"""SP4N-LAPOR's Excel export: secret and anonymous reports kept apart before anything is stored.

The columns and words are those of exports seen in public; what a closing word means is a rule of the city's
own (``status_words``, ``status_rules``), these are only where it starts. The export has neither coordinates
nor a closing date: areas come by name, and a closing is known from the import that first shows it.
"""

from pathlib import Path
from typing import Any

from data.core.config.city import CONFIDENTIAL, Sp4nSource, TableSource
from data.sources.base import Row
from data.sources.columns import raw_text
from data.sources.tables.feed import TableRows, raw_of
from data.sources.tables.layout import Wanted
from data.sources.tables.mapping import Reading, mapping_of
from data.sources.tables.records import Item
from data.sources.values import folded, text

KIND = "Tipe Laporan"
REPORTER = "Nama Pelapor"
ORIGINAL = "Isi Laporan Awal"
FIELDS: dict[str, str | tuple[str, ...]] = {
    "service_request_id": "Tracking ID",
    "requested_datetime": ("Tanggal Laporan Masuk", "Waktu Laporan Masuk"),
    "status_description": "Status Laporan",
    "status_notes": "Alasan Tunda/Arsip",
    "service_name": "Kategori",
    "description": ("Judul Laporan", "Isi Laporan Akhir"),
    "agency_responsible": "Instansi Terdisposisi",
    "parent_name": "Kecamatan",
    "area_name": "Kelurahan",
    "reporter": REPORTER,
    "rating": "Rating",
}
RULES = {
    "ditutup*": "selesai", "selesai*": "selesai", "diarsipkan*": "ditolak", "ditolak*": "ditolak",
    "terverifikasi*": "koordinasi", "terdisposisi*": "disposisi", "didisposisikan*": "disposisi",
    "ditanggapi*": "proses", "diproses*": "proses", "proses*": "proses", "ditindaklanjuti*": "proses",
    "ditunda*": "koordinasi", "tertunda*": "koordinasi", "belum*": "menunggu", "menunggu*": "menunggu",
}  # fmt: skip
KEPT = (
    "service_request_id", "requested_datetime", "status_description", "status_code", "agency_responsible",
    "parent_name",
)  # fmt: skip
SECRET, NO = "rahasia", frozenset(("", "tidak", "t", "bukan", "no", "n", "false", "0"))
WITHHELD = "(dirahasiakan)"


def as_table(source: Sp4nSource) -> TableSource:
    """The same source as a table, the export's own columns and words below the city's."""
    said = source.model_dump(exclude={"kind", "fields", "status_rules", "type_column"})
    rules = {**source.status_rules, **{k: v for k, v in RULES.items() if k not in source.status_rules}}
    return TableSource(kind="table", fields={**FIELDS, **source.fields}, status_rules=rules, **said)


class Sp4nRows(TableRows):
    """The rows of an export.

    A secret report (*Rahasia*) keeps its number, filing time, state, agency and kecamatan; its category is
    the confidential one. Text, category, kelurahan and reporter never leave this module, not even in a
    rejected row. An anonymous one has no reporter.
    """

    def __init__(self, source: Sp4nSource, content: Path | bytes) -> None:
        super().__init__(as_table(source), content)
        self.type_column = source.type_column

    def wanted(self) -> Wanted:
        """The type of report is required: without it nobody could tell the secret ones."""
        fields = mapping_of(self.source)
        needed = {self.type_column, *fields["service_request_id"], *fields["requested_datetime"][:1],
                  *fields["status_description"]}  # fmt: skip
        hidden = {"_kind": (self.type_column,), "_original": (ORIGINAL,)}
        every = {name for columns in (*fields.values(), (ORIGINAL,)) for name in columns}
        optional = frozenset(every - needed)
        return Wanted({**fields, **hidden}, self.source.id_from, optional, self.source.date_format)

    def row(self, number: int, item: Item, reading: Reading) -> Row:
        """One report, without what its type forbids to keep."""
        values = reading.values(item)
        kind = folded(text(values.pop("_kind", None) or ""))
        original = values.pop("_original", None)
        if item.problem:  # it may be a secret one: nothing of it is kept but its fault
            return Row(number, raw_text({"row": number}), {}, item.problem)
        if self._is_secret(kind):
            kept = {name: value for name, value in values.items() if name in KEPT}
            secret = {**kept, "service_code": CONFIDENTIAL, "description": WITHHELD}
            return Row(number, raw_of(number, _allowed(item, reading), reading), secret)
        if "anonim" in kind:
            values.pop("reporter", None)
        return Row(number, raw_of(number, item, reading), _described(values, item, reading, original))

    def _is_secret(self, kind: str) -> bool:
        """By the type's own word, or by anything but a no in a column that asks for secrecy."""
        return SECRET in kind or (SECRET in folded(self.type_column) and kind not in NO)


def _allowed(item: Item, reading: Reading) -> Item:
    """Of a secret report's columns those that may be kept, and the one that says that it is secret."""
    names = {name for ours in ("_kind", *KEPT) for name in reading.fields.get(ours, ())}
    return Item({name: value for name, value in item.values.items() if name in names})


def _described(values: dict[str, Any], item: Item, reading: Reading, original: Any) -> dict[str, Any]:
    """The final text of a report where there is one, else the text it came with."""
    last = reading.fields.get("description", ())[-1:]
    if original and not any(reading.cells(item, last)):
        parts = [values.get("description"), original]
        return {**values, "description": "\n".join(filter(None, parts))}
    return values
