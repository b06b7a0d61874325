"""Guesses which column holds which field, by the column names of offices and open data portals."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from data.sources.tables.column_times import TIME_WORDS, TimeGuess, time_columns
from data.sources.tables.column_vocabulary import ColumnWord, meanings_of, plain_name, squash, words_of

W = ColumnWord
# Whole names, the most certain first, compared without case, spaces and punctuation. A column serves one
# field only.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "service_request_id": (
        "tracking id", "service request id", "servicerequestid", "unique key", "case enquiry id",
        "nomor tiket", "no tiket", "nomor laporan", "no laporan", "nomor aduan", "no aduan", "id laporan",
        "id aduan", "ticket id", "ticket number", "request id", "case id", "sr number",
    ),
    "requested_datetime": (
        "requested datetime", "tanggal laporan masuk", "tanggal kirim", "tanggal lapor", "tanggal laporan",
        "tanggal aduan", "tanggal masuk", "tgl lapor", "tgl laporan", "tgl masuk", "created date",
        "creation date", "date created", "open dt", "date opened", "adddate", "serviceorderdate",
        "created at", "createdat", "post date", "waktu lapor",
    ),
    "expected_datetime": (
        "expected datetime", "due date", "target dt", "serviceduedate", "sla due date", "batas waktu",
        "tenggat", "tenggat waktu", "jatuh tempo", "tanggal target",
    ),
    "closed_datetime": (
        "closed datetime", "closed date", "date closed", "closed dt", "resolutiondate", "resolution date",
        "tanggal selesai", "tgl selesai", "tanggal penyelesaian", "waktu selesai", "closed at",
    ),
    "updated_datetime": (
        "updated datetime", "lastmodifieddate", "last updated", "updated at", "updated date",
        "resolution action updated date", "tanggal diperbarui", "terakhir diperbarui",
    ),
    "status_description": (
        "status laporan", "status aduan", "ticket state", "case state", "request state", "report state",
        "sr state", "issue state", "status description", "case status", "serviceorderstatus", "status",
    ),
    "service_name": (
        "service name", "kategori laporan", "kategori aduan", "kategori", "jenis laporan", "jenis aduan",
        "complaint type", "servicecodedescription", "request type", "category", "klasifikasi laporan",
    ),
    "description": (
        "isi laporan akhir", "isi laporan", "isi aduan", "uraian", "deskripsi", "description", "keluhan",
        "isi laporan awal", "judul laporan", "judul", "descriptor", "case title",
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
# Names that hold a field only if no other column does.
LAST_NAMES: Mapping[str, tuple[str, ...]] = {
    "service_request_id": ("nomor", "kode", "id", "ticket", "tiket", "sr", "case"),
    "requested_datetime": ("tanggal", "tgl", "date", "opened", "created", "submitted", "received", "masuk",
                           "waktu", "time"),
    "expected_datetime": ("due", "deadline", "target"),
    "closed_datetime": ("closed", "completed", "resolved"),
    "updated_datetime": ("updated", "modified"),
    "service_name": ("type", "service", "layanan", "bidang", "issue", "topik"),
    "description": ("keterangan", "laporan", "aduan"),
    "evidence_url": ("bukti",),
    "point": ("koordinat", "titik koordinat", "coordinates", "coordinate", "lat long", "latitude longitude",
              "gps", "geopoint", "georeference", "the geom"),
}  # fmt: skip
# What the words of a name must say, those of the subject and fillers aside.
FIELD_WORDS: Mapping[str, tuple[frozenset[ColumnWord], ...]] = {
    "status_description": (frozenset((W.STATUS,)),),
    "service_name": (frozenset((W.CATEGORY,)), frozenset((W.CATEGORY, W.TEXT))),
    "description": (frozenset((W.TEXT,)),),
    "agency_responsible": (frozenset((W.AGENCY,)),),
    "address": (frozenset((W.ADDRESS,)),),
    "area_name": (frozenset((W.AREA,)), frozenset((W.AREA, W.ADDRESS))),
    "parent_name": (frozenset((W.PARENT,)), frozenset((W.PARENT, W.ADDRESS))),
    "lat": (frozenset((W.LAT,)), frozenset((W.LAT, W.ADDRESS))),
    "long": (frozenset((W.LONG,)), frozenset((W.LONG, W.ADDRESS))),
    "media_url": (frozenset((W.PICTURE,)), frozenset((W.PICTURE, W.FILED))),
    "evidence_url": (frozenset((W.PICTURE, W.CLOSED)), frozenset((W.PICTURE, W.AFTERWARDS))),
    "status_notes": (frozenset((W.NOTES,)), frozenset((W.NOTES, W.CLOSED)), frozenset((W.CLOSED, W.TEXT)),
                     frozenset((W.NOTES, W.STATUS)), frozenset((W.NOTES, W.AGENCY))),
    "reporter": (frozenset((W.REPORTER,)),),
    "rating": (frozenset((W.RATING,)),),
}  # fmt: skip
# Kinds of areas from the smallest, so that the smaller one of two is the area and the larger its parent.
AREA_WORDS = ("kelurahan", "kel", "gampong", "nagari", "desa", "neighborhood", "neighbourhood",
              "neighborhoods", "neighbourhoods", "suburb", "village", "barangay", "subdistrict", "locality",
              "ward", "community", "area")  # fmt: skip
LONE_AREA_FIELDS = ("area_name", "parent_name")
KNOWN_NAMES = frozenset(
    name for names_by_field in (COLUMN_NAMES, LAST_NAMES) for names in names_by_field.values()
    for name in names
)  # fmt: skip
SP4N_COLUMN = "tracking id"
_KNOWN_SQUASHED = frozenset(map(squash, KNOWN_NAMES)) | {"jam", "waktu", "pukul", "time"}

GuessedFields = dict[str, str | tuple[str, ...]]


def guess_fields(columns: Sequence[str], levels: Sequence[str] = ()) -> GuessedFields:
    """Return the columns by field name, several where a time has them: date and clock; day, month and year.

    :param levels: what the city calls its areas and their parents
    """
    return _Guess(columns, levels).fields()


class _Guess:
    """The guesses for one header; a column that has a field is not looked at again."""

    def __init__(self, columns: Sequence[str], levels: Sequence[str]) -> None:
        self._left = {squash(column): column for column in reversed(columns) if squash(column)}
        self._times = TimeGuess([column for column in columns if column])
        self._levels = dict(zip(LONE_AREA_FIELDS, levels, strict=False))
        self._fields: GuessedFields = {}

    def fields(self) -> GuessedFields:
        """Return the columns by field, in the order of the known names."""
        for field_name, level in self._levels.items():
            self._keep(field_name, self._pop_name([level]))
        for field_name, names in COLUMN_NAMES.items():
            self._keep(field_name, self._pop_name(names))
        for field_name in FIELD_WORDS:
            self._keep(field_name, self._pop_words(field_name))
        self._keep("service_request_id", self._pop(_is_number_of_report))
        self._add_times()
        for field_name, names in LAST_NAMES.items():
            self._keep(field_name, None if self._has(field_name) else self._pop_name(names))
        self._add_times()
        self._name_lone_areas()
        return {name: self._fields[name] for name in (*COLUMN_NAMES, "point") if name in self._fields}

    def _has(self, field_name: str) -> bool:
        return field_name in self._fields or (field_name == "point" and "lat" in self._fields)

    def _keep(self, field_name: str, column: str | None) -> None:
        if column is not None:
            self._fields.setdefault(field_name, column)

    def _pop_name(self, names: Iterable[str]) -> str | None:
        spelling = next((squash(name) for name in names if squash(name) in self._left), None)
        return self._left.pop(spelling) if spelling else None

    def _pop(self, fits: Callable[[str], bool]) -> str | None:
        return self._pop_name([column for column in self._left.values() if fits(column)][-1:])

    def _pop_words(self, field_name: str) -> str | None:
        if field_name in self._fields:
            return None
        allowed = FIELD_WORDS[field_name]
        matches = [column for column in self._left.values() if _core(column) in allowed][::-1]
        return self._pop_name(sorted(matches, key=_area_rank) if field_name == "area_name" else matches)

    def _add_times(self) -> None:
        """Add to each date its clock, or its month and year."""
        for field_name in TIME_WORDS:
            known = self._fields.get(field_name)
            if isinstance(known, tuple):
                continue
            columns = self._times.columns_of(field_name, known)
            for column in columns:
                self._left.pop(squash(column), None)
            if columns:
                self._fields[field_name] = columns if len(columns) > 1 else columns[0]

    def _name_lone_areas(self) -> None:
        """Take a second, larger kind of area as the parent: Neighborhood and Ward."""
        if "parent_name" not in self._fields and "area_name" in self._fields:
            self._keep("parent_name", self._pop(lambda column: _core(column) == {W.AREA}))


def _core(column: str) -> frozenset[ColumnWord] | None:
    meanings = meanings_of(column)
    return meanings and meanings - {W.SUBJECT, W.FILLER}


def _area_rank(column: str) -> int:
    ranks = [AREA_WORDS.index(word) for word in words_of(column) if word in AREA_WORDS]
    return min(ranks, default=len(AREA_WORDS))


def _is_number_of_report(column: str) -> bool:
    """Return whether a name says that it is a report's number; "No" alone counts the rows."""
    meanings = meanings_of(column) or frozenset()
    is_specific = W.SUBJECT in meanings or len(words_of(column)) > 1
    return meanings - {W.SUBJECT, W.FILLER} == {W.ID} and is_specific


def is_known(column: str) -> bool:
    """Return whether a name may be that of a field's column."""
    if squash(plain_name(column)) in _KNOWN_SQUASHED:
        return True
    core = _core(column)
    return bool(core) and (
        any(core in allowed for allowed in FIELD_WORDS.values())
        or _is_number_of_report(column)
        or bool(time_columns([column]))
    )


def count_known(columns: Iterable[str]) -> int:
    """Return how many names are known: the header is the row with the most."""
    return sum(is_known(column) for column in columns)
