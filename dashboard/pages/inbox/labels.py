"""Labels of the inbox and the operator queue."""

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
