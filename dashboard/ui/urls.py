"""Addresses of pages and links that several pages show."""

from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd

from data.core.report.key import ReportKey


def report_url(source: str, service_request_id: str) -> str:
    """Where a report's own page stands."""
    return f"/laporan/{quote(source, safe='')}/{quote(service_request_id, safe='')}"


def safe_photo_url(value: Any) -> str | None:
    """A photo's address if a browser may fetch it: http or https with a host, nothing else."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def directions_url(lat: float, long: float) -> str | None:
    """A link that any phone opens in its maps; None where there is no point."""
    if pd.isna(lat) or pd.isna(long):
        return None
    return f"https://www.google.com/maps/dir/?api=1&destination={lat:.6f},{long:.6f}"


STORED_PARAM = "tersimpan"  # the parameter of the report's page that says what was stored


def follow_up_path(key: ReportKey) -> str:
    """Where a report is followed up."""
    return f"/tindak/{quote(key[0], safe='')}/{quote(key[1], safe='')}"


SEARCH_PATH = "/lacak"


PATH = "/lacak/{number}/{key}"


def tracking_path(number: str, key: str) -> str:
    """Where a receipt leads."""
    return f"{SEARCH_PATH}/{quote(number, safe='')}/{quote(key, safe='')}"
