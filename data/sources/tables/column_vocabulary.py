"""The words of column names, and what each of them says: ``SRClosedDate`` is a closing and a date."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from data.sources.values import normalize


class ColumnWord(StrEnum):
    """What one word of a column's name says."""

    SUBJECT = "subject"  # the report itself: says nothing of the column, but whose number it is
    FILLER = "filler"
    ID = "id"
    DATE = "date"
    CLOCK = "clock"
    MONTH = "month"
    YEAR = "year"
    DAY = "day"
    FILED = "filed"
    CLOSED = "closed"
    DUE = "due"
    UPDATED = "updated"
    STATUS = "status"
    CATEGORY = "category"
    TEXT = "text"
    AGENCY = "agency"
    ADDRESS = "address"
    AREA = "area"
    PARENT = "parent"
    LAT = "lat"
    LONG = "long"
    PICTURE = "picture"
    AFTERWARDS = "afterwards"
    NOTES = "notes"
    REPORTER = "reporter"
    RATING = "rating"


WORDS: Mapping[ColumnWord, str] = {
    ColumnWord.SUBJECT: (
        "sr service request case report complaint ticket incident issue enquiry inquiry laporan aduan "
        "pengaduan tiket keluhan permohonan call work order svc req rpt"
    ),
    ColumnWord.FILLER: (
        "nama name the of a an by in to full initial actual original kejadian wilayah gps geo koordinat "
        "coordinate coordinates coord wgs84 value and or dan label city council daerah url link current "
        "sekarang terkini keterangan"
    ),
    ColumnWord.ID: (
        "id ids number num no nomor nomer nr key ref reference tracking"
    ),
    ColumnWord.DATE: (
        "date datetime timestamp dt tanggal tgl on at tgljam"
    ),
    ColumnWord.CLOCK: (
        "time jam waktu pukul pkl clock hour"
    ),
    ColumnWord.MONTH: (
        "month bulan bln mon mo"
    ),
    ColumnWord.YEAR: (
        "year tahun thn yr"
    ),
    ColumnWord.DAY: (
        "day"
    ),
    ColumnWord.FILED: (
        "created create creation opened open filed submitted submit submission received receipt reported "
        "logged entered entry added add intake initiated requested masuk lapor pelaporan diterima dibuat "
        "penerimaan kirim dikirim terkirim pengajuan diajukan registrasi registered post posted start "
        "started dilaporkan terima buat pembuatan"
    ),
    ColumnWord.CLOSED: (
        "closed close closing closure completed complete completion resolved resolve resolution finished "
        "finish done ended end solved selesai penyelesaian diselesaikan terselesaikan tutup ditutup "
        "penutupan tuntas rampung fixed"
    ),
    ColumnWord.DUE: (
        "due target deadline expected sla promised promise batas tenggat tempo jatuh estimated planned "
        "akhir limit scheduled"
    ),
    ColumnWord.UPDATED: (
        "updated update modified changed change last edited edit diperbarui diubah perubahan pembaruan "
        "terakhir perbarui ubah perbaruan latest"
    ),
    ColumnWord.STATUS: (
        "status progres"
    ),
    ColumnWord.CATEGORY: (
        "category type kategori jenis klasifikasi topic topik bidang kelompok class classification kind"
    ),
    ColumnWord.TEXT: (
        "description desc details detail summary text message deskripsi uraian isi masalah title judul "
        "subject perihal narrative permasalahan content body problem"
    ),
    ColumnWord.AGENCY: (
        "agency department dept division bureau opd skpd dinas instansi unit responsible assigned "
        "perangkat owner office pelaksana penanggung jawab terkait assignee team"
    ),
    ColumnWord.ADDRESS: (
        "address addr location street alamat lokasi intersection place tempat jalan"
    ),
    ColumnWord.AREA: (
        "kelurahan kel desa neighborhood neighbourhood neighborhoods neighbourhoods suburb village "
        "subdistrict barangay ward gampong nagari locality community area"
    ),
    ColumnWord.PARENT: (
        "kecamatan kec district borough region distrik zone"
    ),
    ColumnWord.LAT: (
        "lat latitude lintang"
    ),
    ColumnWord.LONG: (
        "long lng lon longitude bujur"
    ),
    ColumnWord.PICTURE: (
        "photo photos image images picture media foto gambar"
    ),
    ColumnWord.AFTERWARDS: (
        "after bukti evidence sesudah hasil proof"
    ),
    ColumnWord.NOTES: (
        "notes note comments comment catatan tanggapan respon response reason action lanjut tindak "
        "tindakan remarks"
    ),
    ColumnWord.REPORTER: (
        "reporter pelapor pengadu complainant caller requester citizen customer submitter pengirim "
        "contact"
    ),
    ColumnWord.RATING: (
        "rating stars penilaian satisfaction kepuasan score"
    ),
}  # fmt: skip
WORD_BY_SPELLING = {spelling: word for word, spellings in WORDS.items() for spelling in spellings.split()}
LONGEST_NAME = 60  # characters; a longer text is no name

_CAMEL_BORDER = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER_SUFFIX = re.compile(r"#\d+$")


def squash(name: str) -> str:
    """Return a name as it is compared: ``CreatedDate``, ``created_date`` and ``Created Date`` are one."""
    return normalize(name).replace(" ", "")


def plain_name(column: str) -> str:
    """Return a column's name without the number that a repeated one has."""
    return _NUMBER_SUFFIX.sub("", column)


def words_of(column: str) -> list[str]:
    """Return the words of a name in lower case, CamelCase and run-together names taken apart."""
    spelled = normalize(_CAMEL_BORDER.sub(" ", plain_name(column)))
    return [word for part in spelled.split() for word in split_run(part) or (part,)]


@lru_cache(maxsize=4_096)
def split_run(run: str) -> tuple[str, ...] | None:
    """Return the known words that a run of letters consists of, the longest first; None if it does not."""
    if run in WORD_BY_SPELLING:
        return (run,)
    for length in range(len(run) - 1, 1, -1):
        if run[:length] in WORD_BY_SPELLING and (rest := split_run(run[length:])):
            return (run[:length], *rest)
    return None


def meanings_of(column: str) -> frozenset[ColumnWord] | None:
    """Return what the words of a name say; None if one of them is not known."""
    if len(column) > LONGEST_NAME:
        return None
    meanings = [WORD_BY_SPELLING.get(word) for word in words_of(column)]
    known = frozenset(meaning for meaning in meanings if meaning)
    return None if None in meanings else known
