"""The signs of lateness: a shape each, so that colour is never the only difference."""

from dash import html
from dash.development.base_component import Component

from data.core.clocks import Sla

SHAPES = {
    Sla.VERY_LATE: ("▲", "sangat terlambat"),
    Sla.LATE: ("▲", "terlambat"),
    Sla.APPROACHING: ("◆", "mendekati batas"),
    Sla.ON_TIME: ("●", "dalam batas waktu"),
    Sla.NO_TARGET: ("○", "tanpa batas waktu"),
}


def mark(state: str) -> Component:
    """The sign of an SLA state; its colour comes from the class, its meaning also from its shape."""
    shape, words = SHAPES[Sla(state)]
    return html.I(shape, className=f"mark {state}", title=words)
