"""Labels of one report: its state, assignee, place, actions and follow-ups."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from dashboard.ui import labels
from dashboard.ui.format import current_locale
from data.core.access import Role
from data.core.backlog.filters import NO_AREA
from data.core.case_file.case_file import CaseEvent
from data.core.follow_up.records import FollowUp
from data.core.follow_up.workflow import ActionType
from data.core.report.record import Placement
from data.core.report.standing import EventKind
from data.core.status import STATUS_BY_CODE

INDICATOR_LABELS = {
    "closed_quickly": "Selesai dalam beberapa menit sejak masuk",
    "burst": "Banyak penyelesaian dalam waktu singkat",
    "burst_before_review": "Banyak penyelesaian menjelang akhir periode",
    "closed_without_evidence": "Selesai tanpa bukti tindak lanjut",
    "recategorised_late": "Kategori diubah setelah batas waktu lewat",
    "rescheduled_late": "Batas waktu digeser sumber setelah lewat",
    "reopened_soon": "Dibuka kembali tidak lama setelah selesai",
    "recategorised_later": "Perubahan kategori memundurkan batas waktu",
    "joined_late": "Digabungkan dengan laporan lain setelah batas waktu lewat",
    "asked_late": "Pelapor ditanya ketika batas waktu sudah dekat atau lewat",
    "one_reporter": "Satu pelapor dengan banyak laporan dalam sehari",
}

ASSIGNEE_LABELS = {"kecamatan": "Kecamatan", "instansi luar": "Instansi di luar kota", "pelapor": "Pelapor"}
TREND_LABELS = {"better": "membaik", "same": "tidak dapat dibedakan", "worse": "menurun"}
LOADING = "Memuat …"
BACK_HOME = "Ke halaman saya"
NO_AREA_NAME = "tanpa kelurahan"
SENSITIVE = "Isi dan titik lokasi tidak ditampilkan."


def assignee_label(code: str) -> str:
    """Return an assignee's label; another agency's name as it is."""
    return ASSIGNEE_LABELS.get(code, code)


def status_label(code: str) -> str:
    """Return a status description's label; an unmapped one as it is."""
    status_entry = STATUS_BY_CODE.get(code)
    return status_entry.label if status_entry else code


def area_label(name: Any, placement: str) -> str:
    """Return the kelurahan's name, or why there is none."""
    if isinstance(name, str) and name != NO_AREA:
        return name
    return str(labels.OUTSIDE) if placement == Placement.OUTSIDE else NO_AREA_NAME


def short_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``24 Nov 12.40`` in the city's zone."""
    return format_datetime(moment.astimezone(zone), "d MMM HH.mm", locale=current_locale())


# Label of the action and of its button, and what the action does.
ACTIONS: Mapping[ActionType, tuple[str, str]] = {
    ActionType.RESOLVE: ("Selesaikan", "Menutup laporan dengan foto sebelum dan sesudah pekerjaan."),
    ActionType.START_WORK: ("Mulai proses", "Menyatakan pekerjaan sedang berlangsung."),
    ActionType.ASSIGN: ("Disposisikan", "Menyerahkan laporan kepada perangkat daerah yang berwenang."),
    ActionType.COORDINATE: ("Koordinasikan", "Menyatakan laporan sedang dikoordinasikan."),
    ActionType.ASK_REPORTER: ("Tanya pelapor", "Meminta keterangan; jam berhenti sampai pelapor menjawab."),
    ActionType.DISPUTE_AREA: (
        "Bukan wilayah kami",
        "Hak jawab: berlaku setelah Command Center menyetujui; sampai saat itu jam tetap berjalan.",
    ),
    ActionType.MARK_DUPLICATE: (
        "Gabungkan laporan ganda",
        "Menghitung laporan ini bersama laporan lain yang sama.",
    ),
    ActionType.RECATEGORISE: (
        "Ubah kategori",
        "Batas waktu dihitung ulang sejak laporan masuk; yang lebih lambat hanya ditetapkan Command Center.",
    ),
    ActionType.ADD_NOTE: ("Catat", "Menambah catatan tanpa mengubah keadaan laporan."),
    ActionType.REFER: (
        "Teruskan ke instansi lain",
        "Menyerahkan ke instansi di luar kota; jam kecamatan berhenti.",
    ),
    ActionType.REJECT: ("Tolak laporan", "Menutup laporan tanpa tindak lanjut, dengan alasan."),
    ActionType.WITHDRAW: (
        "Tarik laporan",
        "Menutup laporan yang tidak ada lagi di sumbernya, setelah diperiksa.",
    ),
    ActionType.APPROVE_TRANSFER: ("Setujui pindah wilayah", "Memindahkan laporan ke kelurahan yang benar."),
    ActionType.REJECT_TRANSFER: (
        "Kembalikan ke kecamatan",
        "Menolak keberatan; laporan kembali ke keadaan sebelumnya.",
    ),
    ActionType.REOPEN: ("Buka kembali", "Mencabut penyelesaian; jam semula berjalan lagi."),
    ActionType.CONFIRM_RESOLUTION: (
        "Tetap selesai",
        "Menyatakan pekerjaan sudah diperiksa dan memang selesai.",
    ),
    ActionType.ANSWER_QUESTION: ("Jawab", "Menjawab pertanyaan petugas."),
    ActionType.RATE: ("Nilai", "Memberi bintang satu sampai lima."),
}


STORED = {action_type: f"{label}: tersimpan." for action_type, (label, _) in ACTIONS.items()}


EVENT_LABELS = {
    EventKind.RECEIVED: "Laporan masuk",
    EventKind.STATUS: "Status berubah",
    EventKind.CLOSED: "Selesai",
    EventKind.WITHDRAWN: "Tidak dilanjutkan",
    EventKind.REOPENED: "Dibuka kembali",
    EventKind.MOVED: "Lokasi diperbarui",
    EventKind.RECATEGORISED: "Kategori diubah",
    EventKind.AMENDED: "Keterangan diperbarui",
    EventKind.RESCHEDULED: "Batas waktu digeser sumber setelah lewat",
}


def event_label(event: CaseEvent, follow_up: FollowUp | None) -> str:
    """Return an event's label, with the account of a follow-up made here; a reporter is not named."""
    if follow_up is None:
        return EVENT_LABELS.get(EventKind(event.kind), event.kind)
    label = ACTIONS[ActionType(follow_up.move)][0]
    stars_note = f" {follow_up.stars} bintang" if follow_up.stars else ""
    author = "pelapor" if follow_up.role == Role.REPORTER else follow_up.who
    return f"{label}{stars_note} oleh {author}"
