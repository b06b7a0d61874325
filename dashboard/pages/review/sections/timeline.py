"""The section of the timeline, which the browser draws from ``/api/v1/replay``."""

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review.query import local_iso
from dashboard.pages.review.view import ReviewView, formula_link, html_attributes, period_fields

DEFAULT_STEPS = 24
NOTE = (
    "Papan pada setiap saat yang lampau, dari riwayat laporan. Mula-mula malam dengan laporan masuk "
    "terbanyak dalam periode ini. Tombol panah menggeser, spasi memutar dan menghentikan."
)


def replay_section(view: ReviewView) -> Component:
    """Return the slider with its form, for the browser to fill; it begins with the busiest night."""
    period = [local_iso(datetime.fromisoformat(text), view.city.zone) for text in view.review_report["night"]]
    heading = [html.H2("Mesin waktu", id="mesin-judul"), formula_link("rekonsiliasi")]
    return html.Section(
        [
            html.Div(heading, className="section-head"),
            html.P(NOTE, className="note"),
            period_fields(*period),
            html.Div(_controls(), className="replay-controls"),
            html.Div(
                [html.Div(className="replay-map"), html.Div(className="replay-side")],
                className="replay-board",
            ),
        ],
        id="replay",
        key="-".join(period),
        className="review-section replay",
        **html_attributes(
            aria_labelledby="mesin-judul",
            data_steps=str(DEFAULT_STEPS),
            data_zone=view.city.timezone,
            data_inset="yes" if view.city.areas.inset else "no",
        ),
    )


def _controls() -> list[Component]:
    return [
        html.Button("Putar", className="replay-play", type="button"),
        html.Div(className="replay-slide"),
        html.B("", className="replay-at", role="status"),
    ]
