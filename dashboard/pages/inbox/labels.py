"""What these two pages say."""

TITLE = "Pemberitahuan"
NONE = "Belum ada pemberitahuan."
NEW = "baru"
HERE = "Beri tahu di perangkat ini"
NOT_TAKEN = "Perangkat ini tidak dapat didaftarkan. Coba lagi, atau pakai peramban lain."

DESK = "Meja operator"
DESK_LEAD = "Yang menunggu keputusan Command Center."
CLAIMS, NO_CLAIMS = "Keberatan wilayah", "Tidak ada keberatan yang menunggu."
LOW, NO_LOW = "Penilaian rendah", "Tidak ada penilaian rendah yang belum diperiksa."
DEAD, NO_DEAD = "Kabar yang tidak sampai", "Semua kabar terkirim atau masih dicoba."
DEAD_LEAD = "Sudah dicoba berulang kali. Periksa salurannya, lalu kirim ulang."
AGAIN = "Kirim ulang semua"
RESENT = "{count} kabar dikirim ulang."
CHANNELS = {"dorong:": "perangkat", "saluran:": "saluran "}
