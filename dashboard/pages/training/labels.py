"""Labels of the training, and the exercises with their instructions."""

from dataclasses import dataclass

from data.core.training import (
    FOLLOW_UP,
    INSTALL,
    OPEN_RECAP,
    READ_NOTIFICATIONS,
    SIGN_IN,
    SUBMIT_REPORT,
    VIEW_AREA,
)

TRAINEE_TITLE = "Latihan"
TRAINER_TITLE = "Kelas pelatihan"
HANDOUT_TITLE = "Lembar latihan"
OPEN, DONE, NOT_DONE, ACCOUNT, ADDRESS, PASSWORD = "Buka", "sudah", "belum", "Akun", "Alamat", "Kata sandi"
DONE_OF_ALL = "{done} dari {all} latihan selesai."
ALL_DONE = "Ketujuh latihan selesai. Terima kasih."
ONLY_PRACTICE = "Semua yang Anda lakukan di sini terjadi pada kota latihan: tidak ada laporan yang sungguhan."
RESTART, RESTART_ALL = "Ulangi kelas", "Ulangi kelas: semua kecamatan"
RESTART_EXPLANATION = "Menghapus centang kelas ini. Laporan latihan yang sudah dibuat tetap ada."
NOT_AVAILABLE = "Halaman ini belum tersedia; latihan ini dilewati."
PRINT = "Cetak lembar latihan"


@dataclass(frozen=True)
class Exercise:
    """One exercise; ``path`` may have a placeholder for the code of the kecamatan."""

    title: str
    instructions: str
    path: str


EXERCISES: dict[int, Exercise] = {
    INSTALL: Exercise(
        "Pasang aplikasi",
        "Buka menu peramban, pilih “Pasang aplikasi” atau “Tambahkan ke layar utama”, "
        "lalu buka Pantau dari ikonnya.",
        "/latihan",
    ),
    SIGN_IN: Exercise(
        "Masuk dengan akun kantor",
        "Masuk dengan nama akun dan kata sandi dari lembar ini. "
        "Akun pelaksana pertama membuat kata sandi baru.",
        "/akun",
    ),
    SUBMIT_REPORT: Exercise(
        "Buat laporan",
        "Laporkan sesuatu di kecamatan Anda: kategori, uraian, foto, dan titik lokasi.",
        "/lapor",
    ),
    VIEW_AREA: Exercise(
        "Pantau laporan",
        "Buka tunggakan kecamatan Anda. "
        "Sebutkan laporan mana yang harus ditangani lebih dahulu, dan mengapa.",
        "/kecamatan/{kecamatan}",
    ),
    FOLLOW_UP: Exercise(
        "Tindak lanjuti sampai selesai",
        "Pilih satu laporan, tekan “Tindak lanjuti”: mulai proses, "
        "lalu selesaikan dengan foto sebelum dan sesudah.",
        "/kecamatan/{kecamatan}",
    ),
    READ_NOTIFICATIONS: Exercise(
        "Baca pemberitahuan",
        "Buka pemberitahuan akun Anda dan cari kabar tentang laporan yang Anda tangani.",
        "/pemberitahuan",
    ),
    OPEN_RECAP: Exercise(
        "Buka rekapitulasi",
        "Buka rekap kecamatan Anda, pilih tujuh hari terakhir, lalu baca jumlah yang masuk dan selesai.",
        "/rekap",
    ),
}
