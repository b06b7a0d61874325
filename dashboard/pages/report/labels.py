"""Labels of ``/laporan/<sumber>/<nomor>``, in formal Bahasa Indonesia."""

from data.core.clock.sla import Verdict

TITLE = "Laporan"
NOT_FOUND = "Laporan ini tidak ada."
MISSING_SINCE = "Tidak ada lagi di sumber sejak"

VERDICT_LABELS = {
    Verdict.ON_TIME: "selesai tepat waktu",
    Verdict.LATE: "selesai terlambat",
    Verdict.NO_TARGET: "selesai, tanpa batas waktu",
    Verdict.UNKNOWN: "selesai, waktunya tidak diketahui",
}
FIRST_DEADLINE = "Batas waktu semula"
SOURCE_DEADLINE = "Batas waktu di sumber sekarang"
ONLY_DAY_KNOWN = "hanya tanggalnya diketahui"
NO_VERDICT = "ditutup tanpa penilaian"
RESPONSE_LABELS = {"on_time": "tepat waktu", "late": "terlambat"}
