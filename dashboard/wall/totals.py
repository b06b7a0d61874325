"""The five figures. The one that matters first stands first and largest: what is late."""

from dash import html
from dash.development.base_component import Component

from dashboard.format import number
from dashboard.wall.marks import mark


def tiles(totals: dict[str, float | None]) -> list[list[Component]]:
    """Label, value and note of each tile, in the order of ``ids.TOTALS``."""
    figure = {name: number(value) for name, value in totals.items() if value is not None}
    usual = totals["usual_new_by_now"]
    return [
        _tile("Terlambat", figure["overdue"], f"{figure['very_late']} sangat terlambat", "late"),
        _tile("Mendekati batas", figure["approaching"], "80 % waktu terpakai", "approaching"),
        _tile("Belum selesai", figure["open"], f"{figure['no_target']} tanpa batas"),
        _tile("Masuk hari ini", figure["new_today"], _usual(usual)),
        _tile("Selesai hari ini", figure["closed_today"], f"{figure['closed_today_on_time']} tepat waktu"),
    ]


def _usual(usual: float | None) -> str:
    """What this hour usually brings; nothing is said where the history is too short to say it."""
    return "" if usual is None else f"biasanya {number(usual)}"


def _tile(label: str, value: str, note: str, state: str | None = None) -> list[Component]:
    sign = [mark(state)] if state else []
    return [
        html.Div([*sign, html.Span(label)], className="tile-label"),
        html.Div(note, className="tile-note"),
        html.Div(value, className="tile-value"),
    ]
