"""Labels of roles, permissions and refusals."""

from data.core.access import Act, Role

BACK_TO_WORK = "Lanjut ke halaman saya"


ROLES = {
    Role.OPERATOR: "Operator command center",
    Role.DEPUTY_MAYOR: "Wakil Wali Kota",
    Role.CAMAT: "Camat",
    Role.EXECUTOR: "Pelaksana laporan",
    Role.DISPLAY: "Layar",
    Role.NOBODY: "Belum masuk",
}


ACTS = {
    Act.SIGN_IN: "membuka halaman ini",
    Act.SEE_WALL: "melihat Layar Pantau",
    Act.READ: "membaca data wilayah ini",
    Act.REVIEW: "membuka tinjauan antar-kecamatan",
    Act.FREEZE: "membekukan berkas tinjauan",
    Act.INSPECT: "memeriksa sumber data",
    Act.RUN: "mengelola papan ini",
}


REFUSED = "Halaman ini bukan untuk akun Anda"


REFUSED_AS = "Anda masuk sebagai <b>{name}</b> ({role}), dan akun ini tidak berwenang {act}."


REFUSED_NEXT = "Bila seharusnya berwenang, hubungi operator command center dan sebutkan nama akun Anda."


OTHER_ACCOUNT = "Masuk dengan akun lain"


WALL_REFUSED = "Layar ini belum dikenal"


WALL_REFUSED_LEAD = "Layar Pantau di kota ini hanya tampil pada layar yang terdaftar."


WALL_REFUSED_NEXT = "Operator mendaftarkan layar dengan perintah"


WALL_REFUSED_THEN = "lalu membuka alamat yang dicetaknya di layar ini. Halaman ini mencoba lagi setiap menit."


ELSEWHERE = "Permintaan ini tidak datang dari halaman papan ini."


NEEDS_SIGN_IN = "Silakan masuk terlebih dahulu."


NOT_ALLOWED = "Akun Anda tidak berwenang untuk permintaan ini."
