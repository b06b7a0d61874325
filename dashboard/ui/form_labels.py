"""Messages about forms and uploads that several pages show."""

from collections.abc import Mapping

from data.core.follow_up.actions import RefusalReason
from data.core.follow_up.workflow import RequiredField
from data.lib.images import PictureProblem

TOO_LARGE = (
    "Kiriman terlalu besar: paling banyak tiga foto, masing-masing 12 MB. Perkecil foto lalu kirim ulang."
)
BODY_TOO_LARGE = "Kiriman terlalu besar untuk halaman ini. Persingkat isinya lalu kirim ulang."
TOO_LARGE_TITLE = "Kiriman terlalu besar"
UNREADABLE = "Kiriman tidak dapat dibaca. Muat ulang halaman ini, lalu kirim ulang."
BUSY = "Foto sedang banyak diproses. Kiriman ini belum disimpan; kirim ulang dalam satu menit."
TOO_MANY_UPLOADS = (
    "Masih ada kiriman lain yang sedang diunggah dari jaringan ini. Kirim ulang setelah kiriman itu selesai."
)
TOO_SLOW = "Kiriman terlalu lama di jalan. Perkecil foto, atau kirim ulang dengan sambungan yang lebih baik."
UPLOAD_ERRORS: Mapping[int, str] = {408: TOO_SLOW, 429: TOO_MANY_UPLOADS, 503: BUSY}  # by HTTP status
FOREIGN_FORM = (
    "Formulir ini dibuka dengan akun lain, sehingga belum disimpan. Masuk dengan akun itu, atau muat ulang "
    "halaman ini dan tulis kembali dengan akun Anda sekarang."
)
# By pydantic's type of error; its context fills the braces.
FIELD_ERRORS: Mapping[str, str] = {
    "missing": "Wajib diisi.",
    "string_too_short": "Wajib diisi, paling sedikit {min_length} karakter.",
    "string_too_long": "Terlalu panjang: paling banyak {max_length} karakter.",
    "int_parsing": "Isi dengan bilangan bulat.",
    "float_parsing": "Isi dengan bilangan.",
    "enum": "Pilih salah satu.",
    "literal_error": "Pilih salah satu.",
    "greater_than_equal": "Paling kecil {ge}.",
    "less_than_equal": "Paling besar {le}.",
}
INVALID_FIELD = "Isian ini tidak dapat dibaca. Periksa, lalu kirim ulang."
SUBMISSION_TAKEN = "Kiriman ini sudah dipakai akun lain. Muat ulang halaman ini, lalu kirim ulang."

ERRORS: Mapping[RefusalReason | RequiredField, str] = {
    RefusalReason.WRONG_STATUS: "Tindakan ini tidak mungkin dari keadaan laporan sekarang.",
    RefusalReason.WRONG_ROLE: "Tindakan ini tidak diberikan kepada peran Anda.",
    RefusalReason.SAME_AREA: "Laporan ini sudah berada di kelurahan itu. Pilih kelurahan lain.",
    RefusalReason.SAME_CATEGORY: "Laporan ini sudah berkategori itu. Pilih kategori lain.",
    RefusalReason.SAME_REPORT: "Laporan tidak dapat digabungkan dengan dirinya sendiri.",
    RefusalReason.IS_DUPLICATE: "Laporan itu sendiri sudah digabungkan. Pilih laporan induknya.",
    RefusalReason.NEEDS_CENTER: (
        "Hanya Command Center yang dapat menggabungkan kedua laporan ini: laporan induk harus belum selesai, "
        "masuk lebih dahulu, sekategori, dan dari kelurahan yang sama atau dalam jarak 200 meter di "
        "kecamatan yang sama. Jam tetap berjalan; catat alasan Anda agar Command Center memutuskan."
    ),
    RefusalReason.NO_WAY_BACK: (
        "Pertanyaan tidak akan sampai: pelapor tidak meninggalkan alamat, atau laporan ini datang dari "
        "sumber tanpa jalan balik. Jam tetap berjalan; lanjutkan dengan keterangan yang ada atau hubungi "
        "Command Center."
    ),
    RequiredField.NOTE: "Isi catatan lebih dahulu.",
    RequiredField.AGENCY: "Pilih perangkat daerah atau instansi.",
    RequiredField.PHOTO_BEFORE: "Lampirkan foto sebelum pekerjaan: laporan ini belum mempunyai foto.",
    RequiredField.PHOTO_AFTER: "Lampirkan foto sesudah pekerjaan.",
    RequiredField.AREA: "Pilih kelurahan yang benar.",
    RequiredField.CATEGORY: "Pilih kategori.",
    RequiredField.ORIGINAL: "Isi nomor laporan yang sama, dan pastikan nomor itu ada.",
    RequiredField.STARS: "Pilih satu sampai lima bintang.",
}

PICTURE_ERRORS: Mapping[PictureProblem, str] = {
    PictureProblem.EMPTY: "Berkas ini kosong. Ambil foto lagi.",
    PictureProblem.TOO_LARGE: "Foto ini lebih besar daripada 12 MB. Perkecil, lalu lampirkan lagi.",
    PictureProblem.TOO_MANY_PIXELS: "Foto ini terlalu besar ukurannya. Perkecil, lalu lampirkan lagi.",
    PictureProblem.TOO_NARROW: "Foto ini terlalu kecil atau terlalu sempit. Ambil foto lagi.",
    PictureProblem.NOT_A_PICTURE: "Berkas ini bukan foto JPEG, PNG, atau WebP. Lampirkan foto.",
    PictureProblem.DAMAGED: "Foto ini rusak atau terpotong. Ambil foto lagi.",
    PictureProblem.ANIMATED: "Gambar bergerak tidak diterima. Lampirkan foto.",
}
