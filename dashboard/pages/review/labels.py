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
PERIOD, SECTIONS = "Periode", "Bagian"
SINCE, UNTIL, SHOW, CLOSE = "Dari", "Sampai", "Tampilkan", "Tutup"
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
PACK_TITLE, PACK_TITLE_HINT = "Judul", "Judul rapat"
FREEZE_NOTE = (
    "Menyimpan persis apa yang terlihat, dengan tanda periksa, untuk dibandingkan pada rapat berikutnya."
)
NO_PACKS = "Belum ada paket yang dibekukan."
FROZEN = "Dibekukan {time}: "
FREEZE_ERRORS = {  # by the value of the parameter ``beku``
    "sudah": "Gagal: Yang tampil sudah merupakan paket yang dibekukan.",
    "gagal": f"Gagal: {FAILED}",
}
PACK_INTRODUCTION = (
    "Dibekukan {time} oleh {author}. Yang tampil di bawah adalah persis yang dilihat saat itu. "
    "Tanda periksa: "
)
PACK_SAME = "Perhitungan hari ini untuk kedua waktu yang sama memberi angka yang sama."
DIFFERENCES = (
    "{count} jumlah berbeda dari perhitungan hari ini, karena laporan yang baru diketahui kemudian. "
    "Nilai lain yang berbeda: {other}. Pada angka yang berbeda tertulis “kini”."
)
NOT_INTACT = "TIDAK COCOK: isi paket berubah sejak dibekukan"
UNKNOWN_YEAR = (
    "Cuti bersama {year} belum diketahui: batas waktu yang bergantung padanya adalah perkiraan, "
    "begitu pula angka keterlambatan yang berasal darinya."
)

# What stands under the titles of the sections.
FLOW_NOTE = (
    "Awal + masuk + dibuka kembali + pindah masuk \N{MINUS SIGN} selesai \N{MINUS SIGN} tidak dilanjutkan "
    "\N{MINUS SIGN} pindah keluar = akhir. Setiap angka membuka daftar laporannya."
)
RANKING_NOTE = (
    "Semua ditulis awal → akhir. Persentase tepat waktu dari {days} hari terakhir pada masing-masing waktu. "
    "Garis tegak: kota. Batang pucat: rentang pada awal periode. Peringkat adalah rentang: yang tidak dapat "
    "dibedakan berbagi tempat."
)
NO_RATE_CHANGE = "tidak dapat diuraikan: salah satu waktu tanpa laporan yang dinilai"
NO_TREND = "belum dapat dibandingkan"
TREND_NOTE = (
    "Batang: laporan masuk dan selesai dalam seminggu. Garis: belum selesai pada akhir minggu. "
    "{areas} memakai skala yang sama; kota memakai skalanya sendiri. Minggu sebelum laporan pertama "
    "dikosongkan."
)
AGE_NOTE = (
    "Sejak laporan dibuat, termasuk malam dan hari libur; di sebelahnya kedudukannya terhadap batas waktu. "
    "Kedua bagian berjumlah sama."
)
WORST_NOTE = "Dua daftar yang berbeda: yang paling jauh melewati batas waktu, dan yang paling lama menunggu."
CATEGORY_NOTE = (
    "Apa yang dilaporkan dan apa yang tersisa. {Parent} dengan campuran lain tidak dibandingkan begitu saja."
)
INDICATOR_NOTE = "Tanda bukan putusan dan tidak masuk ke dalam nilai; sebabnya dapat wajar. "
ASSIGNEE_NOTE = (
    "Jumlah waktu laporan terbuka selama periode, menurut siapa yang memegangnya. Waktu di dinas tidak "
    "dibebankan kepada camat."
)
TIMELINE_NOTE = (
    "Papan pada setiap saat yang lampau, dari riwayat laporan. Mula-mula malam dengan laporan masuk "
    "terbanyak dalam periode ini. Tombol panah menggeser, spasi memutar dan menghentikan."
)
