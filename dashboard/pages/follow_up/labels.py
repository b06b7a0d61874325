"""Labels and messages of the follow-up page."""

from collections.abc import Mapping

from data.core.follow_up.workflow import RequiredField
from data.lib.images import MAX_PICTURES

TITLE = "Tindak lanjut"
NOT_FOUND = "Laporan ini tidak ada, atau bukan wilayah Anda."
NOTHING_TO_DO = "Tidak ada tindakan bagi peran Anda pada keadaan ini."
BACK = "Kembali ke laporan"
NUMBER_AND_AREA, FILED_AT, DUE = "Nomor {number} · {area}", "Masuk {time}", "Batas waktu {time}"
OPTIONAL_NOTE, OPTIONAL_PHOTO = "Catatan (boleh kosong)", "Foto (boleh kosong)"
CHOOSE = "Pilih …"
CHANGED = (
    "Laporan ini berubah sejak Anda membukanya, sehingga tindakan Anda belum disimpan. "
    "Periksa perubahannya di bawah, lalu kirim ulang bila masih perlu."
)
PHOTO_EXISTS = "Foto pelapor sudah ada; tambahkan bila perlu."
PHOTO_OPTIONAL = "Lampirkan bila perlu."
PHOTO_LIMIT = f"Paling banyak {MAX_PICTURES} foto."
SEEN_BY_REPORTER = "Catatan ini dibaca pelapor: jangan menulis nama atau nomor telepon."


FIELD_LABELS: Mapping[RequiredField, str] = {
    RequiredField.NOTE: "Catatan",
    RequiredField.AGENCY: "Diserahkan kepada",
    RequiredField.PHOTO_BEFORE: "Foto sebelum",
    RequiredField.PHOTO_AFTER: "Foto sesudah",
    RequiredField.AREA: "Kelurahan yang benar",
    RequiredField.CATEGORY: "Kategori",
    RequiredField.ORIGINAL: "Nomor laporan yang sama",
}
