"""Addresses of pages and links that several pages show."""

from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd

from data.core.report.key import ReportKey

STORED_PARAM = "tersimpan"  # the query parameter of a report's page that names the action just stored
TRACKING_SEARCH_PATH = "/lacak"
TRACKING_ROUTE = "/lacak/{number}/{key}"  # the pattern of :func:`tracking_path`


def report_url(source: str, service_request_id: str) -> str:
    """Return the address of a report's page."""
    return f"/laporan/{quote(source, safe='')}/{quote(service_request_id, safe='')}"


def safe_photo_url(value: Any) -> str | None:
    """Return a photo's address if it is http or https with a host, else None."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def directions_url(lat: float, long: float) -> str | None:
    """Return a link that any phone opens in its maps; None without a point."""
    if pd.isna(lat) or pd.isna(long):
        return None
    return f"https://www.google.com/maps/dir/?api=1&destination={lat:.6f},{long:.6f}"


def whatsapp_url(message: str) -> str:
    """Return a link that opens WhatsApp with a message; the user chooses the recipient there."""
    return f"https://wa.me/?text={quote(message)}"


def follow_up_path(key: ReportKey) -> str:
    """Return the address where a report is followed up."""
    return f"/tindak/{quote(key[0], safe='')}/{quote(key[1], safe='')}"


def tracking_path(number: str, key: str) -> str:
    """Return the address where the holder of a receipt follows their report."""
    return f"{TRACKING_SEARCH_PATH}/{quote(number, safe='')}/{quote(key, safe='')}"
