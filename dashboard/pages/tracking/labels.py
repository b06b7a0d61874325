"""Labels of the tracking page."""

from collections.abc import Mapping

from data.core.follow_up.workflow import ActionType

TRACK_TITLE = "Lacak laporan"
TRACK_LEAD = "Masukkan nomor dan kunci yang tertulis pada tanda terima Anda."
NUMBER, KEY = "Nomor laporan", "Kunci"
SEARCH_BUTTON = "Lihat"
UNKNOWN = "Nomor dan kunci ini tidak cocok. Periksa tanda terima Anda, lalu coba lagi."
RECEIVED = "Laporan diterima"
KEEP_RECEIPT = "Simpan halaman ini atau catat nomor dan kuncinya: hanya dengan itu laporan ini dapat dilacak."
JOINED = "Laporan ini dihitung bersama laporan yang sama; Anda diberi kabar tentang kelanjutannya."
PUSH = "Beri tahu saya di perangkat ini"
FILE_ANOTHER = "Buat laporan lain"
DUE = "Batas waktu"
FILED_AT = "Masuk {time}"
HISTORY = "Riwayat"
EVIDENCE = "Bukti tindak lanjut"
RATE = "Bagaimana hasilnya?"
RATE_LEAD = "Satu atau dua bintang: operator memeriksa kembali pekerjaan ini."
RATED = "Penilaian Anda: {stars} dari 5 bintang. Terima kasih."
STARS = ("Sangat buruk", "Buruk", "Cukup", "Baik", "Sangat baik")
RATE_SEND = "Kirim penilaian"
ANSWER = "Petugas menanyakan sesuatu"
YOUR_ANSWER = "Jawaban Anda"
ANSWER_SEND = "Kirim jawaban"
ANSWER_HINT = "Jangan menulis nama atau nomor telepon."
THANKS = "Terkirim. Terima kasih."
CHANGED = "Laporan ini baru saja berubah. Periksa keadaannya di bawah, lalu kirim ulang bila perlu."

# Labels of the actions that a reporter sees; the others are internal to the offices.
HISTORY_LABELS: Mapping[str, str] = {
    ActionType.COORDINATE: "Dikoordinasikan",
    ActionType.ASSIGN: "Didisposisikan kepada {agency}",
    ActionType.START_WORK: "Sedang ditindaklanjuti",
    ActionType.ASK_REPORTER: "Petugas bertanya kepada Anda",
    ActionType.ANSWER_QUESTION: "Jawaban Anda diterima",
    ActionType.REFER: "Diteruskan kepada {agency}",
    ActionType.RESOLVE: "Selesai",
    ActionType.REJECT: "Ditolak",
    ActionType.MARK_DUPLICATE: "Digabungkan dengan laporan yang sama",
    ActionType.REOPEN: "Dibuka kembali",
    ActionType.RATE: "Anda memberi {stars} bintang",
}
