"""Which column may be which field, by the names that offices and open data portals give them."""

from collections.abc import Iterable, Mapping, Sequence

from data.sources.values import folded

# Names as `folded` leaves them, the surest first. A column serves one field only.
NAMES: Mapping[str, tuple[str, ...]] = {
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
CLOCKS = ("waktu laporan masuk", "waktu kirim", "jam lapor", "waktu", "jam", "pukul", "time")
KNOWN = frozenset(name for names in NAMES.values() for name in names)
SP4N_MARK = "tracking id"

Guessed = dict[str, str | tuple[str, ...]]


def guess_fields(columns: Sequence[str]) -> Guessed:
    """Our fields with the columns that are called like them; a time column beside the date goes with it."""
    free = {folded(column): column for column in reversed(columns) if column}
    found: Guessed = {}
    for ours, names in NAMES.items():
        if match := _take(free, names):
            found[ours] = match
    date = found.get("requested_datetime")
    if isinstance(date, str) and (clock := _take(free, CLOCKS)):
        found["requested_datetime"] = (date, clock)
    return found


def _take(free: dict[str, str], names: Iterable[str]) -> str | None:
    name = next((name for name in names if name in free), None)
    return free.pop(name) if name else None


def hits(columns: Iterable[str]) -> int:
    """How many names are known: the header is the row that has most."""
    return sum(folded(column) in KNOWN for column in columns)
