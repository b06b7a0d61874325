"""Texts of error pages by HTTP status: what went wrong, and what to do next."""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.ui import access_labels

HOME, RETRY, SIGN_IN = "Ke halaman utama", "Coba lagi", "Masuk"


class ErrorText(NamedTuple):
    """Title and explanation of a status, and what to do next."""

    title: str
    message: str
    next_step: str


_CHECK_ADDRESS = "Periksa alamatnya, atau mulai lagi dari halaman utama."
_SHORTER = "Kembali ke halaman sebelumnya, kurangi isinya, lalu kirim ulang."
_WAIT = "Tunggu satu menit, lalu coba lagi. Bila berulang, hubungi operator command center."
_GO_BACK = "Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi."

ERROR_TEXTS: Mapping[int, ErrorText] = {
    400: ErrorText("Permintaan tidak dapat dibaca", "Ada yang tidak lengkap pada permintaan ini.", _GO_BACK),
    401: ErrorText("Silakan masuk", access_labels.NEEDS_SIGN_IN, "Setelah masuk, halaman ini dibuka lagi."),
    403: ErrorText("Permintaan ini tidak diizinkan", access_labels.NOT_ALLOWED, access_labels.FORBIDDEN_NEXT),
    404: ErrorText("Halaman ini tidak ada", "Tidak ada apa pun pada alamat yang Anda buka.", _CHECK_ADDRESS),
    405: ErrorText(
        "Alamat ini tidak dapat dipakai begitu", "Alamat ini tidak menerima permintaan semacam itu.",
        "Buka halaman lewat tautan atau tombolnya, mulai dari halaman utama.",
    ),
    408: ErrorText("Kiriman terlalu lama di jalan", "Kiriman belum diterima seluruhnya.", _GO_BACK),
    413: ErrorText("Kiriman terlalu besar", "Kiriman ini lebih besar daripada yang diterima.", _SHORTER),
    414: ErrorText("Alamat terlalu panjang", "Alamat ini lebih panjang daripada batasnya.", _CHECK_ADDRESS),
    415: ErrorText("Bentuk kiriman tidak dikenal", "Kiriman dalam bentuk ini tidak diterima.", _GO_BACK),
    422: ErrorText("Kiriman belum benar", "Ada isian yang tidak dapat diterima.", _GO_BACK),
    429: ErrorText("Terlalu banyak permintaan", "Permintaan dari jaringan ini terlalu sering.", _WAIT),
    431: ErrorText("Permintaan terlalu besar", "Keterangan dari peramban ini terlalu panjang.", _GO_BACK),
    500: ErrorText(
        "Terjadi gangguan pada papan ini",
        "Permintaan Anda tidak dapat diselesaikan, dan belum tentu tersimpan. Gangguan ini sudah dicatat.",
        "Periksa dahulu apakah perubahan Anda tersimpan, lalu coba lagi. Bila berulang, hubungi operator "
        "command center dan sebutkan jam kejadiannya.",
    ),
    503: ErrorText("Papan ini sedang sibuk", "Permintaan Anda belum dapat dikerjakan sekarang.", _WAIT),
}  # fmt: skip
