"""The page's words, and how places, holders and moments of one report are said."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_datetime

from dashboard.pages.methodology.labels import HOLDERS
from dashboard.ui import labels
from dashboard.ui.format import LOCALE
from data.core.backlog.backlog import Age, Turn
from data.core.backlog.filters import NO_AREA
from data.core.report.record import Placement
from data.core.status import BY_CODE

TITLE = "Tunggakan kecamatan"
LOADING = "Memuat …"
BACK_HOME = "Ke halaman saya"
NO_AREA_NAME = "tanpa kelurahan"
NONE_OPEN = "Tidak ada laporan terbuka."
UNKNOWN_CODE = "Tidak ada kecamatan dengan kode ini."
SENSITIVE = "Isi dan titik lokasi tidak ditampilkan."

AGES = {
    Age.DAY: "< 1 hari",
    Age.FEW_DAYS: "1\N{EN DASH}3 hari",
    Age.WEEK: "3\N{EN DASH}7 hari",
    Age.MONTH: "7\N{EN DASH}30 hari",
    Age.OLDER: "\N{GREATER-THAN OR EQUAL TO} 30 hari",
}
STATES = {
    "overdue": "Terlambat (semua)",
    "very_late": "Sangat terlambat",
    "savable": "Jatuh batas dalam 24 jam",
    "approaching": "Mendekati batas",
    "on_time": "Dalam batas waktu",
    "stopped": "Jam berhenti",
    "no_target": "Tanpa batas waktu",
}
TURNS = {
    Turn.SAVABLE: "masih dapat tepat waktu",
    Turn.LATE: "sudah terlambat",
    Turn.AHEAD: "batasnya lebih dari 24 jam lagi",
    Turn.STANDING: "jamnya dihentikan",
    Turn.UNTARGETED: "tanpa batas waktu",
}
SORTS = (
    ("", "Paling mendesak"),
    ("requested_datetime", "Paling lama masuk"),
    ("requested_datetime-", "Paling baru masuk"),
    ("area_name", "Kelurahan"),
    ("service_name", "Kategori"),
    ("holder", "Pemegang"),
)


def holder(code: str) -> str:
    """Who holds a report, in words."""
    return HOLDERS.get(code, code)


def status(code: str) -> str:
    """A status description's label; one that nobody has mapped as it is."""
    word = BY_CODE.get(code)
    return word.label if word else code


def area(name: Any, placement: str) -> str:
    """The kelurahan, or why none is named."""
    if isinstance(name, str) and name != NO_AREA:
        return name
    return labels.OUTSIDE if placement == Placement.OUTSIDE else NO_AREA_NAME


def short_moment(moment: datetime, zone: ZoneInfo) -> str:
    """``24 Nov 12.40`` in the city's zone."""
    return format_datetime(moment.astimezone(zone), "d MMM HH.mm", locale=LOCALE)


def report_address(source: str, service_request_id: str) -> str:
    """Where a report's own page stands."""
    return f"/laporan/{quote(source, safe='')}/{quote(service_request_id, safe='')}"


def web_address(given: Any) -> str | None:
    """A photo's address if a browser may fetch it: http or https with a host, nothing else."""
    if not isinstance(given, str):
        return None
    try:
        parts = urlsplit(given.strip())
    except ValueError:
        return None
    return given.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def directions(lat: float, long: float) -> str | None:
    """A link that any phone opens in its maps; None where there is no point."""
    if pd.isna(lat) or pd.isna(long):
        return None
    return f"https://www.google.com/maps/dir/?api=1&destination={lat:.6f},{long:.6f}"
