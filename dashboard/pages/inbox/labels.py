"""Labels of the inbox and the operator queue."""

from collections.abc import Mapping

from data.core.config.agreement import Problem
from data.core.faults import FaultKind

TITLE = "Pemberitahuan"
NO_NOTICES = "Belum ada pemberitahuan."
NEW_BADGE = "baru"
ENABLE_PUSH = "Beri tahu di perangkat ini"
SUBSCRIPTION_REJECTED = "Perangkat ini tidak dapat didaftarkan. Coba lagi, atau pakai peramban lain."

OPERATOR_QUEUE = "Meja operator"
OPERATOR_QUEUE_LEAD = "Yang menunggu keputusan Command Center."
DISPUTED, NO_DISPUTED = "Keberatan wilayah", "Tidak ada keberatan yang menunggu."
RATED_LOW, NO_RATED_LOW = "Penilaian rendah", "Tidak ada penilaian rendah yang belum diperiksa."
DEAD_LETTERS, NO_DEAD_LETTERS = "Kabar yang tidak sampai", "Semua kabar terkirim atau masih dicoba."
DEAD_LETTERS_LEAD = "Sudah dicoba berulang kali. Periksa salurannya, lalu kirim ulang."
RESEND_ALL = "Kirim ulang semua"
RESENT = "{count} kabar dikirim ulang."
CHANNELS = {"dorong:": "perangkat", "saluran:": "saluran "}

FAULTS, NO_FAULTS = "Gangguan", "Tidak ada gangguan."
MISSING, NO_MISSING = "Tidak ada lagi di sumber", "Semua laporan terbuka masih ada di sumbernya."
MISSING_LEAD = (
    "Masih terbuka di papan ini, tetapi sumbernya tidak mengirimkannya lagi. Laporan tetap dihitung sampai "
    "ditarik, atau sampai sumbernya mengirimkannya kembali."
)
MISSING_SINCE, OPEN_FOR = "Tidak ada lagi di sumber sejak {moment}", "terbuka {age}"
MORE_MISSING = "Dan {count} laporan lain."
WITHDRAW, WITHDRAW_NOTE = "Tarik laporan", "Tidak ada lagi di sumber sejak {moment}."
WITHDRAWN = "Laporan ditarik."
NOT_WITHDRAWN = "Laporan tidak ditarik: keadaannya sudah berubah. Periksa daftar di bawah."
FAULTS_LEAD = (
    "Yang gagal dikerjakan papan ini. Yang lain tetap berjalan, dan setiap hal dicoba lagi dengan sendirinya."
)
SINCE, RETRY = "Sejak {moment}", "Dicoba lagi: {moment}"
RETRIED_SOON = "segera"
FAILURES = " · gagal {count} kali"
FAULT_KINDS: Mapping[FaultKind, str] = {
    FaultKind.EVENT: "Pemberitahuan tentang laporan {item} tidak dapat dibuat",
    FaultKind.REMINDER: "Pengingat untuk laporan {item} tidak dapat dibuat",
    FaultKind.NOTICE: "Pemberitahuan nomor {item} tidak dapat dibagikan",
    FaultKind.DELIVERY: "Pesan lewat {item} belum terkirim",
    FaultKind.SOURCE: "Sumber {item} tidak dapat dibaca",
    FaultKind.ROWS: "Baris dari sumber {item} ditolak",
    FaultKind.FILE: "Berkas {item} tidak dapat diimpor",
    FaultKind.JOB: "{item} gagal",
    FaultKind.CALLBACK: "Bagian halaman {item} gagal dimuat",
    FaultKind.SETTING: "Pengaturan {item} tidak cocok",
}
RETRIED = {
    FaultKind.CALLBACK: "saat dipakai berikutnya",
    FaultKind.JOB: "pada giliran berikutnya",
    FaultKind.SETTING: "saat papan dimulai lagi, setelah diperbaiki",
}
JOB_LABELS = {"remind": "Pengingat batas waktu", "deliver": "Pengiriman pemberitahuan"}
PULL_JOB_PREFIX, PULL_JOB = "pull ", "Penarikan sumber {item}"
REJECTED_ROWS = "{count} baris menunggu perbaikan; lihat halaman Sumber."
BOARD_FAULT = "Kesalahan pada papan ini ({error}); rinciannya ada dalam log."
REASONS = {
    Problem.NO_AREA: "Kode ini tidak ada dalam batas wilayah; pengaturannya diabaikan.",
    Problem.NO_KECAMATAN: "Kecamatan akun ini tidak ada dalam batas wilayah.",
    Problem.NO_VIEW: "Kecamatan yang ditampilkan layar ini tidak ada dalam batas wilayah.",
    Problem.NO_CATEGORY: "Kategori laporan yang tersimpan ini tidak ada lagi dalam berkas kota.",
    Problem.NO_SOURCE: "Sumber laporan yang tersimpan ini tidak ada lagi dalam berkas kota.",
    Problem.NO_POLICY: "Kebijakan yang menilai laporan tersimpan ini tidak ada lagi dalam berkas kota.",
    Problem.UNUSABLE_AREA: "Batas wilayah ini rusak, sehingga tidak ada laporan yang ditempatkan di sana.",
    "the recipient's address cannot be deciphered": "Alamat penerima tidak terbaca dengan kunci papan ini.",
    "the channel is no longer configured": "Saluran ini tidak ada lagi dalam pengaturan.",
    "the channel's address is none that Apprise knows": "Alamat saluran dalam pengaturan tidak dikenal.",
    "the channel did not take it": "Saluran tidak menerima pesan.",
    "the reporter's address is no longer kept": "Alamat pelapor sudah dihapus.",
    "all messages of the day are used up": "Jumlah pesan bagi pelapor untuk hari ini habis.",
    "the push service is no public one": "Layanan dorong bukan layanan publik.",
    "the push service was not reached": "Layanan dorong tidak terjangkau.",
    "the browser's keys cannot be used": "Kunci dari peramban penerima tidak dapat dipakai.",
}
