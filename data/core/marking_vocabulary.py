"""The words around a marking: what affirms, denies, or only accompanies it."""

YES = frozenset(("ya", "iya", "y", "yes", "true", "1", "benar", "betul", "x", "v", "ok", "aktif", "on"))
INLINE_NO = frozenset(("tidak", "tdk", "bukan", "false", "0", "salah"))
DENIALS = frozenset((
    "tidak", "tdk", "tak", "bukan", "bkn", "non", "not", "tanpa", "jangan", "belum", "nggak", "enggak", "gak",
    "tiada",
))  # fmt: skip
# The first word of an answer that is a no; among them what says that anybody may read it.
NO = DENIALS | INLINE_NO | frozenset((
    "t", "no", "n", "f", "off", "nonaktif", "kosong", "nihil", "nil", "null", "none", "na", "nan",
    "biasa", "umum", "publik", "public", "terbuka", "normal", "reguler", "regular", "standar", "open",
))  # fmt: skip
# What a denial of which keeps a report from the public.
PUBLIC = frozenset((
    "umum", "publik", "public", "terbuka", "dibuka", "disebar", "disebarkan", "sebarkan", "disebarluaskan",
    "dipublikasi", "dipublikasikan", "publikasi", "publikasikan", "diumumkan", "ditampilkan",
))  # fmt: skip
FILLERS = frozenset((
    "bersifat", "sifat", "sifatnya", "laporan", "lapor", "aduan", "pengaduan", "termasuk", "tergolong",
    "berkategori", "kategori", "tipe", "jenis", "klasifikasi", "status", "adalah", "yang", "ini", "itu",
    "secara", "lagi", "perlu", "harus", "sangat", "terlalu", "dokumen", "data", "informasi", "kasus", "is",
    "a", "merupakan",
))  # fmt: skip
# What may stand beside the word in a clause of a running text that is a label.
LABEL_PARTS = FILLERS | YES | frozenset((
    "mohon", "tolong", "harap", "minta", "agar", "supaya", "untuk", "dengan", "sebagai", "dan", "level",
    "tingkat", "kerahasiaan", "anonim", "penting", "segera", "banget", "sekali", "nya",
))  # fmt: skip
