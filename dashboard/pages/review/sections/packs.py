"""The list of packs, the head of a pack, and its differences from today."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.drilldown import metric_label
from dashboard.pages.review.view import ReviewView, TableColumn
from dashboard.ui.format import format_moment, number
from data.core.config.city import City
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import Difference, ReviewPack, configuration_digest
from data.services.review import VerifiedPack

DIFFERENCE_LIMIT = 60
COLUMNS = tuple(map(TableColumn, ("Paket", "Judul", "Dibekukan", "Periode", "Tanda periksa")))
DIFFERENCE_COLUMNS = tuple(map(TableColumn, ("Angka", "Waktu itu", "Hari ini")))


class PackLine(NamedTuple):
    """One pack of the list; ``intact``: it is unchanged since it was frozen."""

    pack_id: int
    title: str
    frozen_at: str
    author: str
    period: str
    checksum: str
    intact: bool


class DifferenceLine(NamedTuple):
    """A number of a pack that is another one today."""

    label: str
    then: str
    now: str


@dataclass(frozen=True)
class PackDifferences:
    """How a pack differs from what its period gives today; ``hidden``: what is said of lines left out."""

    summary: str
    lines: list[DifferenceLine]
    hidden: str = ""


@dataclass(frozen=True)
class PackHead:
    """What stands above the figures of a pack."""

    title: str
    introduction: str
    checksum: str
    intact: bool
    version: str
    differences: PackDifferences | None


def pack_lines(stored_packs: list[VerifiedPack], city: City) -> list[PackLine]:
    """Return all packs, the newest first, each with its verification."""
    return [_pack_line(stored_pack, city) for stored_pack in stored_packs]


def _pack_line(stored_pack: VerifiedPack, city: City) -> PackLine:
    pack, title, period, author = stored_pack.pack, labels.UNKNOWN, labels.UNKNOWN, ""
    if pack:
        title, author = pack.title, f"oleh {pack.frozen_by or 'tanpa nama'}"
        period = f"{_moment_text(pack.since, city)} sampai {_moment_text(pack.until, city)}"
    frozen_at = format_moment(stored_pack.frozen_at, city.zone)
    checksum, intact = stored_pack.checksum, stored_pack.intact
    return PackLine(stored_pack.pack_id, title, frozen_at, author, period, checksum, intact)


def _moment_text(text: str, city: City) -> str:
    return format_moment(datetime.fromisoformat(text), city.zone)


def pack_head(stored_pack: VerifiedPack, differences: list[Difference], view: ReviewView) -> PackHead:
    """Return title and verification of a pack, and how today's figures differ from it."""
    pack, city = stored_pack.pack, view.city
    assert pack is not None
    author, frozen_at = pack.frozen_by or "tanpa nama", format_moment(stored_pack.frozen_at, city.zone)
    return PackHead(
        title=f"Paket {stored_pack.pack_id}: {pack.title or 'tanpa judul'}",
        introduction=labels.PACK_INTRODUCTION.format(time=frozen_at, author=author),
        checksum=stored_pack.checksum,
        intact=stored_pack.intact,
        version=_version_text(pack, city),
        differences=pack_differences(differences, view) if differences else None,
    )


def _version_text(pack: ReviewPack, city: City) -> str:
    version = f"Rumus versi {pack.formula}, konfigurasi kota {pack.configuration[:12]}"
    if pack.configuration == configuration_digest(city):
        return f"{version}, sama dengan sekarang."
    return f"{version}; konfigurasi kini lain."


def pack_differences(differences: list[Difference], view: ReviewView) -> PackDifferences:
    """Return the numbers that differ from today, and how many other values do."""
    counts = [difference for difference in differences if difference.path.startswith("counts/")]
    summary = labels.DIFFERENCES.format(
        count=number(len(counts)), other=number(len(differences) - len(counts))
    )
    hidden = f"Menampilkan {DIFFERENCE_LIMIT} dari {number(len(counts))}."
    lines = [_difference_line(difference, view) for difference in counts[:DIFFERENCE_LIMIT]]
    return PackDifferences(summary, lines, hidden if len(counts) > DIFFERENCE_LIMIT else "")


def _difference_line(difference: Difference, view: ReviewView) -> DifferenceLine:
    label = metric_label(view, parse_metric_key(difference.path.removeprefix("counts/")))
    return DifferenceLine(label, number(difference.then), number(difference.now))
