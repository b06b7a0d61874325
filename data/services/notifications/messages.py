"""What a notice says, in formal Indonesian. Nothing that a person wrote, no name, no address goes into it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.config.city import City
from data.core.notifications import NotificationTemplate, StoredNotice
from data.lib.date_format import format_moment

MAX_LISTED = 10

# Title and sentence. {what}: category and area; {number}; {due}; {agency}.
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
FALLBACK_TEMPLATE = (
    "Kabar laporan",
    "{what}, nomor {number}.",
)  # of a template that this version does not know


@dataclass(frozen=True)
class Message:
    """A message in words."""

    title: str
    body: str


@dataclass(frozen=True)
class MessageRenderer:
    """Puts notices into one city's words.

    :param name_of: an area's name by its code; KeyError for one that is none
    """

    city: City
    name_of: Callable[[str], str]

    def render(self, notice: StoredNotice) -> Message:
        """One notice."""
        title, sentence = MESSAGE_TEMPLATES.get(notice.template, FALLBACK_TEMPLATE)
        due = notice.values.get("due")
        return Message(title, sentence.format(
            what=self._subject(notice),
            number=notice.service_request_id,
            agency=notice.values.get("agency") or "instansi lain",
            due=f" Batas waktu {format_moment(datetime.fromisoformat(due), self.city.zone)}." if due else "",
        ))  # fmt: skip

    def render_batch(self, notices: Sequence[StoredNotice]) -> Message:
        """One message of any number of notices."""
        if len(notices) == 1:
            return self.render(notices[0])
        messages = [self.render(notice) for notice in notices[:MAX_LISTED]]
        lines = [f"- {message.title}: {message.body}" for message in messages]
        remaining = len(notices) - len(messages)
        overflow_lines = [f"- dan {remaining} kabar lainnya"] if remaining else []
        return Message(f"{len(notices)} kabar laporan", "\n".join((*lines, *overflow_lines)))

    def _subject(self, notice: StoredNotice) -> str:
        name, code = (
            self.city.get_category(notice.values["service_code"]).name,
            notice.values.get("area_code"),
        )
        try:
            return f"{name}, {self.name_of(code)}" if code else name
        except KeyError:  # of an earlier layer
            return name
