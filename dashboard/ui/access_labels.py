"""Labels of roles and permissions, and of the pages that deny one."""

from data.core.access import Permission, Role

CONTINUE = "Lanjut ke halaman saya"

ROLES = {
    Role.OPERATOR: "Operator command center",
    Role.DEPUTY_MAYOR: "Wakil Wali Kota",
    Role.CAMAT: "Camat",
    Role.EXECUTOR: "Pelaksana laporan",
    Role.REPORTER: "Pelapor",
    Role.DISPLAY: "Layar",
    Role.ANONYMOUS: "Belum masuk",
}

PERMISSIONS = {
    Permission.VIEW_PUBLIC: "membuka halaman ini",
    Permission.VIEW_WALL: "melihat Layar Pantau",
    Permission.SUBMIT_REPORT: "membuat laporan",
    Permission.FOLLOW_UP: "menindaklanjuti laporan ini",
    Permission.VIEW_REPORTS: "membaca data wilayah ini",
    Permission.VIEW_REVIEW: "membuka tinjauan antar-kecamatan",
    Permission.FREEZE_REVIEW: "membekukan berkas tinjauan",
    Permission.VIEW_SOURCES: "memeriksa sumber data",
    Permission.ADMINISTER: "mengelola papan ini",
}

FORBIDDEN = "Halaman ini bukan untuk akun Anda"
FORBIDDEN_AS = "Anda masuk sebagai {name} ({role}), dan akun ini tidak berwenang {act}."
FORBIDDEN_NEXT = "Bila seharusnya berwenang, hubungi operator command center dan sebutkan nama akun Anda."
OTHER_ACCOUNT = "Masuk dengan akun lain"
UNKNOWN_DISPLAY = "Layar ini belum dikenal"
UNKNOWN_DISPLAY_LEAD = "Layar Pantau di kota ini hanya tampil pada layar yang terdaftar."
UNKNOWN_DISPLAY_NEXT = "Operator mendaftarkan layar dengan perintah"
UNKNOWN_DISPLAY_THEN = (
    "lalu membuka alamat yang dicetaknya di layar ini. Halaman ini mencoba lagi setiap menit."
)
UNVERIFIED = "Akun Anda sedang tidak dapat diperiksa"
UNVERIFIED_LEAD = (
    "Papan ini sedang tidak dapat menghubungi penyimpanan datanya, sehingga belum dapat memastikan bahwa "
    "akun atau layar ini masih berlaku. Karena itu halaman ini ditutup untuk sementara."
)
UNVERIFIED_NEXT = (
    "Anda tidak perlu masuk kembali: halaman ini mencoba lagi setiap setengah menit. Bila berlanjut, hubungi "
    "operator command center."
)
CROSS_SITE = "Permintaan ini tidak datang dari halaman papan ini."
NEEDS_SIGN_IN = "Silakan masuk terlebih dahulu."
NOT_ALLOWED = "Akun Anda tidak berwenang untuk permintaan ini."
