"""What each move is called, what it does in one sentence, and what to do where it cannot be made."""

from collections.abc import Mapping

from data.core.follow_up.actions import Fault
from data.core.follow_up.workflow import Move, Need
from data.lib.images import MOST_PICTURES, Reason

TITLE = "Tindak lanjut"
NONE_SUCH = "Laporan ini tidak ada, atau bukan wilayah Anda."
NOTHING_TO_DO = "Tidak ada tindakan bagi peran Anda pada keadaan ini."
BACK = "Kembali ke laporan"
CHANGED = (
    "Laporan ini berubah sejak Anda membukanya, sehingga tindakan Anda belum disimpan. "
    "Periksa perubahannya di bawah, lalu kirim ulang bila masih perlu."
)
TOO_LARGE = (
    "Kiriman terlalu besar: paling banyak tiga foto, masing-masing 12 MB. Perkecil foto lalu kirim ulang."
)
NOT_UNDERSTOOD = "Kiriman tidak dapat dibaca. Muat ulang halaman ini, lalu kirim ulang."
SOMEBODY_ELSES = "Kiriman ini sudah dipakai akun lain. Muat ulang halaman ini, lalu kirim ulang."
PHOTO_THERE = "Foto pelapor sudah ada; tambahkan bila perlu."
PHOTO_OPTIONAL = "Lampirkan bila perlu."
PHOTOS_MOST = f"Paling banyak {MOST_PICTURES} foto."
SEEN_BY_REPORTER = "Catatan ini dibaca pelapor: jangan menulis nama atau nomor telepon."

# Label, what it does, and the words on its button.
MOVES: Mapping[Move, tuple[str, str]] = {
    Move.RESOLVE: ("Selesaikan", "Menutup laporan dengan foto sebelum dan sesudah pekerjaan."),
    Move.START: ("Mulai proses", "Menyatakan pekerjaan sedang berlangsung."),
    Move.DISPOSE: ("Disposisikan", "Menyerahkan laporan kepada perangkat daerah yang berwenang."),
    Move.COORDINATE: ("Koordinasikan", "Menyatakan laporan sedang dikoordinasikan."),
    Move.ASK_REPORTER: ("Tanya pelapor", "Meminta keterangan; jam berhenti sampai pelapor menjawab."),
    Move.NOT_OURS: (
        "Bukan wilayah kami",
        "Hak jawab: berlaku setelah Command Center menyetujui; sampai saat itu jam tetap berjalan.",
    ),
    Move.JOIN: ("Gabungkan laporan ganda", "Menghitung laporan ini bersama laporan lain yang sama."),
    Move.RECATEGORISE: ("Ubah kategori", "Batas waktu dihitung ulang sejak laporan masuk."),
    Move.NOTE: ("Catat", "Menambah catatan tanpa mengubah keadaan laporan."),
    Move.REFER: (
        "Teruskan ke instansi lain",
        "Menyerahkan ke instansi di luar kota; jam kecamatan berhenti.",
    ),
    Move.REJECT: ("Tolak laporan", "Menutup laporan tanpa tindak lanjut, dengan alasan."),
    Move.AGREE: ("Setujui pindah wilayah", "Memindahkan laporan ke kelurahan yang benar."),
    Move.DISAGREE: ("Kembalikan ke kecamatan", "Menolak keberatan; laporan kembali ke keadaan sebelumnya."),
    Move.REOPEN: ("Buka kembali", "Mencabut penyelesaian; jam semula berjalan lagi."),
    Move.KEEP_CLOSED: ("Tetap selesai", "Menyatakan pekerjaan sudah diperiksa dan memang selesai."),
    Move.ANSWER: ("Jawab", "Menjawab pertanyaan petugas."),
    Move.RATE: ("Nilai", "Memberi bintang satu sampai lima."),
}
DONE = {move: f"{label}: tersimpan." for move, (label, _what) in MOVES.items()}

FAULTS: Mapping[Fault | Need, str] = {
    Fault.NOT_FROM_HERE: "Tindakan ini tidak mungkin dari keadaan laporan sekarang.",
    Fault.NOT_FOR_ROLE: "Tindakan ini tidak diberikan kepada peran Anda.",
    Fault.SAME_PLACE: "Laporan ini sudah berada di kelurahan itu. Pilih kelurahan lain.",
    Fault.SAME_CATEGORY: "Laporan ini sudah berkategori itu. Pilih kategori lain.",
    Fault.ITSELF: "Laporan tidak dapat digabungkan dengan dirinya sendiri.",
    Fault.IS_JOINED: "Laporan itu sendiri sudah digabungkan. Pilih laporan induknya.",
    Need.NOTE: "Isi catatan lebih dahulu.",
    Need.AGENCY: "Pilih perangkat daerah atau instansi.",
    Need.BEFORE: "Lampirkan foto sebelum pekerjaan: laporan ini belum mempunyai foto.",
    Need.AFTER: "Lampirkan foto sesudah pekerjaan.",
    Need.AREA: "Pilih kelurahan yang benar.",
    Need.CATEGORY: "Pilih kategori.",
    Need.ORIGINAL: "Isi nomor laporan yang sama, dan pastikan nomor itu ada.",
    Need.STARS: "Pilih satu sampai lima bintang.",
}
LABELS: Mapping[Need, str] = {
    Need.NOTE: "Catatan",
    Need.AGENCY: "Diserahkan kepada",
    Need.BEFORE: "Foto sebelum",
    Need.AFTER: "Foto sesudah",
    Need.AREA: "Kelurahan yang benar",
    Need.CATEGORY: "Kategori",
    Need.ORIGINAL: "Nomor laporan yang sama",
}
PICTURES: Mapping[Reason, str] = {
    Reason.EMPTY: "Berkas ini kosong. Ambil foto lagi.",
    Reason.TOO_LARGE: "Foto ini lebih besar daripada 12 MB. Perkecil, lalu lampirkan lagi.",
    Reason.TOO_MANY_PIXELS: "Foto ini terlalu besar ukurannya. Perkecil, lalu lampirkan lagi.",
    Reason.TOO_NARROW: "Foto ini terlalu kecil atau terlalu sempit. Ambil foto lagi.",
    Reason.NOT_A_PICTURE: "Berkas ini bukan foto JPEG, PNG, atau WebP. Lampirkan foto.",
    Reason.DAMAGED: "Foto ini rusak atau terpotong. Ambil foto lagi.",
    Reason.ANIMATED: "Gambar bergerak tidak diterima. Lampirkan foto.",
}
