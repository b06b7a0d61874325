"""Message texts of notices, in formal Indonesian, without free text, names or addresses of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.config.city import City
from data.core.notifications import NotificationTemplate, StoredNotice
from data.lib.date_format import format_moment

MAX_LISTED = 10
NOT_YOURS = "Bukan laporan Anda? Abaikan pesan ini: seseorang mungkin salah menulis alamatnya."

# Title and sentence; {what} is category and area.
MESSAGE_TEMPLATES: Mapping[str, tuple[str, str]] = {
    NotificationTemplate.NEW: ("Laporan baru", "{what}, nomor {number}.{due}"),
    NotificationTemplate.RECEIVED: (
        "Laporan diterima",
        "{what}, nomor {number}. Terima kasih atas laporan Anda.",
    ),
    NotificationTemplate.ASSIGNED: (
        "Laporan didisposisikan",
        "{what}, nomor {number}, diserahkan kepada {agency}.",
    ),
    NotificationTemplate.REFERRED: (
        "Laporan diteruskan",
        "{what}, nomor {number}, diteruskan kepada {agency}.",
    ),
    NotificationTemplate.QUESTION: (
        "Petugas bertanya kepada Anda",
        "{what}, nomor {number}. Jawab melalui halaman laporan.",
    ),
    NotificationTemplate.RESOLVED: (
        "Laporan selesai",
        "{what}, nomor {number}. Nilai hasilnya melalui halaman laporan.",
    ),
    NotificationTemplate.REJECTED: (
        "Laporan ditolak",
        "{what}, nomor {number}. Alasannya ada pada halaman laporan.",
    ),
    NotificationTemplate.DUPLICATE: (
        "Laporan digabungkan",
        "{what}, nomor {number}, dihitung bersama laporan yang sama.",
    ),
    NotificationTemplate.REOPENED: (
        "Laporan dibuka kembali",
        "{what}, nomor {number}. Jam semula berjalan lagi.",
    ),
    NotificationTemplate.AREA_DISPUTED: (
        "Keberatan wilayah",
        "{what}, nomor {number}: kecamatan menyatakan bukan wilayahnya.",
    ),
    NotificationTemplate.LOW_RATING: (
        "Nilai rendah",
        "{what}, nomor {number}: periksa apakah pekerjaan sudah selesai.",
    ),
    NotificationTemplate.APPROACHING: ("Mendekati batas waktu", "{what}, nomor {number}.{due}"),
    NotificationTemplate.LATE: ("Melewati batas waktu", "{what}, nomor {number}.{due}"),
    NotificationTemplate.VERY_LATE: ("Sangat terlambat", "{what}, nomor {number}.{due}"),
}
# For a template that this version does not know.
FALLBACK_TEMPLATE = ("Kabar laporan", "{what}, nomor {number}.")


@dataclass(frozen=True)
class Message:
    """The text of a message."""

    title: str
    body: str


@dataclass(frozen=True)
class MessageRenderer:
    """Renders notices of one city.

    :param name_of: returns an area's name by its code; KeyError for an unknown code
    """

    city: City
    name_of: Callable[[str], str]

    def render(self, notice: StoredNotice) -> Message:
        """Return the message of one notice."""
        title, sentence = MESSAGE_TEMPLATES.get(notice.template, FALLBACK_TEMPLATE)
        due = notice.values.get("due")
        return Message(title, sentence.format(
            what=self._subject(notice),
            number=notice.service_request_id,
            agency=notice.values.get("agency") or "instansi lain",
            due=f" Batas waktu {format_moment(datetime.fromisoformat(due), self.city.zone)}." if due else "",
        ))  # fmt: skip

    def render_batch(self, notices: Sequence[StoredNotice]) -> Message:
        """Return one message for any number of notices."""
        if len(notices) == 1:
            return self.render(notices[0])
        messages = [self.render(notice) for notice in notices[:MAX_LISTED]]
        lines = [f"- {message.title}: {message.body}" for message in messages]
        remaining = len(notices) - len(messages)
        overflow_lines = [f"- dan {remaining} kabar lainnya"] if remaining else []
        return Message(f"{len(notices)} kabar laporan", "\n".join((*lines, *overflow_lines)))

    def _subject(self, notice: StoredNotice) -> str:
        """Return category and area; of a sensitive category no area, as messages go to channels outside."""
        category = notice.values["service_code"]
        name = self.city.get_category(category).name
        code = None if self.city.is_sensitive(category) else notice.values.get("area_code")
        try:
            return f"{name}, {self.name_of(code)}" if code else name
        except KeyError:  # an area of an earlier layer
            return name
