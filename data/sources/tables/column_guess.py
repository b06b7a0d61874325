"""Guesses which column holds which field, by the column names of offices and open data portals."""

from collections.abc import Iterable, Mapping, Sequence

from data.sources.values import normalize

# Names as `normalize` returns them, the most certain first. A column serves one field only.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "service_request_id": (
        "tracking id", "service request id", "servicerequestid", "unique key", "case enquiry id",
        "nomor tiket", "no tiket", "nomor laporan", "no laporan", "nomor aduan", "no aduan", "id laporan",
        "id aduan", "ticket id", "ticket number", "request id", "case id", "sr number", "nomor", "kode", "id",
    ),
    "requested_datetime": (
        "requested datetime", "tanggal laporan masuk", "tanggal kirim", "tanggal lapor", "tanggal laporan",
        "tanggal aduan", "tanggal masuk", "tgl lapor", "tgl laporan", "tgl masuk", "created date",
        "creation date", "date created", "open dt", "date opened", "opened", "adddate", "serviceorderdate",
        "created at", "createdat", "post date", "waktu lapor", "tanggal", "tgl", "date",
    ),
    "expected_datetime": (
        "expected datetime", "due date", "target dt", "serviceduedate", "sla due date", "batas waktu",
        "tenggat", "tenggat waktu", "jatuh tempo", "tanggal target",
    ),
    "closed_datetime": (
        "closed datetime", "closed date", "date closed", "closed dt", "resolutiondate", "resolution date",
        "tanggal selesai", "tgl selesai", "tanggal penyelesaian", "waktu selesai", "closed at", "closed",
    ),
    "updated_datetime": (
        "updated datetime", "lastmodifieddate", "last updated", "updated at", "updated date",
        "resolution action updated date", "tanggal diperbarui", "terakhir diperbarui",
    ),
    "status_description": (
        "status laporan", "status aduan", "status description", "case status", "serviceorderstatus", "status",
    ),
    "service_name": (
        "service name", "kategori laporan", "kategori aduan", "kategori", "jenis laporan", "jenis aduan",
        "complaint type", "servicecodedescription", "request type", "category", "klasifikasi laporan", "type",
    ),
    "description": (
        "isi laporan akhir", "isi laporan", "isi aduan", "uraian", "deskripsi", "description", "keluhan",
        "isi laporan awal", "judul laporan", "judul", "descriptor", "case title", "keterangan",
    ),
    "agency_responsible": (
        "agency responsible", "instansi terdisposisi", "perangkat daerah", "opd", "skpd", "dinas", "instansi",
        "agency name", "agencyabbreviation", "department", "agency",
    ),
    "address": ("address", "alamat", "lokasi", "incident address", "siteaddress", "location"),
    "area_name": ("kelurahan", "nama kelurahan", "desa kelurahan", "kelurahan desa", "kel"),
    "parent_name": ("kecamatan", "nama kecamatan", "kec"),
    "lat": ("lat", "latitude", "lintang", "loc lat"),
    "long": ("long", "lng", "lon", "longitude", "bujur", "loc lng"),
    "media_url": ("media url", "foto", "photo", "submittedphoto", "gambar"),
    "evidence_url": ("evidence url", "bukti tindak lanjut", "foto sesudah", "closedphoto"),
    "status_notes": (
        "status notes", "tindak lanjut", "closure reason", "resolution description", "servicenotes",
    ),
    "reporter": ("nama pelapor", "pelapor", "reporter"),
    "rating": ("rating", "penilaian"),
}  # fmt: skip
CLOCK_NAMES = ("waktu laporan masuk", "waktu kirim", "jam lapor", "waktu", "jam", "pukul", "time")
KNOWN_NAMES = frozenset(name for names in COLUMN_NAMES.values() for name in names)
SP4N_COLUMN = "tracking id"

GuessedFields = dict[str, str | tuple[str, ...]]


def guess_fields(columns: Sequence[str]) -> GuessedFields:
    """Return the columns by field name; a column with the time of day is added to the filing date."""
    unused_columns = {normalize(column): column for column in reversed(columns) if column}
    guesses: GuessedFields = {}
    for field_name, names in COLUMN_NAMES.items():
        if match := _pop_match(unused_columns, names):
            guesses[field_name] = match
    date_column = guesses.get("requested_datetime")
    if isinstance(date_column, str) and (clock_column := _pop_match(unused_columns, CLOCK_NAMES)):
        guesses["requested_datetime"] = (date_column, clock_column)
    return guesses


def _pop_match(unused_columns: dict[str, str], names: Iterable[str]) -> str | None:
    name = next((name for name in names if name in unused_columns), None)
    return unused_columns.pop(name) if name else None


def count_known(columns: Iterable[str]) -> int:
    """Return how many names are known: the header is the row with the most."""
    return sum(normalize(column) in KNOWN_NAMES for column in columns)
