"""Labels of ``/sumber``, in formal Bahasa Indonesia."""

TITLE = "Sumber Data"
LEAD = "Dari mana laporan datang, dan apakah penarikannya lancar."
LOADING = "Memuat …"

HEALTHY = "lancar"
STALE = "terputus"
MANUAL = "impor manual"
NEVER_PULLED = "belum pernah berhasil"
