"""Labels of ``/laporan/<sumber>/<nomor>``, in formal Bahasa Indonesia."""

from data.core.clock.sla import Verdict

TITLE = "Laporan"
NOT_FOUND = "Laporan ini tidak ada."
OLD_DATA = "Data belum diperbarui sejak {time}"
SOURCE_AND_NUMBER = "{source} · nomor {number}"
FOLLOW_UP, BACK, DIRECTIONS = "Tindak lanjuti", "Kembali ke tunggakan", "Petunjuk arah"

SUMMARY, CLOCKS, PHOTOS, ASSIGNEES, HISTORY = (
    "Laporan", "Dua jam", "Foto dan bukti", "Siapa memegang, berapa lama", "Riwayat",
)  # fmt: skip
STATE, AREA, ADDRESS, FILED, REOPENED = "Keadaan", "Wilayah", "Alamat", "Masuk", "Dibuka kembali"
MISSING_SINCE = "Tidak ada lagi di sumber sejak"
NO_TEXT = "Tidak ada uraian."
TIMES = "{}\N{MULTIPLICATION SIGN}"

RESPONSE, RESOLUTION = "Respons pertama", "Penyelesaian"
DEADLINE, RESPONDED, TIME, CLOSED, STOPPED = (
    "Batas waktu", "Direspons", "Waktu", "Selesai", "Jam pernah berhenti",
)  # fmt: skip
NO_RESPONSE, NO_RESPONSE_LATE = "belum", "belum · terlambat"
VERDICT_LABELS = {
    Verdict.ON_TIME: "selesai tepat waktu",
    Verdict.LATE: "selesai terlambat",
    Verdict.NO_TARGET: "selesai, tanpa batas waktu",
    Verdict.UNKNOWN: "selesai, waktunya tidak diketahui",
}
FIRST_DEADLINE = "Batas waktu semula"
SOURCE_DEADLINE = "Batas waktu di sumber sekarang"
ONLY_DAY_KNOWN, SEEN_CLOSED = "hanya tanggalnya diketahui", " (saat terlihat selesai)"
NO_VERDICT = "ditutup tanpa penilaian"
RESPONSE_LABELS = {"on_time": "tepat waktu", "late": "terlambat"}
BY_SOURCE = "Dinilai menurut batas waktu yang diberikan oleh sumber laporan."
BY_NOTHING = "Tidak ada batas waktu yang berlaku bagi laporan ini."
BY_POLICY = "Dinilai menurut kebijakan “{policy}”"

REPORT_PHOTO, NO_REPORT_PHOTO = "Foto laporan", "Tidak ada foto laporan."
EVIDENCE, NO_EVIDENCE = "Bukti tindak lanjut", "Belum ada bukti tindak lanjut."
PHOTOS_HIDDEN, AT_SOURCE = "Foto tidak ditampilkan.", "Tersimpan pada sumber laporan."
NOT_ASSIGNED, NOW, LEARNT = "Belum tercatat.", "sekarang", "diketahui {time}"
