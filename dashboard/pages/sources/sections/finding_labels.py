"""Labels of findings, in formal Bahasa Indonesia."""

from collections.abc import Mapping, Sequence

TITLE = "Catatan {origin}, {moment}: {count} jenis"
PULL = "penarikan terakhir"
FILE = "impor {file}"
MORE = "dan {count} lainnya"
MEANT = "mungkin maksudnya {name}"
OTHER_KIND = "Catatan lain"

KINDS: Mapping[str, str] = {
    "sheet_left_out": "Lembar yang tidak dibaca",
    "column_left_out": "Kolom yang tidak dipakai",
    "row_left_out": "Baris yang bukan laporan",
    "page_left_out": "Halaman berikutnya tidak dibaca",
    "area_unknown": "Nama wilayah tidak dikenal",
    "category_unknown": "Kategori tidak dikenal",
    "status_unknown": "Status tidak dikenal, dianggap belum selesai",
    "value_blank": "Dikosongkan oleh sumber, nilai lama tetap",
    "row_older": "Baris lebih lama daripada yang sudah diketahui",
    "time_impossible": "Waktu yang tidak mungkin",
    "point_placeholder": "Titik pengganti, bukan lokasi kejadian",
    "deadline_moved_late": "Batas waktu digeser setelah lewat",
    "verdict_kept": "Diubah sumber setelah selesai, penilaian tetap",
    "missing": "Tidak ada lagi di sumber",
    "import_older": "Isi impor lebih lama daripada impor sebelumnya",
    "implausible": "Hasil yang tidak wajar",
}
KINDS_WITH_NAMES = frozenset(("area_unknown", "category_unknown", "status_unknown"))

SUBJECTS: Mapping[str, str] = {
    "blank rows": "baris kosong",
    "totals": "baris jumlah",
    "headers": "judul kolom yang berulang",
    "notes": "catatan atau judul bagian",
    "column numbers": "nomor kolom",
    "the server links to a next page": "server menunjuk halaman berikutnya",
    "all_rejected": "semua baris ditolak",
    "nothing_located": "tidak satu pun wilayah yang disebut dikenal",
    "nothing_categorised": "tidak satu pun kategori yang disebut dikenal",
    "one_moment": "semua laporan masuk pada saat yang sama",
    "filed_ahead": "laporan masuk di masa depan",
    "one_area": "semua laporan di satu wilayah",
    "one_category": "semua laporan dalam satu kategori",
    "much_shorter": "jauh lebih sedikit daripada sebelumnya",
    "many_missing": "banyak laporan terbuka tidak ada lagi",
    "service_code": "kategori",
    "status_description": "status",
    "agency_responsible": "perangkat daerah",
    "area_name": "wilayah",
    "lat": "titik",
    "requested_datetime": "waktu masuk",
    "updated_datetime": "waktu perubahan",
    "expected_datetime": "batas waktu",
    "closed_datetime": "waktu selesai",
}

HINTS: Sequence[tuple[str, str]] = (
    (r"hidden", "tersembunyi"),
    (r"not the configured sheet", "bukan lembar yang diatur"),
    (r"another list of the document", "daftar lain di dalam dokumen"),
    (r"no column (.+) and (\d+) more", r"tanpa kolom \1 dan \2 lainnya"),
    (r"no column (.+)", r"tanpa kolom \1"),
    (r"(\d+) of (\d+)", r"\1 dari \2"),
    (r"(\d+) values", r"\1 nilai"),
    (r"(\d+) in all, (\d+) read", r"\1 seluruhnya, \2 dibaca"),
)
