"""Labels that several pages show, in formal Bahasa Indonesia, and those of the core's codes."""

from data.core.ranking.ranking import Band
from data.core.report.standing import EventKind

PRACTICE = "DATA LATIHAN"
ARCHIVE = "ARSIP"
ACCOUNT = "Akun"
LOADING = "Memuat …"
NO_PAGE = "Halaman tidak ditemukan"
NOTHING_YET = "Belum ada data"
LAST_KNOWN = "Angka di bawah adalah keadaan terakhir yang diketahui."
NEVER_READ = "Belum ada pembacaan yang berhasil."
SCHEMATIC = "batas skematik"
DEFAULT_DEADLINE = "batas waktu bawaan, belum ditetapkan"
UNPLACED = "tanpa lokasi"
OUTSIDE = "di luar batas"
NO_TARGET = "tanpa batas waktu"
NO_DATA = "Belum ada data"
NAVIGATION = "Halaman papan"
OWN_KECAMATAN, REVIEW, RECAP = "Kecamatan saya", "Tinjauan", "Rekap"
OWN_SOURCE = "Pantau Manado"  # the source of reports that were submitted on this board
REPORTS, FLOOD, FLOOD_REPORTS = "Laporan belum selesai", "Banjir", "Laporan banjir belum selesai"
SOURCES, WALL, METHODOLOGY, TRAINING = "Sumber data", "Layar", "Cara hitung", "Latihan"
OPERATOR_QUEUE, INBOX, REPORT_FORM, DISPLAYS = "Meja operator", "Pemberitahuan", "Buat laporan", "Semua layar"
SIGN_IN, SIGN_OUT = "Masuk", "Keluar"
TRACKING, MORE_PAGES, SKIP = "Lacak laporan", "Lainnya", "Langsung ke isi halaman"
THEME, THEME_AUTO, THEME_LIGHT, THEME_DARK = "Tampilan", "Otomatis", "Terang", "Gelap"
STOPPED = "berhenti"
ESTIMATE = "perkiraan"
EXAMPLE_FORBIDDEN = "Contoh dari data terbaru tampil bagi akun yang berwenang melihat Layar Pantau."
NOT_ENOUGH = "belum cukup laporan"

BANDS = {
    Band.ABOVE: "jelas di atas kota",
    Band.SAME: "tidak dapat dibedakan",
    Band.BELOW: "jelas di bawah",
    Band.INSUFFICIENT: NOT_ENOUGH,
}

EVENTS = {
    EventKind.RECEIVED: "Baru",
    EventKind.CLOSED: "Selesai",
    EventKind.REOPENED: "Dibuka kembali",
    EventKind.WITHDRAWN: "Tidak dilanjutkan",
}
