"""Labels of one report: its state, assignee, place, actions and follow-ups."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from dashboard.ui import labels
from dashboard.ui.format import LOCALE
from data.core.access import Role
from data.core.backlog.filters import NO_AREA
from data.core.case_file.case_file import Happening
from data.core.follow_up.records import FollowUp
from data.core.follow_up.workflow import Move
from data.core.report.record import Placement
from data.core.report.standing import Kind
from data.core.status import BY_CODE

SIGNS = {
    "closed_quickly": "Selesai dalam beberapa menit sejak masuk",
    "burst": "Banyak penyelesaian dalam waktu singkat",
    "burst_before_review": "Banyak penyelesaian menjelang akhir periode",
    "closed_without_evidence": "Selesai tanpa bukti tindak lanjut",
    "recategorised_late": "Kategori diubah setelah batas waktu lewat",
    "reopened_soon": "Dibuka kembali tidak lama setelah selesai",
    "one_reporter": "Satu pelapor dengan banyak laporan dalam sehari",
}


HOLDERS = {"kecamatan": "Kecamatan", "instansi luar": "Instansi di luar kota", "pelapor": "Pelapor"}


TRENDS = {"better": "membaik", "same": "tidak dapat dibedakan", "worse": "menurun"}


LOADING = "Memuat …"


BACK_HOME = "Ke halaman saya"


NO_AREA_NAME = "tanpa kelurahan"


SENSITIVE = "Isi dan titik lokasi tidak ditampilkan."


def holder(code: str) -> str:
    """Who holds a report, in words."""
    return HOLDERS.get(code, code)


def status(code: str) -> str:
    """A status description's label; one that nobody has mapped as it is."""
    word = BY_CODE.get(code)
    return word.label if word else code


def area(name: Any, placement: str) -> str:
    """The kelurahan, or why none is named."""
    if isinstance(name, str) and name != NO_AREA:
        return name
    return labels.OUTSIDE if placement == Placement.OUTSIDE else NO_AREA_NAME


def short_moment(moment: datetime, zone: ZoneInfo) -> str:
    """``24 Nov 12.40`` in the city's zone."""
    return format_datetime(moment.astimezone(zone), "d MMM HH.mm", locale=LOCALE)


# Label, what it does, and the words on its button.
MOVES: Mapping[Move, tuple[str, str]] = {
    Move.RESOLVE: ("Selesaikan", "Menutup laporan dengan foto sebelum dan sesudah pekerjaan."),
    Move.START: ("Mulai proses", "Menyatakan pekerjaan sedang berlangsung."),
    Move.DISPOSE: ("Disposisikan", "Menyerahkan laporan kepada perangkat daerah yang berwenang."),
    Move.COORDINATE: ("Koordinasikan", "Menyatakan laporan sedang dikoordinasikan."),
    Move.ASK_REPORTER: ("Tanya pelapor", "Meminta keterangan; jam berhenti sampai pelapor menjawab."),
    Move.NOT_OURS: (
        "Bukan wilayah kami",
        "Hak jawab: berlaku setelah Command Center menyetujui; sampai saat itu jam tetap berjalan.",
    ),
    Move.JOIN: ("Gabungkan laporan ganda", "Menghitung laporan ini bersama laporan lain yang sama."),
    Move.RECATEGORISE: ("Ubah kategori", "Batas waktu dihitung ulang sejak laporan masuk."),
    Move.NOTE: ("Catat", "Menambah catatan tanpa mengubah keadaan laporan."),
    Move.REFER: (
        "Teruskan ke instansi lain",
        "Menyerahkan ke instansi di luar kota; jam kecamatan berhenti.",
    ),
    Move.REJECT: ("Tolak laporan", "Menutup laporan tanpa tindak lanjut, dengan alasan."),
    Move.AGREE: ("Setujui pindah wilayah", "Memindahkan laporan ke kelurahan yang benar."),
    Move.DISAGREE: ("Kembalikan ke kecamatan", "Menolak keberatan; laporan kembali ke keadaan sebelumnya."),
    Move.REOPEN: ("Buka kembali", "Mencabut penyelesaian; jam semula berjalan lagi."),
    Move.KEEP_CLOSED: ("Tetap selesai", "Menyatakan pekerjaan sudah diperiksa dan memang selesai."),
    Move.ANSWER: ("Jawab", "Menjawab pertanyaan petugas."),
    Move.RATE: ("Nilai", "Memberi bintang satu sampai lima."),
}


DONE = {move: f"{label}: tersimpan." for move, (label, _what) in MOVES.items()}


KINDS = {
    Kind.RECEIVED: "Laporan masuk",
    Kind.STATUS: "Status berubah",
    Kind.CLOSED: "Selesai",
    Kind.WITHDRAWN: "Tidak dilanjutkan",
    Kind.REOPENED: "Dibuka kembali",
    Kind.MOVED: "Lokasi diperbarui",
    Kind.RECATEGORISED: "Kategori diubah",
    Kind.AMENDED: "Keterangan diperbarui",
}


def what_was_done(event: Happening, made: FollowUp | None) -> str:
    """An event in words; of a move made here also by which office it was made: a reporter has no name."""
    if made is None:
        return KINDS.get(Kind(event.kind), event.kind)
    label = MOVES[Move(made.move)][0]
    stars = f" {made.stars} bintang" if made.stars else ""
    by = "pelapor" if made.role == Role.REPORTER else made.who
    return f"{label}{stars} oleh {by}"
