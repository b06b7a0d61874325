"""The head of the review: one sentence, bands, and the most important numbers."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import ReviewView, html_attributes
from dashboard.ui.format import format_moment, number, signed_number
from data.core.ranking.ranking import Band
from data.core.review.metric_key import Metric


def headline_section(view: ReviewView) -> Component:
    """Return the change of the city's stock, and which kecamatan are clearly below, above, or neither."""
    summary = view.review_report["headline"]
    return html.Section(
        [
            html.H2(_stock_sentence(summary), className="headline", id="ringkas"),
            html.Ul(
                [item for band in labels.BAND_LABELS for item in _band_item(view, summary["bands"], band)],
                className="bands",
            ),
            html.Div(_tiles(view), className="review-tiles"),
            *_calendar_warnings(view.review_report["unknown_years"]),
        ],
        className="review-head",
        **html_attributes(aria_labelledby="ringkas"),
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


def _band_item(view: ReviewView, bands: dict[str, list[str]], band: Band) -> list[Component]:
    """Return the kecamatan of a band by name, with their number if there are many in neither band."""
    names = bands.get(band.value, [])
    if not names and band is Band.INSUFFICIENT:
        return []
    if band is Band.SAME and len(names) > 4:
        area_names = f"{len(names)} {view.with_level('{parent}')}: {', '.join(names)}"
    else:
        area_names = ", ".join(names) or "tidak ada"
    icon = html.I(className=f"spot {band.value}")
    return [
        html.Li([icon, html.Span(f"{labels.BAND_LABELS[band]}: "), html.B(area_names)], className=band.value)
    ]


def _tiles(view: ReviewView) -> list[Component]:
    tiles = [
        ("Masuk", view.figure_link(Metric.NEW)),
        ("Selesai", view.figure_link(Metric.CLOSED)),
        ("Belum selesai pada akhir", view.figure_link(Metric.CLOSING)),
        ("di antaranya terlambat", view.figure_link(Metric.STATE, None, "late")),
        ("dan sangat terlambat", view.figure_link(Metric.STATE, None, "very_late")),
    ]
    return [html.Div([html.Span(label), value], className="review-tile") for label, value in tiles]


def _calendar_warnings(years: list[int]) -> list[Component]:
    return [
        html.P(
            f"Cuti bersama {year} belum diketahui: batas waktu yang bergantung padanya adalah perkiraan, "
            "begitu pula angka keterlambatan yang berasal darinya.",
            className="notice",
            role="note",
        )
        for year in years
    ]


def period_line(view: ReviewView) -> list[Any]:
    """Return the period, on the city's clock."""
    zone = view.city.zone
    since, until = (format_moment(view.moment_at(name), zone) for name in ("since", "until"))
    return [html.Span(["Dari ", html.B(since), " sampai ", html.B(until)], className="span")]
