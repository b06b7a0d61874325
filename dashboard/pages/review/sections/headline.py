"""The one sentence that matters, and the few numbers under it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import View, marked, signed
from dashboard.ui.format import moment_words, number
from data.core.ranking.ranking import Band
from data.core.review.metric_key import Figure


def headline(view: View) -> Component:
    """How the city's stock moved, who is clearly below or above, and who cannot be told apart."""
    found = view.sheet["headline"]
    return html.Section(
        [
            html.H2(_stock(found), className="headline", id="ringkas"),
            html.Ul(
                [item for band in labels.BANDS for item in _band(found["bands"], band)], className="bands"
            ),
            html.Div(_tiles(view), className="review-tiles"),
            *_calendar(view.sheet["unknown_years"]),
        ],
        className="review-head",
        **marked(aria_labelledby="ringkas"),
    )


def _stock(found: dict[str, Any]) -> str:
    opening, closing = found["opening"], found["closing"]
    change = closing - opening
    if change == 0:
        said = f"Tunggakan kota tetap {number(closing)} laporan."
    else:
        way = "naik" if change > 0 else "turun"
        moved = f"{number(abs(change))} laporan, dari {number(opening)} menjadi {number(closing)}"
        said = f"Tunggakan kota {way} {moved}."
    most = found["most"]
    if not most or not most["change"]:
        return said
    way = "bertambah" if most["change"] > 0 else "berkurang"
    return f"{said} Paling banyak {way}: {most['name']} ({signed(most['change'])})."


def _band(bands: dict[str, list[str]], band: Band) -> list[Component]:
    """Clear ones by name; those that cannot be told apart are said to be so, and by name as well."""
    names = bands.get(band.value, [])
    if not names and band is Band.INSUFFICIENT:
        return []
    if band is Band.SAME and len(names) > 4:
        said = f"{len(names)} kecamatan: {', '.join(names)}"
    else:
        said = ", ".join(names) or "tidak ada"
    shape = html.I(className=f"spot {band.value}")
    return [html.Li([shape, html.Span(f"{labels.BANDS[band]}: "), html.B(said)], className=band.value)]


def _tiles(view: View) -> list[Component]:
    tiles = [
        ("Masuk", view.figure(Figure.NEW)),
        ("Selesai", view.figure(Figure.CLOSED)),
        ("Belum selesai pada akhir", view.figure(Figure.CLOSING)),
        ("di antaranya terlambat", view.figure(Figure.STATE, None, "late")),
        ("dan sangat terlambat", view.figure(Figure.STATE, None, "very_late")),
    ]
    return [html.Div([html.Span(label), value], className="review-tile") for label, value in tiles]


def _calendar(years: list[int]) -> list[Component]:
    return [
        html.P(
            f"Cuti bersama {year} belum diketahui: batas waktu yang bergantung padanya adalah perkiraan, "
            "begitu pula angka keterlambatan yang berasal darinya.",
            className="notice",
            role="note",
        )
        for year in years
    ]


def standing(view: View) -> list[Any]:
    """From when to when, on the city's clock."""
    zone = view.city.zone
    since, until = (moment_words(view.moment(name), zone) for name in ("since", "until"))
    return [html.Span(["Dari ", html.B(since), " sampai ", html.B(until)], className="span")]
