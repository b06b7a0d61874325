"""The floor of most lines: five panels by plain SQL over a store, as a general tool would show them."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

WINDOW_DAYS = 30
PANELS = (
    # open by area and state
    """SELECT area_code, CASE WHEN expected_datetime IS NULL THEN 'none'
              WHEN very_late_at <= :now THEN 'very_late'
              WHEN expected_datetime < :now THEN 'late' WHEN approaching_at <= :now THEN 'approaching'
              ELSE 'on_time' END AS state, count(*)
       FROM service_request WHERE status = 'open' GROUP BY area_code, state""",
    # late by kecamatan
    """SELECT substr(area_code, 1, 8) AS parent, count(*) FROM service_request
       WHERE status = 'open' AND expected_datetime < :now GROUP BY parent""",
    # next deadlines
    """SELECT source, service_request_id, area_code, expected_datetime FROM service_request
       WHERE status = 'open' AND expected_datetime >= :now ORDER BY expected_datetime LIMIT 200""",
    # on-time rate by kecamatan
    """SELECT substr(area_code, 1, 8) AS parent, avg(closed_datetime <= expected_datetime), count(*)
       FROM service_request WHERE status = 'closed' AND closed_datetime >= :since
         AND status_description = 'selesai' GROUP BY parent""",
    # inflow by day
    """SELECT date(received_at, '+8 hours') AS day, count(*) FROM service_request
       WHERE received_at >= :since GROUP BY day""",
)  # fmt: skip


def run_panels(store: Path, now: datetime) -> list[list[Any]]:
    """Return the five panels of a SQLite store at a moment."""
    moments = {"now": _text(now), "since": _text(now - timedelta(days=WINDOW_DAYS))}
    connection = sqlite3.connect(store)
    try:
        return [connection.execute(panel, moments).fetchall() for panel in PANELS]
    finally:
        connection.close()


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
