"""Messages about requests that are rejected before anything is read of them."""

TITLE = "Permintaan tidak dapat dilayani"
MESSAGES = {
    400: "Papan ini tidak memakai web socket. Muat ulang halaman, lalu coba lagi.",
    414: "Alamat yang diminta terlalu panjang. Buka halaman ini kembali dari menu.",
    415: "Kiriman yang dimampatkan tidak diterima. Kirim isinya apa adanya.",
    431: "Kepala permintaan terlalu besar. Hapus kuki situs ini di peramban Anda, lalu coba lagi.",
}
TOO_MANY_REQUESTS = (
    "Terlalu banyak permintaan dari jaringan Anda pada saat yang sama. Tunggu beberapa detik, lalu coba lagi."
)
DOWNLOADS_BUSY = (
    "Beberapa unduhan sedang dibuat, atau unduhan Anda yang sebelumnya belum selesai. "
    "Tunggu sebentar, lalu coba lagi."
)
PAST_BUSY = "Beberapa papan lampau sedang dibuat. Tunggu sebentar, lalu coba lagi."
BOARD_BUSY = "Papan sedang melayani sangat banyak pengunjung. Tunggu beberapa detik, lalu coba lagi."
