"""Labels of ``/tinjauan``, in formal Bahasa Indonesia."""

from data.core.ranking.ranking import Band
from data.core.review.metric_key import Metric

TITLE = "Tinjauan"
LEAD = "Apa yang bergerak di antara dua waktu, di wilayah mana, dan apakah perbedaannya nyata."
COMPUTING = "Sedang dihitung dari riwayat laporan …"
FAILED = (
    "Tinjauan gagal dihitung: penyimpanan laporan tidak dapat dibaca. Ini bukan angka nol; coba lagi nanti."
)
NO_REPORTS = "Tidak ada laporan."
NO_KECAMATAN = "Tanpa {parent}"  # as the next ones, with what the city calls its parent areas
WHOLE_CITY = "Seluruh kota"
FORMULA_LINK = "Cara hitung"
UNKNOWN = "tidak diketahui"

PRESET_LABELS = {
    "minggu-lalu": "Minggu lalu",
    "minggu-ini": "Minggu ini",
    "bulan-lalu": "Bulan lalu",
    "bulan-ini": "Bulan ini",
}

FLOW_LABELS = {
    Metric.OPENING: ("", "Awal"),
    Metric.NEW: ("+", "Masuk"),
    Metric.REOPENED: ("+", "Dibuka kembali"),
    Metric.MOVED_IN: ("+", "Pindah masuk"),
    Metric.CLOSED: ("\N{MINUS SIGN}", "Selesai"),
    Metric.WITHDRAWN: ("\N{MINUS SIGN}", "Tidak dilanjutkan"),
    Metric.MOVED_OUT: ("\N{MINUS SIGN}", "Pindah keluar"),
    Metric.CLOSING: ("=", "Akhir"),
}

FIGURE_LABELS = {
    Metric.OPENING: "Belum selesai pada awal periode",
    Metric.NEW: "Laporan masuk",
    Metric.REOPENED: "Dibuka kembali",
    Metric.MOVED_IN: "Pindah masuk dari {parent} lain",
    Metric.CLOSED: "Selesai",
    Metric.WITHDRAWN: "Tidak dilanjutkan (ditolak atau duplikat)",
    Metric.MOVED_OUT: "Pindah keluar ke {parent} lain",
    Metric.CLOSING: "Belum selesai pada akhir periode",
    Metric.STATE: "Belum selesai pada akhir periode, menurut batas waktu",
    Metric.AGE: "Belum selesai pada akhir periode, menurut umur",
    Metric.JUDGED: "Dasar persentase tepat waktu pada akhir periode",
    Metric.JUDGED_BEFORE: "Dasar persentase tepat waktu pada awal periode",
    Metric.WEEK_NEW: "Laporan masuk dalam satu minggu",
    Metric.WEEK_CLOSED: "Selesai dalam satu minggu",
    Metric.WEEK_OPEN: "Belum selesai pada akhir minggu",
    Metric.EVIDENCE: "Penyelesaian menurut bukti tindak lanjut",
    Metric.SIGN: "Tanda untuk diperiksa",
    Metric.HELD: "Dipegang selama periode",
    Metric.HELD_CITY: "Dipegang selama periode",
}

FORMULA_ANCHORS = {
    **dict.fromkeys(FLOW_LABELS, "arus"),
    Metric.STATE: "terlambat",
    Metric.AGE: "umur",
    Metric.JUDGED: "tepat-waktu",
    Metric.JUDGED_BEFORE: "tepat-waktu",
    Metric.WEEK_NEW: "mingguan",
    Metric.WEEK_CLOSED: "mingguan",
    Metric.WEEK_OPEN: "mingguan",
    Metric.EVIDENCE: "bukti",
    Metric.SIGN: "tanda",
    Metric.HELD: "pemegang",
    Metric.HELD_CITY: "pemegang",
}

OUTCOME_LABELS = {
    "on_time": "tepat waktu",
    "late": "selesai terlambat",
    "overdue": "belum selesai, terlambat",
}
STATE_LABELS = {
    "very_late": "Sangat terlambat",
    "late": "Terlambat",
    "approaching": "Mendekati batas",
    "on_time": "Dalam batas waktu",
    "no_target": "Tanpa batas waktu",
}
AGE_LABELS = ("≤ 1 hari", "1–3 hari", "3–7 hari", "7–30 hari", "30–90 hari", "> 90 hari")  # noqa: RUF001
EVIDENCE_LABELS = {"with": "Dengan bukti", "without": "Tanpa bukti", "unknown": "Bukti tidak diketahui"}
INDICATOR_SHORT_LABELS = {
    "closed_quickly": "Selesai sangat cepat",
    "burst": "Selesai serentak",
    "burst_before_review": "Serentak menjelang akhir",
    "closed_without_evidence": "Tanpa bukti",
    "recategorised_late": "Kategori diubah terlambat",
    "rescheduled_late": "Batas waktu digeser terlambat",
    "reopened_soon": "Segera dibuka kembali",
    "recategorised_later": "Batas waktu mundur",
    "joined_late": "Digabung terlambat",
    "asked_late": "Ditanya terlambat",
    "one_reporter": "Satu pelapor, banyak laporan",
}
BAND_LABELS = {
    Band.BELOW: "Jelas di bawah kota",
    Band.ABOVE: "Jelas di atas kota",
    Band.SAME: "Tidak dapat dibedakan dari bagian kota lainnya",
    Band.INSUFFICIENT: "Belum cukup laporan",
}
CHANGE_PART_LABELS = {"mix": "campuran kategori", "city": "seluruh kota", "own": "{parent} sendiri"}

SECTION_LABELS = {
    "arus": "Arus",
    "peringkat": "Peringkat",
    "tren-mingguan": "Mingguan",
    "umur": "Umur",
    "terburuk": "Terburuk",
    "kategori": "Kategori",
    "tanda": "Bukti dan tanda",
    "pemegang": "Pemegang",
    "replay": "Mesin waktu",
    "paket": "Paket rapat",
}

FREEZE = "Bekukan untuk rapat"
FREEZE_NOTE = (
    "Menyimpan persis apa yang terlihat, dengan tanda periksa, untuk dibandingkan pada rapat berikutnya."
)
NO_PACKS = "Belum ada paket yang dibekukan."
