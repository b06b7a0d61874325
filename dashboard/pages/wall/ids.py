"""Ids of the wall's components, shared by layout, frame and scripts."""

WALL = "wall"
CITY = "wall-city"
BADGES = "wall-mark"
FRESHNESS = "wall-freshness"
BANNER = "wall-banner"
TOTALS = ("wall-overdue", "wall-approaching", "wall-open", "wall-new", "wall-closed")
LEGEND = "wall-legend"
TIMERS_LATE_HEAD = "wall-late-head"
TIMERS_LATE = "wall-late"
TIMERS_NEXT_HEAD = "wall-next-head"
TIMERS_NEXT = "wall-next"
TIMERS_NOTE = "wall-timers-note"
RANKING_HEAD = "wall-ranking-head"
RANKING = "wall-ranking"
TICKER = "wall-ticker"
RECONCILIATION = "wall-reconciliation"


def map_layer_id(part: str, layer: str) -> str:
    """Return the id of a map layer: part ``main`` or ``inset``, layer ``areas``, ``dots``, ``marks`` ..."""
    return f"wall-{part}-{layer}"
