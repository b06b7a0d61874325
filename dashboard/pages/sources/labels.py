"""Labels of ``/sumber``, in formal Bahasa Indonesia."""

TITLE = "Sumber Data"
LEAD = "Dari mana laporan datang, dan apakah penarikannya lancar."
LOADING = "Memuat …"

HEALTHY = "lancar"
STALE = "terputus"
MANUAL = "impor manual"
NEVER_PULLED = "belum pernah berhasil"

MISSING = "Tidak ada lagi di sumber: {count} laporan terbuka"
MISSING_SINCE = " sejak {moment}"
MORE_MISSING = "dan {count} laporan lain"
TOO_SHORT = (
    "Isi penarikan jauh lebih sedikit daripada biasanya sejak {moment}. Yang tidak ada di dalamnya belum "
    "dianggap hilang."
)
ACCEPT = "Terima: isi penarikan berikutnya benar"
ACCEPTED = "Diterima: penarikan berikutnya dipercaya."
