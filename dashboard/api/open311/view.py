"""Categories and reports as items of GeoReport v2."""

from typing import Any

from dashboard.api.open311.query import public_id
from dashboard.api.open311.responses import moment
from dashboard.web.context import Site
from data.core.config.city import Category

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-25T00:00:00Z"


def service(found: Category) -> dict[str, Any]:
    """A category in the list of services."""
    return {
        "service_code": found.code,
        "service_name": found.name,
        "description": found.name,
        "metadata": False,
        "type": "realtime",
        "group": found.agencies[0] if found.agencies else "",
    }


def request(site: Site, row: dict[str, Any], *, program: bool) -> dict[str, Any]:
    """A report. What a citizen wrote, and where he says it is, is for programs that the city knows.

    Texts that there are not are empty, for schemas want texts; moments, degrees and pictures are left out.

    :param row: columns of :mod:`data.store.open311_reports`
    """
    details = row["details"]
    key = row["source"], row["service_request_id"]
    return {
        "service_request_id": public_id(key),
        "status": row["status"],
        "status_notes": (details.get("status_notes") if program else None) or "",
        "service_name": site.city.category_of(row["service_code"]).name,
        "service_code": row["service_code"],
        "description": (details.get("description") if program else None) or "",
        "agency_responsible": row["agency_responsible"] or "",
        "service_notice": "",
        "requested_datetime": moment(row["requested_datetime"]),
        "updated_datetime": moment(row["last_occurred_at"]),
        "expected_datetime": moment(row["expected_datetime"]),
        "address": (details.get("address") if program else None) or _area(site, row["area_code"]),
        "address_id": "",
        "zipcode": "",
        "lat": row["lat"],
        "long": row["long"],
        "media_url": details.get("media_url") if program else None,
    }


def _area(site: Site, code: str | None) -> str:
    """The kelurahan and its kecamatan; empty where it is unknown."""
    if code is None or code not in site.layer.parent_by_code:
        return ""
    return f"{site.layer.name_of(code)}, {site.layer.name_of(site.layer.parent_of(code))}"


def discovery(site: Site, base: str) -> dict[str, Any]:
    """Where the doors are, and how to get a key."""
    return {
        "changeset": CHANGESET,
        "contact": f"Command Center {site.city.name}",
        "key_service": f"Kunci diberikan oleh operator Command Center {site.city.name}.",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{base}/open311/v2",
                "changeset": CHANGESET,
                "type": "test" if site.city.simulated else "production",
                "formats": [{"format": "text/xml"}, {"format": "application/json"}],
            }
        ],
    }
