"""What each move is called, what it does in one sentence, and what to do where it cannot be made."""

from collections.abc import Mapping

from data.core.follow_up.workflow import Need
from data.lib.images import MOST_PICTURES

TITLE = "Tindak lanjut"
NONE_SUCH = "Laporan ini tidak ada, atau bukan wilayah Anda."
NOTHING_TO_DO = "Tidak ada tindakan bagi peran Anda pada keadaan ini."
BACK = "Kembali ke laporan"
CHANGED = (
    "Laporan ini berubah sejak Anda membukanya, sehingga tindakan Anda belum disimpan. "
    "Periksa perubahannya di bawah, lalu kirim ulang bila masih perlu."
)
PHOTO_THERE = "Foto pelapor sudah ada; tambahkan bila perlu."
PHOTO_OPTIONAL = "Lampirkan bila perlu."
PHOTOS_MOST = f"Paling banyak {MOST_PICTURES} foto."
SEEN_BY_REPORTER = "Catatan ini dibaca pelapor: jangan menulis nama atau nomor telepon."


LABELS: Mapping[Need, str] = {
    Need.NOTE: "Catatan",
    Need.AGENCY: "Diserahkan kepada",
    Need.BEFORE: "Foto sebelum",
    Need.AFTER: "Foto sesudah",
    Need.AREA: "Kelurahan yang benar",
    Need.CATEGORY: "Kategori",
    Need.ORIGINAL: "Nomor laporan yang sama",
}
