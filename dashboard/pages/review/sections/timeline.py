"""The time machine: a stretch of the past step by step, drawn by the browser from ``/api/v1/replay``."""

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review.query import local
from dashboard.pages.review.view import View, how, marked, moments

STEPS = 24


def machine(view: View) -> Component:
    """The slider with its form; the browser fills it. It begins with the period's busiest night."""
    night = [local(datetime.fromisoformat(text), view.city.zone) for text in view.sheet["night"]]
    controls = [
        html.Button("Putar", className="replay-play", type="button"),
        html.Div(className="replay-slide"),
        html.B("", className="replay-at", role="status"),
    ]
    inset = "yes" if view.city.areas.inset else "no"
    return html.Section(
        [
            html.Div(
                [html.H2("Mesin waktu", id="mesin-judul"), how("rekonsiliasi")], className="section-head"
            ),
            html.P(
                "Papan pada setiap saat yang lampau, dari riwayat laporan. Mula-mula malam dengan "
                "laporan masuk terbanyak "
                "dalam periode ini. Tombol panah menggeser, spasi memutar dan menghentikan.",
                className="note",
            ),
            moments(*night),
            html.Div(controls, className="replay-controls"),
            html.Div(
                [html.Div(className="replay-map"), html.Div(className="replay-side")],
                className="replay-board",
            ),
        ],
        id="replay",
        key="-".join(night),
        className="review-section replay",
        **marked(
            aria_labelledby="mesin-judul",
            data_steps=str(STEPS),
            data_zone=view.city.timezone,
            data_inset=inset,
        ),
    )
