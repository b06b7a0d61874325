"""The head of the review: one sentence, bands, and the most important numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.view import FigureLink, ReviewView
from dashboard.ui.format import format_moment, number, signed_number
from data.core.ranking.ranking import Band
from data.core.review.metric_key import Metric


class BandLine(NamedTuple):
    """The kecamatan of a band, by name."""

    band: str
    label: str
    names: str


@dataclass(frozen=True)
class Headline:
    """The head of the review.

    :param since: the period's beginning, on the city's clock
    :param warnings: of years whose holidays are not known
    """

    since: str
    until: str
    sentence: str
    bands: list[BandLine]
    tiles: list[tuple[str, FigureLink]]
    warnings: list[str]


def headline_section(view: ReviewView) -> Headline:
    """Return the change of the city's stock, and which kecamatan are clearly below, above, or neither."""
    summary, zone = view.review_report["headline"], view.city.zone
    since, until = (format_moment(view.moment_at(name), zone) for name in ("since", "until"))
    return Headline(
        since=since,
        until=until,
        sentence=_stock_sentence(summary),
        bands=[line for band in labels.BAND_LABELS for line in _band_lines(view, summary["bands"], band)],
        tiles=_tiles(view),
        warnings=[labels.UNKNOWN_YEAR.format(year=year) for year in view.review_report["unknown_years"]],
    )


def _stock_sentence(summary: dict[str, Any]) -> str:
    opening, closing = summary["opening"], summary["closing"]
    change = closing - opening
    if change == 0:
        sentence = f"Tunggakan kota tetap {number(closing)} laporan."
    else:
        direction = "naik" if change > 0 else "turun"
        movement = f"{number(abs(change))} laporan, dari {number(opening)} menjadi {number(closing)}"
        sentence = f"Tunggakan kota {direction} {movement}."
    largest_change = summary["most"]
    if not largest_change or not largest_change["change"]:
        return sentence
    name, change = largest_change["name"], largest_change["change"]
    direction = "bertambah" if change > 0 else "berkurang"
    return f"{sentence} Paling banyak {direction}: {name} ({signed_number(change)})."


def _band_lines(view: ReviewView, bands: dict[str, list[str]], band: Band) -> Iterator[BandLine]:
    """Yield the kecamatan of a band by name, with their number if there are many in neither band."""
    names = bands.get(band.value, [])
    if not names and band is Band.INSUFFICIENT:
        return
    area_names = ", ".join(names) or "tidak ada"
    if band is Band.SAME and len(names) > 4:
        area_names = f"{len(names)} {view.with_level('{parent}')}: {area_names}"
    yield BandLine(band.value, labels.BAND_LABELS[band], area_names)


def _tiles(view: ReviewView) -> list[tuple[str, FigureLink]]:
    return [
        ("Masuk", view.figure_link(Metric.NEW)),
        ("Selesai", view.figure_link(Metric.CLOSED)),
        ("Belum selesai pada akhir", view.figure_link(Metric.CLOSING)),
        ("di antaranya terlambat", view.figure_link(Metric.STATE, None, "late")),
        ("dan sangat terlambat", view.figure_link(Metric.STATE, None, "very_late")),
    ]
