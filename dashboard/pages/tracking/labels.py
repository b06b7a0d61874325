"""Labels of the tracking page."""

from collections.abc import Mapping

from data.core.follow_up.workflow import Move

TRACK_TITLE = "Lacak laporan"


TRACK_LEAD = "Masukkan nomor dan kunci yang tertulis pada tanda terima Anda."


NUMBER, KEY = "Nomor laporan", "Kunci"


LOOK = "Lihat"


UNKNOWN = "Nomor dan kunci ini tidak cocok. Periksa tanda terima Anda, lalu coba lagi."


RECEIVED = "Laporan diterima"


KEEP = "Simpan halaman ini atau catat nomor dan kuncinya: hanya dengan itu laporan ini dapat dilacak."


JOINED = "Laporan ini dihitung bersama laporan yang sama; Anda diberi kabar tentang kelanjutannya."


PUSH = "Beri tahu saya di perangkat ini"


ANOTHER = "Buat laporan lain"


DUE = "Batas waktu"


HISTORY = "Riwayat"


EVIDENCE = "Bukti tindak lanjut"


RATE = "Bagaimana hasilnya?"


RATE_LEAD = "Satu atau dua bintang: operator memeriksa kembali pekerjaan ini."


RATED = "Penilaian Anda: {stars} dari 5 bintang. Terima kasih."


STARS = ("Sangat buruk", "Buruk", "Cukup", "Baik", "Sangat baik")


RATE_SEND = "Kirim penilaian"


ANSWER = "Petugas menanyakan sesuatu"


ANSWER_SEND = "Kirim jawaban"


ANSWER_HINT = "Jangan menulis nama atau nomor telepon."


THANKS = "Terkirim. Terima kasih."


CHANGED = "Laporan ini baru saja berubah. Periksa keadaannya di bawah, lalu kirim ulang bila perlu."


# What a reporter is told of each move; what is not here is the office's own affair.
TOLD: Mapping[str, str] = {
    Move.COORDINATE: "Dikoordinasikan",
    Move.DISPOSE: "Didisposisikan kepada {agency}",
    Move.START: "Sedang ditindaklanjuti",
    Move.ASK_REPORTER: "Petugas bertanya kepada Anda",
    Move.ANSWER: "Jawaban Anda diterima",
    Move.REFER: "Diteruskan kepada {agency}",
    Move.RESOLVE: "Selesai",
    Move.REJECT: "Ditolak",
    Move.JOIN: "Digabungkan dengan laporan yang sama",
    Move.REOPEN: "Dibuka kembali",
    Move.RATE: "Anda memberi {stars} bintang",
}
