"""Addresses of pages and links that several pages show."""

from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd

from data.core.report.key import Key


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


DONE = "tersimpan"  # the parameter of the report's page that says what was stored


def address(key: Key) -> str:
    """Where a report is followed up."""
    return f"/tindak/{quote(key[0], safe='')}/{quote(key[1], safe='')}"


SEARCH = "/lacak"


PATH = "/lacak/{number}/{key}"


def track_address(number: str, key: str) -> str:
    """Where a receipt leads."""
    return f"{SEARCH}/{quote(number, safe='')}/{quote(key, safe='')}"
