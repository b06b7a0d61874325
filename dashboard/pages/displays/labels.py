"""Labels of the page of all displays."""

from data.services.displays import MAX_MESSAGE_LENGTH as MAX_MESSAGE_LENGTH

TITLE = "Semua layar"
LEAD = "Layar yang hidup, apa yang tampil padanya, dan apa yang diminta darinya."
ALL_DISPLAYS = "Semua layar sekaligus"
UNNAMED = "Tanpa nama"
UNNAMED_TABS = "{count} peramban tanpa nama; ini yang terakhir terdengar"
NO_DISPLAYS = (
    "Belum ada layar yang melapor. Buat token bagi sebuah layar dengan perintah "
    "python -m dashboard displays add, lalu buka alamatnya pada layar itu."
)
ALIVE, SILENT, NEVER, REVOKED = "hidup", "tidak terdengar", "belum pernah terdengar", "token dicabut"
CITY, FLOOD, ROTATING = "Kota", "Banjir", "Bergilir"
DIRECT_DISPLAY = "Arahkan layar ini"
VIEW, MESSAGE, MINUTES = "Tampilan", "Baris pesan", "Berlaku"
PAUSE = "Jeda: tetap pada tampilan ini"
APPLY, RESUME_ROTATION = "Terapkan", "Kembali bergilir"
DURATIONS = {"30": "30 menit", "60": "1 jam", "180": "3 jam", "": "Sampai dikembalikan"}
HEARD_AT, UNTIL, GIVEN_BY = "terdengar pukul {time}", "sampai pukul {time}", "oleh {name}"
PINNED, PAUSED, MESSAGE_LABEL = "Disematkan", "Dijeda", "Pesan"
ORDER_APPLIED, ROTATION_RESUMED = "Permintaan diterapkan.", "Layar kembali bergilir."
INVALID_ORDER = "Permintaan tidak dikenali. Muat ulang halaman ini, lalu coba lagi."
CONDITIONS = {
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
