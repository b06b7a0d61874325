"""The words of the page of all screens."""

TITLE = "Semua layar"
LEAD = "Layar yang hidup, apa yang tampil padanya, dan apa yang diminta darinya."
EVERY_SCREEN = "Semua layar sekaligus"
UNNAMED = "Tanpa nama"
NONE = (
    "Belum ada layar yang melapor. Buat token bagi sebuah layar dengan perintah "
    "python -m dashboard displays add, lalu buka alamatnya pada layar itu."
)
ALIVE, SILENT, NEVER, REVOKED = "hidup", "tidak terdengar", "belum pernah terdengar", "token dicabut"
CITY, FLOOD, ROUND = "Kota", "Banjir", "Bergilir"
DIRECT = "Arahkan layar ini"
VIEW, MESSAGE, MINUTES = "Tampilan", "Baris pesan", "Berlaku"
PAUSE = "Jeda: tetap pada tampilan ini"
GIVE, TAKE_BACK = "Terapkan", "Kembali bergilir"
SPANS = {"30": "30 menit", "60": "1 jam", "180": "3 jam", "": "Sampai dikembalikan"}
PINNED, PAUSED, SAYS = "Disematkan", "Dijeda", "Pesan"
GIVEN, TAKEN = "Permintaan diterapkan.", "Layar kembali bergilir."
WRONG = "Permintaan tidak dikenali. Muat ulang halaman ini, lalu coba lagi."
MOODS = {
    "fresh": "data terkini",
    "stale": "data terlambat",
    "unheard": "server tidak terjangkau",
    "silent": "gudang laporan tidak terbaca",
    "torn": "data tidak utuh",
    "waiting": "menunggu data",
    "historical": "arsip",
}
POLLING = "tanpa aliran, bertanya sendiri"
OLD_VERSION = "versi lama"
