"""The five tiles, with the late reports first and largest."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui.format import number
from dashboard.ui.status_icons import status_icon
from data.lib.translation import gettext

UNKNOWN = "–"  # noqa: RUF001 (an en dash is how a missing figure is written)


def total_tiles(totals: Mapping[str, Any], *, has_data: bool) -> list[list[Component]]:
    """Return label, note and value of each tile, in the order of ``ids.TOTALS``.

    :param has_data: false before the first data: figures are then unknown, not zero
    """
    formatted = {name: _format_figure(value, has_data) for name, value in totals.items()}
    usual = formatted["usual_new_by_now"]
    return [
        *_deadline_tiles(totals, formatted),
        _tile(
            gettext("Unresolved"),
            formatted["open"],
            gettext("{count} without deadline").format(count=formatted["no_target"]),
        ),
        _tile(
            gettext("Received today"),
            formatted["new_today"],
            "" if usual == UNKNOWN else gettext("usually {count}").format(count=usual),
        ),
        _tile(
            gettext("Resolved today"),
            formatted["closed_today"],
            gettext("{count} on time").format(count=formatted["closed_today_on_time"]),
        ),
    ]


def _deadline_tiles(totals: Mapping[str, Any], formatted: dict[str, str]) -> list[list[Component]]:
    """Return the tiles of deadlines; unknown if no open report has one, since nothing was measured then."""
    late = (formatted["overdue"], gettext("{count} very late").format(count=formatted["very_late"]))
    approaching = (formatted["approaching"], gettext("80 % used"))
    if totals["open"] and totals["open"] == totals["no_target"]:
        late = approaching = (UNKNOWN, gettext("without deadline"))
    return [
        _tile(gettext("Late"), *late, "late"),
        _tile(gettext("Approaching"), *approaching, "approaching"),
    ]


def _format_figure(value: float | None, has_data: bool) -> str:
    return UNKNOWN if value is None or not has_data else number(value)


def _tile(label: str, value: str, note: str, state: str | None = None) -> list[Component]:
    icon = [status_icon(state)] if state else []
    quiet_class = " quiet" if value in ("0", UNKNOWN) else ""
    return [
        html.Div([*icon, html.Span(label)], className="tile-label"),
        html.Div(note, className="tile-note"),
        html.Div(value, className=f"tile-value{quiet_class}"),
    ]


def tile_class(tile: list[Component]) -> str:
    """Return the class of a tile: ``none`` if its figure is zero or unknown, so that it is not coloured.

    The style cannot ask what a tile holds: browsers of some screens do not know ``:has``.
    """
    return "tile none" if "quiet" in getattr(tile[-1], "className", "").split() else "tile"
