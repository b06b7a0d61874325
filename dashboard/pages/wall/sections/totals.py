"""The five figures. The one that matters first stands first and largest: what is late."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui.format import number
from dashboard.ui.status_icons import mark

UNKNOWN = "–"  # noqa: RUF001 (an en dash is how a missing figure is written)


def tiles(totals: dict[str, Any], *, known: bool) -> list[list[Component]]:
    """Label, note and value of each tile, in the order of ``ids.TOTALS``.

    :param known: False while no data has come yet: then nothing is counted, and nothing is zero
    """
    figure = {name: _figure(value, known) for name, value in totals.items()}
    usual = figure["usual_new_by_now"]
    return [
        *_lateness(totals, figure),
        _tile("Belum selesai", figure["open"], f"{figure['no_target']} tanpa batas"),
        _tile("Masuk hari ini", figure["new_today"], "" if usual == UNKNOWN else f"biasanya {usual}"),
        _tile("Selesai hari ini", figure["closed_today"], f"{figure['closed_today_on_time']} tepat waktu"),
    ]


def _lateness(totals: dict[str, Any], figure: dict[str, str]) -> list[list[Component]]:
    """The tiles about deadlines. Where no open report has one, "0 late" would praise what nobody measured."""
    late, near = (
        (figure["overdue"], f"{figure['very_late']} sangat terlambat"),
        (figure["approaching"], "80 % terpakai"),
    )
    if totals["open"] and totals["open"] == totals["no_target"]:
        late = near = (UNKNOWN, "tanpa batas")
    return [_tile("Terlambat", *late, "late"), _tile("Mendekati batas", *near, "approaching")]


def _figure(value: float | None, known: bool) -> str:
    return UNKNOWN if value is None or not known else number(value)


def _tile(label: str, value: str, note: str, state: str | None = None) -> list[Component]:
    sign = [mark(state)] if state else []
    quiet = " quiet" if value in ("0", UNKNOWN) else ""
    return [
        html.Div([*sign, html.Span(label)], className="tile-label"),
        html.Div(note, className="tile-note"),
        html.Div(value, className=f"tile-value{quiet}"),
    ]
