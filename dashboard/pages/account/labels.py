"""Labels of sign-in and account pages."""

from data.services.auth.passwords import MIN_LENGTH, Weakness

SIGN_IN, ACCOUNT, NAME, PASSWORD = "Masuk", "Akun", "Nama akun", "Kata sandi"
SIGN_IN_FOR_PAST = (
    "Keadaan papan pada saat yang lampau hanya dapat dibuka dengan akun, atau oleh layar yang terdaftar."
)
SIGN_IN_LEAD = "Akun diberikan per kantor, misalnya {example}. Belum punya? Hubungi operator command center."
EXAMPLE_ACCOUNT = "camat.wenang"
METHODOLOGY = "Cara setiap angka dihitung"
SHOW_PASSWORD = "Tampilkan"
WRONG_CREDENTIALS = "Nama akun atau kata sandi tidak sesuai. Periksa kembali, lalu coba lagi."
SIGN_IN_BUSY = "Sedang banyak yang masuk sekaligus. Silakan coba lagi beberapa detik lagi."
STORE_UNAVAILABLE = (
    "Papan sedang tidak dapat menghubungi penyimpanan datanya, sehingga belum dapat memeriksa akun Anda. "
    "Silakan coba lagi beberapa saat lagi."
)
PASSWORD_CHANGED = "Kata sandi telah diganti. Semua perangkat lain telah dikeluarkan."
INSECURE_CONNECTION = (
    "Sambungan ini tidak terlindungi, sehingga masuk tidak dapat dilakukan. Minta pengelola memasang "
    "sambungan aman (https)."
)
FIRST_PASSWORD = "Ganti kata sandi pertama"
FIRST_PASSWORD_LEAD = (
    "Kata sandi yang Anda pakai dibuatkan oleh operator. Sebelum melanjutkan, buatlah kata sandi sendiri."
)
CHANGE_PASSWORD = "Ganti kata sandi"
CURRENT_PASSWORD, NEW_PASSWORD, REPEAT_PASSWORD = (
    "Kata sandi sekarang",
    "Kata sandi baru",
    "Ulangi kata sandi baru",
)
PASSWORD_RULE = f"Paling sedikit {MIN_LENGTH} karakter. Kalimat pendek lebih baik daripada kata yang rumit."
PASSWORDS_DIFFER = "Kedua isian kata sandi baru tidak sama."
CURRENT_PASSWORD_WRONG = "Kata sandi sekarang tidak sesuai."
SAVE_PASSWORD = "Simpan kata sandi"
SIGN_OUT, SIGN_OUT_EVERYWHERE = "Keluar", "Keluar dari semua perangkat"
SIGN_OUT_EVERYWHERE_LEAD = "Pakailah bila gawai hilang, atau bila Anda pernah masuk di komputer orang lain."
WEAK_PASSWORD = {
    Weakness.SHORT: f"Kata sandi baru terlalu pendek: paling sedikit {MIN_LENGTH} karakter.",
    Weakness.LONG: "Kata sandi baru terlalu panjang: paling banyak 256 karakter.",
    Weakness.NAME: "Kata sandi baru tidak boleh memuat nama akun.",
    Weakness.COMMON: "Kata sandi baru terlalu umum dan mudah ditebak. Pilihlah yang lain.",
    Weakness.SAME: "Kata sandi baru harus berbeda dari yang sekarang.",
}

DIRECTORY_DOWN = "Direktori kota sedang tidak dapat dihubungi"
DIRECTORY_DOWN_LEAD = (
    "Anda tetap dapat masuk dengan nama akun dan kata sandi papan ini. Bila gangguan berlanjut, beri tahu "
    "pengelola direktori kota."
)
DIRECTORY_FAILED = "Masuk dengan akun kota belum berhasil"
DIRECTORY_STALE = (
    "Permintaan masuk ini sudah kedaluwarsa atau bukan berasal dari peramban ini. Silakan mulai lagi dari "
    "halaman ini."
)
DIRECTORY_DENIED = (
    "Direktori kota tidak memberi izin masuk. Silakan coba lagi; bila berulang, hubungi pengelola direktori "
    "kota."
)
DIRECTORY_UNTRUSTED = (
    "Jawaban direktori kota tidak dapat dipercaya, sehingga ditolak. Silakan coba lagi; bila berulang, "
    "hubungi operator command center."
)
DIRECTORY_UNKNOWN = (
    "Direktori kota mengenal Anda sebagai {name}, tetapi tidak ada akun aktif dengan nama itu di "
    "papan ini. Hubungi operator command center dan sebutkan nama tersebut."
)
TRY_AGAIN = "Coba lagi dengan akun kota"
WITH_PASSWORD = "Masuk dengan kata sandi"


def too_many_attempts(seconds: float) -> str:
    """Return the message of a rate limit that ends in so many seconds."""
    minutes = -int(-seconds // 60)
    wait = f"{minutes} menit" if seconds > 60 else f"{max(1, round(seconds))} detik"
    return f"Terlalu banyak percobaan. Coba lagi dalam {wait}."
