"""What a notice says, in formal Indonesian. Nothing that a person wrote, no name, no address goes into it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.config.city import City
from data.core.notifications import Template, Told
from data.lib.date_format import moment_words

MOST_LISTED = 10

# Title and sentence. {what}: category and area; {number}; {due}; {agency}.
SAID: Mapping[str, tuple[str, str]] = {
    Template.NEW: ("Laporan baru", "{what}, nomor {number}.{due}"),
    Template.RECEIVED: ("Laporan diterima", "{what}, nomor {number}. Terima kasih atas laporan Anda."),
    Template.DISPOSED: ("Laporan didisposisikan", "{what}, nomor {number}, diserahkan kepada {agency}."),
    Template.REFERRED: ("Laporan diteruskan", "{what}, nomor {number}, diteruskan kepada {agency}."),
    Template.ASKED: (
        "Petugas bertanya kepada Anda",
        "{what}, nomor {number}. Jawab melalui halaman laporan.",
    ),
    Template.DONE: ("Laporan selesai", "{what}, nomor {number}. Nilai hasilnya melalui halaman laporan."),
    Template.REJECTED: ("Laporan ditolak", "{what}, nomor {number}. Alasannya ada pada halaman laporan."),
    Template.JOINED: ("Laporan digabungkan", "{what}, nomor {number}, dihitung bersama laporan yang sama."),
    Template.REOPENED: ("Laporan dibuka kembali", "{what}, nomor {number}. Jam semula berjalan lagi."),
    Template.CLAIM: ("Keberatan wilayah", "{what}, nomor {number}: kecamatan menyatakan bukan wilayahnya."),
    Template.LOW_RATING: ("Nilai rendah", "{what}, nomor {number}: periksa apakah pekerjaan sudah selesai."),
    Template.APPROACHING: ("Mendekati batas waktu", "{what}, nomor {number}.{due}"),
    Template.LATE: ("Melewati batas waktu", "{what}, nomor {number}.{due}"),
    Template.VERY_LATE: ("Sangat terlambat", "{what}, nomor {number}.{due}"),
}
OLD = ("Kabar laporan", "{what}, nomor {number}.")  # of a template that this version does not know


@dataclass(frozen=True)
class Said:
    """A message in words."""

    title: str
    body: str


@dataclass(frozen=True)
class Speaker:
    """Puts notices into one city's words.

    :param name_of: an area's name by its code; KeyError for one that is none
    """

    city: City
    name_of: Callable[[str], str]

    def said(self, told: Told) -> Said:
        """One notice."""
        title, sentence = SAID.get(told.template, OLD)
        due = told.values.get("due")
        return Said(title, sentence.format(
            what=self._what(told),
            number=told.service_request_id,
            agency=told.values.get("agency") or "instansi lain",
            due=f" Batas waktu {moment_words(datetime.fromisoformat(due), self.city.zone)}." if due else "",
        ))  # fmt: skip

    def all_said(self, notices: Sequence[Told]) -> Said:
        """One message of any number of notices."""
        if len(notices) == 1:
            return self.said(notices[0])
        said = [self.said(told) for told in notices[:MOST_LISTED]]
        lines = [f"- {one.title}: {one.body}" for one in said]
        rest = len(notices) - len(said)
        more = [f"- dan {rest} kabar lainnya"] if rest else []
        return Said(f"{len(notices)} kabar laporan", "\n".join((*lines, *more)))

    def _what(self, told: Told) -> str:
        name, code = self.city.category_of(told.values["service_code"]).name, told.values.get("area_code")
        try:
            return f"{name}, {self.name_of(code)}" if code else name
        except KeyError:  # of an earlier layer
            return name
