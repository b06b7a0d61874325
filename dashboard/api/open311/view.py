"""Categories and reports as items of GeoReport v2."""

from typing import Any

from dashboard.api.open311.query import public_id
from dashboard.api.open311.responses import format_moment
from dashboard.web.context import WebContext
from data.core.config.city import Category

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-25T00:00:00Z"


def service(category: Category) -> dict[str, Any]:
    """Return a category as an item of the list of services."""
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.name,
        "metadata": False,
        "type": "realtime",
        "keywords": _keywords(category),
        "group": category.agencies[0] if category.agencies else "",
    }


def _keywords(category: Category) -> str:
    """Return the other names of a category and of its code, which help to find it."""
    names = dict.fromkeys([*category.aliases, category.code.replace("_", " "), *category.agencies])
    return ", ".join(name.replace(",", " ") for name in names if name != category.name)


def request(context: WebContext, row: dict[str, Any], *, program: bool) -> dict[str, Any]:
    """Return a report. What a citizen wrote, address included, is only for programs with an API key.

    Missing texts are empty, since schemas require texts; missing moments, degrees and pictures are left out.

    :param row: columns of :mod:`data.store.open311_reports`
    :param program: whether the request has a valid API key
    """
    details = row["details"]
    key = row["source"], row["service_request_id"]
    return {
        "service_request_id": public_id(key),
        "status": row["status"],
        "status_notes": (details.get("status_notes") if program else None) or "",
        "service_name": context.city.get_category(row["service_code"]).name,
        "service_code": row["service_code"],
        "description": (details.get("description") if program else None) or "",
        "agency_responsible": row["agency_responsible"] or "",
        "service_notice": "",
        "requested_datetime": format_moment(row["requested_datetime"]),
        "updated_datetime": format_moment(row["last_occurred_at"]),
        "expected_datetime": format_moment(row["expected_datetime"]),
        "address": (details.get("address") if program else None) or _area_name(context, row["area_code"]),
        "address_id": "",
        "zipcode": "",
        "lat": row["lat"],
        "long": row["long"],
        "media_url": details.get("media_url") if program else None,
    }


def _area_name(context: WebContext, code: str | None) -> str:
    """Return kelurahan and kecamatan; empty where the area is unknown."""
    if code is None or code not in context.layer.parent_by_code:
        return ""
    names = (context.layer.name_of(code), context.layer.name_of(context.layer.parent_of(code)))
    return ", ".join(names if context.layer.parent_of(code) != code else names[:1])


def discovery(context: WebContext, base: str) -> dict[str, Any]:
    """Return the endpoints, and how to get an API key."""
    return {
        "changeset": CHANGESET,
        "contact": f"Command Center {context.city.name}",
        "key_service": f"Kunci diberikan oleh operator Command Center {context.city.name}.",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{base}/open311/v2",
                "changeset": CHANGESET,
                "type": "test" if context.city.simulated else "production",
                "formats": [{"format": "text/xml"}, {"format": "application/json"}],
            }
        ],
    }
