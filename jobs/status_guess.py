"""What a status word probably means, for a person to confirm: proposed, never applied by itself."""

import re

from data.sources.values import normalize

# Beginnings of words by our status, in the order in which they are tried: "belum selesai" is not finished.
BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("duplikat", "duplicate duplikat ganda dobel kembar"),
    ("salah_wilayah", "salah misrouted jurisdiction kewenangan"),
    ("menunggu", "belum not unassigned unresolved reopen dibuka pending menunggu waiting antri queued"),
    ("ditolak", "reject declin tolak ditolak cancel batal dibatalkan invalid arsip diarsipkan withdraw void "
                "spam denied tidak"),
    ("diteruskan", "refer forward transfer diteruskan dialihkan dilimpahkan eskalasi escalat"),
    ("selesai", "clos resol complet done fix finish solved tuntas beres tutup ditutup selesai diselesaikan "
                "terselesaikan rampung sudah"),
    ("disposisi", "assign dispatch disposisi didisposisikan terdisposisi delegat ditugaskan"),
    ("proses", "progress process proses diproses ditangani penanganan dikerjakan pengerjaan ditindaklanjuti "
               "tindak working work active started survei survey sedang scheduled dijadwalkan inprogress "
               "onprogress ongoing"),
    ("koordinasi", "verif terverifikasi review hold tunda ditunda tertunda acknowledg koordinasi triage "
                   "investigat"),
    ("menunggu", "new baru open receiv diterima masuk submit register terdaftar created draft lodged"),
)  # fmt: skip


def guess_status(status_word: str) -> str | None:
    """Return our status that a word of a source probably means; None if nothing says so."""
    words = re.findall(r"[^\W\d_]+", normalize(status_word))
    for code, beginnings in BEGINNINGS:
        if any(word.startswith(tuple(beginnings.split())) for word in words):
            return code
    return None
