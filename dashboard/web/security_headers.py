"""Security headers: pages run only their own scripts, and no other site may frame them."""

from collections.abc import Iterable
from urllib.parse import urlsplit

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}
HSTS_ONE_YEAR = "max-age=31536000"

RawHeaders = list[tuple[bytes, bytes]]
_HTTP_HEADERS: RawHeaders = [
    (name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()
]
_HEADERS_BY_SCHEME: dict[str, RawHeaders] = {
    "https": [*_HTTP_HEADERS, (b"strict-transport-security", HSTS_ONE_YEAR.encode())]
}


def security_headers(scheme: str) -> RawHeaders:
    """Return a new list of the headers of every response over ``http`` or ``https``."""
    return [*_HEADERS_BY_SCHEME.get(scheme, _HTTP_HEADERS)]


def content_security_policy(
    hashes: Iterable[str], tile_url: str = "", picture_hosts: Iterable[str] = ()
) -> str:
    """Return the Content-Security-Policy of pages.

    :param hashes: of the inline scripts that Dash writes into its index; no other inline script runs
    :param tile_url: template of the street map's addresses, empty for none
    :param picture_hosts: from which browsers load the pictures that sources name
    """
    tile_parts = urlsplit(tile_url)
    tile_sources = [f"{tile_parts.scheme}://{tile_parts.netloc}"] if tile_parts.netloc else []
    photo_sources = [f"https://{host}" for host in sorted(picture_hosts)]
    image_sources = ["'self'", "data:", "blob:", *photo_sources, *tile_sources]
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],  # the map positions tiles and icons by style attributes
        "img-src": image_sources,
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
