"""Messages about forms and uploads that several pages show."""

from collections.abc import Mapping

from data.core.follow_up.actions import Fault
from data.core.follow_up.workflow import Need
from data.lib.images import Reason

TOO_LARGE = (
    "Kiriman terlalu besar: paling banyak tiga foto, masing-masing 12 MB. Perkecil foto lalu kirim ulang."
)


NOT_UNDERSTOOD = "Kiriman tidak dapat dibaca. Muat ulang halaman ini, lalu kirim ulang."


SOMEBODY_ELSES = "Kiriman ini sudah dipakai akun lain. Muat ulang halaman ini, lalu kirim ulang."


FAULTS: Mapping[Fault | Need, str] = {
    Fault.NOT_FROM_HERE: "Tindakan ini tidak mungkin dari keadaan laporan sekarang.",
    Fault.NOT_FOR_ROLE: "Tindakan ini tidak diberikan kepada peran Anda.",
    Fault.SAME_PLACE: "Laporan ini sudah berada di kelurahan itu. Pilih kelurahan lain.",
    Fault.SAME_CATEGORY: "Laporan ini sudah berkategori itu. Pilih kategori lain.",
    Fault.ITSELF: "Laporan tidak dapat digabungkan dengan dirinya sendiri.",
    Fault.IS_JOINED: "Laporan itu sendiri sudah digabungkan. Pilih laporan induknya.",
    Need.NOTE: "Isi catatan lebih dahulu.",
    Need.AGENCY: "Pilih perangkat daerah atau instansi.",
    Need.BEFORE: "Lampirkan foto sebelum pekerjaan: laporan ini belum mempunyai foto.",
    Need.AFTER: "Lampirkan foto sesudah pekerjaan.",
    Need.AREA: "Pilih kelurahan yang benar.",
    Need.CATEGORY: "Pilih kategori.",
    Need.ORIGINAL: "Isi nomor laporan yang sama, dan pastikan nomor itu ada.",
    Need.STARS: "Pilih satu sampai lima bintang.",
}


PICTURES: Mapping[Reason, str] = {
    Reason.EMPTY: "Berkas ini kosong. Ambil foto lagi.",
    Reason.TOO_LARGE: "Foto ini lebih besar daripada 12 MB. Perkecil, lalu lampirkan lagi.",
    Reason.TOO_MANY_PIXELS: "Foto ini terlalu besar ukurannya. Perkecil, lalu lampirkan lagi.",
    Reason.TOO_NARROW: "Foto ini terlalu kecil atau terlalu sempit. Ambil foto lagi.",
    Reason.NOT_A_PICTURE: "Berkas ini bukan foto JPEG, PNG, atau WebP. Lampirkan foto.",
    Reason.DAMAGED: "Foto ini rusak atau terpotong. Ambil foto lagi.",
    Reason.ANIMATED: "Gambar bergerak tidak diterima. Lampirkan foto.",
}
